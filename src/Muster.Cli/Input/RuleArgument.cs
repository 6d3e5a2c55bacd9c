using System.CommandLine;
using Muster.Cli.Output;
using Muster.Rules.Binding;
using Muster.Rules.Json;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using NodaTime;

namespace Muster.Cli.Input;

/// <summary>The argument RULE: the text form, <c>@file</c> or <c>-</c>; what starts with a brace is the JSON form.</summary>
internal sealed class RuleArgument
{
    private const int MaxBytes = 4 << 20;

    private readonly SharedOptions _shared;

    private readonly Option<string> _audience = new("--audience")
    {
        Description = "Who the rule is over: contacts, companies, clients (both) or leads.",
        HelpName = "AUDIENCE",
        DefaultValueFactory = _ => "contacts",
    };

    private readonly Argument<string> _rule = new("RULE") { Description = "The rule: its text, @file, or - for standard input; JSON where it starts with {." };

    public RuleArgument(SharedOptions shared, Command command)
    {
        _shared = shared;
        command.Arguments.Add(_rule);
        command.Options.Add(_audience);
    }

    public Audience Audience(ParseResult parsed)
    {
        string name = parsed.GetValue(_audience)!;
        return Audiences.Find(name) ?? throw CommandException.Usage(
            $"There is no audience \"{name}\". {(NearMiss.Suggest(name, Audiences.Names) is { } likely ? $"Did you mean {likely}?" : $"There are {string.Join(", ", Audiences.Names)}.")}");
    }

    /// <summary>Reads the rule and holds it against the schema. What is wrong with it is told, each error with its place, and ends the command.</summary>
    public BoundRule Bind(ParseResult parsed, CrmSchema schema, DateTimeZone zone, out Rule.Group rule)
    {
        (string text, ParsedRule read) = Read(parsed, schema);
        return Bind(text, read, Audience(parsed), schema, zone, out rule);
    }

    /// <summary>The same, of a rule that was read already.</summary>
    public BoundRule Bind(string text, ParsedRule read, Audience audience, CrmSchema schema, DateTimeZone zone, out Rule.Group rule)
    {
        IReadOnlyList<RuleError> errors = read.Errors;
        if (read.Rule is not null)
        {
            BindResult bound = new RuleBinder(schema, zone, EmptyMembershipCatalog.Instance).Bind(read.Rule, audience);
            errors = [.. bound.Errors.Select(read.Locate)];
            if (bound.Rule is not null)
            {
                foreach (RuleError warning in bound.Warnings)
                {
                    _shared.Terminal.Messages.WriteLine($"Note: {Printable.Line(warning.Message)}");
                }

                rule = read.Rule;
                return bound.Rule;
            }
        }

        throw CommandException.Usage(RuleErrorText.Format(errors, text));
    }

    /// <summary>Reads the rule, without holding it against the schema's types.</summary>
    public (string Text, ParsedRule Rule) Read(ParseResult parsed, CrmSchema schema)
    {
        string text = ReadText(parsed.GetValue(_rule)!);
        return (text, IsJson(text) ? RuleJson.Read(text) : RuleText.Parse(text, schema, Audience(parsed)));
    }

    /// <summary>Whether a rule's text is the JSON form.</summary>
    public static bool IsJson(string text) => text.AsSpan().TrimStart().StartsWith("{");

    private string ReadText(string argument)
    {
        if (argument == "-")
        {
            using Stream input = _shared.Terminal.Input();
            return ReadAll(input, "Standard input");
        }

        if (!argument.StartsWith('@'))
        {
            return argument;
        }

        string path = argument[1..];
        if (path.Length == 0 || Directory.Exists(path))
        {
            throw CommandException.Usage(path.Length == 0 ? "After @ belongs the name of the file to read the rule from." : $"\"{path}\" is a directory: name a file to read the rule from.");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return ReadAll(file, path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.Usage($"There is no file \"{path}\" to read the rule from.");
        }
        catch (UnauthorizedAccessException)
        {
            throw CommandException.Usage($"\"{path}\" may not be read by this user.");
        }
    }

    private static string ReadAll(Stream stream, string name)
    {
        using StreamReader reader = new(stream);
        char[] buffer = new char[MaxBytes];
        int length = reader.ReadBlock(buffer);
        return length < MaxBytes ? new string(buffer, 0, length) : throw CommandException.Usage($"{name} is too long for a rule.");
    }
}
