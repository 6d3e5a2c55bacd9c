using System.CommandLine;
using System.Text.Json;
using Muster.Cli.Input;
using Muster.Cli.Output;
using Muster.Engine;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Server.Workspaces;

namespace Muster.Cli.Commands;

/// <summary><c>muster explain PROFILE RULE</c>: each condition with true or false, and the values that decided.</summary>
internal static class ExplainCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("explain", "Says why a profile matches a rule, or why not.");
        Argument<string> profile = new("PROFILE") { Description = "The profile's id; where kinds share ids, KIND:ID, such as company:42." };
        command.Arguments.Add(profile);
        RuleArgument rules = new(shared, command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Workspace workspace = await shared.OpenAsync(parsed, create: false, cancellationToken).ConfigureAwait(false);
            Moment moment = shared.Moment(parsed, shared.Zone(parsed, workspace));
            BoundRule rule = rules.Bind(parsed, workspace.Schema, moment.Zone, out Rule.Group written);
            ProfileKey key = await FindAsync(workspace, parsed.GetValue(profile)!, rule.Audience, cancellationToken).ConfigureAwait(false);
            using EmbeddedEngine engine = await EngineLoading.LoadAsync(workspace, rule, shared.Terminal, cancellationToken).ConfigureAwait(false);
            Explanation? explanation = await engine.ExplainAsync(rule, key, moment, cancellationToken).ConfigureAwait(false);
            if (explanation is null)
            {
                throw CommandException.Failed($"There is a record {key}, but it is not among the {Audiences.NameOf(rule.Audience)}. Try another --audience.");
            }

            ProfileLine line = await new ProfileLookup(workspace.Store).FindAsync(key, cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<string, RulePart> parts = RuleParts.ByPointer(written, workspace.Schema, rule.Audience);
            if (shared.IsJson(parsed))
            {
                WriteJson(shared.Terminal.Output, explanation, line, parts);
            }
            else
            {
                WriteText(shared.Terminal.Output, explanation, line, parts);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The profile that was named: among the audience's kinds first, then among all.</summary>
    private static async Task<ProfileKey> FindAsync(Workspace workspace, string named, Audience audience, CancellationToken cancellationToken)
    {
        int colon = named.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Audiences.KindOf(named[..colon].ToLowerInvariant()) is { } kind
            && await workspace.Store.FindAsync(Audiences.ObjectOf(kind), named[(colon + 1)..], cancellationToken).ConfigureAwait(false) is not null)
        {
            return new(kind, named[(colon + 1)..]);
        }

        foreach (ProfileKind candidate in Audiences.KindsOf(audience).Concat(Enum.GetValues<ProfileKind>()).Distinct())
        {
            if (await workspace.Store.FindAsync(Audiences.ObjectOf(candidate), named, cancellationToken).ConfigureAwait(false) is not null)
            {
                return new(candidate, named);
            }
        }

        throw CommandException.Failed($"There is no profile \"{named}\".");
    }

    private static void WriteText(TextWriter output, Explanation explanation, ProfileLine line, IReadOnlyDictionary<string, RulePart> parts)
    {
        string who = line.Name.Length > 0 ? $"{line.Name} ({explanation.Profile})" : explanation.Profile.ToString();
        output.Write(explanation switch
        {
            { InAudience: false } => $"{Printable.Line(who)} is not in the audience, so it does not match.\n\n",
            { Matches: true } => $"{Printable.Line(who)} matches.\n\n",
            _ => $"{Printable.Line(who)} does not match.\n\n",
        });
        WriteNode(output, explanation.Root, parts);
    }

    private static void WriteNode(TextWriter output, ExplainedNode node, IReadOnlyDictionary<string, RulePart> parts)
    {
        RulePart part = parts[node.Pointer];
        string values = string.Join(", ", node.Values.Select(value => $"{value.Name}: {(value.Value.IsMissing ? "missing" : value.Value.ToString())}"));
        output.Write($"{new string(' ', part.Depth * 2)}{(node.Holds ? "yes" : "no ")}  {Printable.Line(part.Text)}{(values.Length > 0 ? $"   [{Printable.Line(values)}]" : "")}\n");
        foreach (ExplainedNode inner in node.Nodes)
        {
            WriteNode(output, inner, parts);
        }
    }

    private static void WriteJson(TextWriter output, Explanation explanation, ProfileLine line, IReadOnlyDictionary<string, RulePart> parts) =>
        JsonOutput.Write(output, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("profile");
            ProfileOutput.WriteJson(json, line);
            json.WriteBoolean("matches", explanation.Matches);
            json.WriteBoolean("inAudience", explanation.InAudience);
            json.WritePropertyName("rule");
            WriteNode(json, explanation.Root, parts);
            json.WriteEndObject();
        });

    private static void WriteNode(Utf8JsonWriter json, ExplainedNode node, IReadOnlyDictionary<string, RulePart> parts)
    {
        json.WriteStartObject();
        json.WriteString("pointer", node.Pointer);
        json.WriteString("text", parts[node.Pointer].Text);
        json.WriteBoolean("holds", node.Holds);
        json.WriteStartObject("values");
        foreach (ExplainedValue value in node.Values)
        {
            if (value.Value.IsMissing)
            {
                json.WriteNull(value.Name);
            }
            else
            {
                json.WritePropertyName(value.Name);
                JsonOutput.WriteValue(json, value.Value);
            }
        }

        json.WriteEndObject();
        json.WriteStartArray("rules");
        foreach (ExplainedNode inner in node.Nodes)
        {
            WriteNode(json, inner, parts);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
