using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Muster.Rules.Syntax;

namespace Muster.Rules.Json;

/// <summary>The JSON form of a rule: what react-querybuilder edits. It knows no schema; names and types are checked when a rule is bound.</summary>
public static class RuleJson
{
    /// <summary>Levels of JSON at most. A level of a rule takes two (an object and its array), and a leaf's value a few more.</summary>
    private const int MaxJsonDepth = (RuleLimits.MaxDepth * 2) + 64;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a rule. Any input gives a rule or errors, each with the JSON pointer of its place; it never throws.</summary>
    /// <remarks>
    /// What a builder adds of its own (<c>id</c>, <c>path</c>, an <c>operator</c> beside <c>match</c>) is ignored. A disabled rule is kept, unless it is
    /// malformed: a builder may switch off what is only half filled in, and such a rule is dropped. Combinators between the rules of a group are
    /// folded into groups, and before or. After either, pointers of the rule read are those of <see cref="Write(Rule.Group)"/>, not of the input.
    /// </remarks>
    public static ParsedRule Read(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> content = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        if (!Utf8.IsValid(content))
        {
            return Failed(new RuleError(RuleErrorCode.Syntax, "The rule is not valid UTF-8.", ""));
        }

        if (FindFault(content) is { } fault)
        {
            return Failed(fault);
        }

        Utf8JsonReader reader = new(content, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        RuleJsonReader rules = new();
        Rule.Group? root = rules.ReadRoot(document.RootElement);
        if (root is not null && rules.Errors.Count == 0 && RuleSize.Check(root) is { } tooLarge)
        {
            return Failed(tooLarge);
        }

        return rules.Errors.Count == 0 ? new(root, [], FrozenDictionary<string, TextSpan>.Empty) : Failed([.. rules.Errors]);
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte})"/>
    public static ParsedRule Read(string json)
    {
        for (int i = 0; i < json.Length; i++)
        {
            if (!Rune.TryGetRuneAt(json, i, out Rune rune))
            {
                return Failed(new RuleError(RuleErrorCode.Syntax, $"The rule is not valid Unicode: character {i + 1} is half of a surrogate pair.", ""));
            }

            i += rune.Utf16SequenceLength - 1;
        }

        return Read(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>The rule's JSON form, on one line. Reading it gives the same rule.</summary>
    public static string Write(Rule.Group rule)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Readable))
        {
            Write(writer, rule);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the rule as one JSON value. Unpaired surrogates, which JSON in UTF-8 cannot hold, become U+FFFD.</summary>
    public static void Write(Utf8JsonWriter writer, Rule.Group rule) => RuleJsonWriter.Write(writer, rule);

    /// <summary>Finds what is not JSON, or too deep, without a call stack that grows with the input.</summary>
    private static RuleError? FindFault(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        bool tooDeep = false;
        try
        {
            while (reader.Read())
            {
                tooDeep |= reader.CurrentDepth >= MaxJsonDepth;
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    _ = reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return new(RuleErrorCode.Syntax, "The rule is not valid Unicode: an escape in a string is half of a surrogate pair.", "");
        }
        catch (JsonException exception)
        {
            string place = exception is { LineNumber: { } line, BytePositionInLine: { } column } ? $" at line {line + 1}, byte {column + 1}" : "";
            return new(RuleErrorCode.Syntax, $"The rule is not valid JSON{place}: {Reason(exception)}", "");
        }

        return tooDeep ? RuleSize.TooDeep("") : null;
    }

    private static string Reason(JsonException exception) =>
        exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and > 0 ? exception.Message[..end] : exception.Message;

    private static ParsedRule Failed(params RuleError[] errors) => new(null, errors, FrozenDictionary<string, TextSpan>.Empty);
}
