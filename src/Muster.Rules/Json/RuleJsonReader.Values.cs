using System.Diagnostics;
using System.Text.Json;
using Muster.Rules.Dates;
using Muster.Rules.Syntax;
using Muster.Rules.Text;

namespace Muster.Rules.Json;

internal sealed partial class RuleJsonReader
{
    private (Operator Operator, Literal Value)? ReadComparison(JsonElement json, string pointer)
    {
        if (ReadOperator(json, pointer) is not { } op)
        {
            return null;
        }

        if (json.TryGetProperty("valueSource", out JsonElement source) && source.ValueKind == JsonValueKind.String && !source.ValueEquals("value"))
        {
            Report(RuleErrorCode.InvalidValue, pointer + "/valueSource", $"A field is compared with a value; this is {Describe(source)}.");
            return null;
        }

        Literal? value = op.Spec().Shape switch
        {
            ValueShape.None => Literal.None.Instance,
            ValueShape.One => ReadOne(json, pointer),
            ValueShape.Pair => ReadPair(json, pointer),
            ValueShape.Set => ReadSet(json, pointer) is { } items ? new Literal.List(items.ToEquatableArray()) : null,
            ValueShape.Window => ReadWindow(json, pointer),
            _ => throw new UnreachableException($"No arm for {op.Spec().Shape}"),
        };
        return value is null ? null : (op, value);
    }

    private Operator? ReadOperator(JsonElement json, string pointer)
    {
        pointer += "/operator";
        if (!json.TryGetProperty("operator", out JsonElement written) || written.ValueKind != JsonValueKind.String || written.GetString() is not { } key)
        {
            Report(RuleErrorCode.UnknownOperator, pointer, $"An operator, such as \"=\" or \"contains\", belongs here; this is {Describe(written)}.");
            return null;
        }

        if (Operators.Find(key) is { } spec)
        {
            return spec.Operator;
        }

        string? meant = key is "==" or "equals" or "is" ? "=" : key is "<>" or "isNot" ? "!=" : NearMiss.Suggest(key, Operators.All.Select(row => row.Key));
        Report(RuleErrorCode.UnknownOperator, pointer, $"There is no operator {Describe(written)}; there are {string.Join(", ", Operators.All.Select(row => row.Key))}.", meant);
        return null;
    }

    private Literal? ReadOne(JsonElement json, string pointer)
    {
        _ = json.TryGetProperty("value", out JsonElement value);
        return ReadScalar(value, pointer + "/value", "One value, which is text, a number, true or false,");
    }

    private Literal.List? ReadPair(JsonElement json, string pointer)
    {
        if (ReadItems(json, pointer) is not { } items)
        {
            return null;
        }

        if (items.Count == 2)
        {
            return new(items.ToEquatableArray());
        }

        Report(RuleErrorCode.InvalidValue, pointer + "/value", $"Two values, the ends of a range, belong here; there are {items.Count}.");
        return null;
    }

    private List<Literal>? ReadSet(JsonElement json, string pointer)
    {
        if (ReadItems(json, pointer) is not { } items)
        {
            return null;
        }

        if (items.Count > 0)
        {
            return items;
        }

        Report(RuleErrorCode.InvalidValue, pointer + "/value", "At least one value belongs here; there is none.");
        return null;
    }

    /// <summary>Several values: an array, one value alone, or texts joined by commas, as react-querybuilder's editors leave them.</summary>
    private List<Literal>? ReadItems(JsonElement json, string pointer)
    {
        pointer += "/value";
        _ = json.TryGetProperty("value", out JsonElement value);
        if (value.ValueKind == JsonValueKind.String)
        {
            return [.. SplitAtCommas(value.GetString()!).Select(text => new Literal.Text(text))];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return ReadScalar(value, pointer, "An array of values") is { } single ? [single] : null;
        }

        List<Literal> items = [];
        bool complete = true;
        int index = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            Literal? item = ReadScalar(element, $"{pointer}/{index++}", "Text, a number, true or false");
            complete &= item is not null;
            if (item is not null)
            {
                items.Add(item);
            }
        }

        return complete ? items : null;
    }

    private Literal? ReadScalar(JsonElement json, string pointer, string expected)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return new Literal.Text(json.GetString()!);
            case JsonValueKind.True or JsonValueKind.False:
                return new Literal.Boolean(json.GetBoolean());
            case JsonValueKind.Number when NumberText.TryParse(json.GetRawText(), out decimal number):
                return new Literal.Number(number);
            case JsonValueKind.Number:
                Report(RuleErrorCode.InvalidValue, pointer, $"The number {Describe(json)} is out of range: up to 28 digits count.");
                return null;
            default:
                Report(RuleErrorCode.InvalidValue, pointer, $"{expected} belongs here; this is {Describe(json)}.");
                return null;
        }
    }

    private Literal.Window? ReadWindow(JsonElement json, string pointer)
    {
        _ = json.TryGetProperty("value", out JsonElement value);
        if (value.ValueKind != JsonValueKind.String)
        {
            Report(RuleErrorCode.InvalidValue, pointer + "/value", $"A date window, such as \"last 30 days\", belongs here; this is {Describe(value)}.");
            return null;
        }

        if (DateWindowText.TryParse(value.GetString()!, out DateWindow? window, out string? error))
        {
            return new(window!);
        }

        Report(RuleErrorCode.InvalidValue, pointer + "/value", $"{Describe(value)} is no date window. {error}");
        return null;
    }

    /// <summary>The parts, trimmed, empty ones left out; a comma after a backslash belongs to its part.</summary>
    private static IEnumerable<string> SplitAtCommas(string text)
    {
        const char Escaped = '\uFFFF'; // a noncharacter: no text that is exchanged holds it
        return text.Replace("\\,", Escaped.ToString(), StringComparison.Ordinal)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Replace(Escaped, ','));
    }
}
