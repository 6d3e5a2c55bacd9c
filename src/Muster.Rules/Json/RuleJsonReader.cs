using System.Text.Json;
using Muster.Rules.Syntax;
using Muster.Rules.Text;

namespace Muster.Rules.Json;

/// <summary>Reads the tree; <see cref="RuleJsonReader"/>'s other half reads operators and values. Recursion is bounded by the depth of the JSON document.</summary>
internal sealed partial class RuleJsonReader
{
    private const int MaxErrors = 50;

    private static readonly string[] GroupKeys = ["rules", "combinator"];

    private static readonly string[] Keys = ["rules", "combinator", "not", "field", "operator", "value", "match", "aggregate", "where", "disabled"];

    private static readonly string[] Combinators = ["and", "or"];

    private static readonly string[] MatchKeys = ["mode", "threshold"];

    private static readonly string[] AggregateKeys = ["function", "of"];

    private static readonly Rule.Group AnyRow = new(Combinator.And, []);

    private List<RuleError> _errors = [];

    public IReadOnlyList<RuleError> Errors => _errors;

    public Rule.Group? ReadRoot(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Report(RuleErrorCode.Syntax, "", $"A rule is an object with \"combinator\" and \"rules\"; this is {Describe(json)}.");
            return null;
        }

        // A single condition stands for the group that holds it alone.
        return IsGroup(json) ? ReadGroup(json, "") : ReadNode(json, "") is { } leaf ? new(Combinator.And, [leaf]) : null;
    }

    private static bool IsGroup(JsonElement json) => GroupKeys.Any(key => json.TryGetProperty(key, out _));

    private Rule? ReadNode(JsonElement json, string pointer)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Report(RuleErrorCode.Syntax, pointer, $"A rule or a group, which are objects, belongs here; this is {Describe(json)}.");
            return null;
        }

        List<RuleError> outer = _errors;
        bool disabled = ReadDisabled(json, pointer);
        if (disabled)
        {
            // What is switched off may be half filled in: its errors are nobody's concern.
            _errors = [];
        }

        Rule? rule = IsGroup(json) ? ReadGroup(json, pointer) : ReadLeaf(json, pointer);
        if (disabled)
        {
            rule = _errors.Count == 0 && rule is not null ? rule with { Disabled = true } : null;
            _errors = outer;
        }

        return rule;
    }

    private Rule.Group? ReadGroup(JsonElement json, string pointer)
    {
        CheckKeys(json, pointer);
        bool negated = ReadFlag(json, "not", pointer);
        bool disabled = ReadDisabled(json, pointer);
        Combinator? combinator = null;
        if (json.TryGetProperty("combinator", out JsonElement written) && written.ValueKind != JsonValueKind.Null)
        {
            combinator = ReadCombinator(written, pointer + "/combinator");
        }

        if (!json.TryGetProperty("rules", out JsonElement rules) || rules.ValueKind != JsonValueKind.Array)
        {
            string found = rules.ValueKind == JsonValueKind.Undefined ? "it is missing" : $"this is {Describe(rules)}";
            Report(RuleErrorCode.Syntax, pointer + "/rules", $"A group has \"rules\", an array; {found}.");
            return null;
        }

        RuleSequence sequence = new();
        int index = 0;
        foreach (JsonElement item in rules.EnumerateArray())
        {
            string place = $"{pointer}/rules/{index++}";
            if (item.ValueKind == JsonValueKind.String)
            {
                sequence.Join(ReadCombinator(item, place));
            }
            else
            {
                sequence.Add(ReadNode(item, place));
            }
        }

        if (sequence.Fold(combinator) is not { } group)
        {
            Report(RuleErrorCode.Syntax, pointer + "/rules", "With \"and\" and \"or\" between the rules, there is one between each rule and the next, and none elsewhere.");
            return null;
        }

        if (combinator is null && sequence.Rules > 1 && !sequence.IsJoined && !json.TryGetProperty("combinator", out _))
        {
            Report(RuleErrorCode.Syntax, pointer + "/combinator", "A group of several rules says how they are joined: \"combinator\" is \"and\" or \"or\".");
        }

        return group with { Negated = negated, Disabled = disabled };
    }

    private Combinator? ReadCombinator(JsonElement json, string pointer)
    {
        string? found = json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        if (string.Equals(found, "and", StringComparison.OrdinalIgnoreCase))
        {
            return Combinator.And;
        }

        if (string.Equals(found, "or", StringComparison.OrdinalIgnoreCase))
        {
            return Combinator.Or;
        }

        Report(RuleErrorCode.Syntax, pointer, $"\"and\" or \"or\" belongs here; this is {Describe(json)}.", found is null ? null : NearMiss.Suggest(found, Combinators));
        return null;
    }

    private Rule? ReadLeaf(JsonElement json, string pointer)
    {
        CheckKeys(json, pointer);
        if (!json.TryGetProperty("field", out JsonElement fieldJson))
        {
            string? typo = json.EnumerateObject().Select(property => NearMiss.Suggest(property.Name, Keys)).FirstOrDefault(key => key is not null && !json.TryGetProperty(key, out _));
            Report(RuleErrorCode.Syntax, pointer, "A rule has a \"field\", a group has \"rules\"; this has neither.", typo);
            return null;
        }

        if (fieldJson.ValueKind != JsonValueKind.String || fieldJson.GetString() is not { } field || field is "~")
        {
            Report(RuleErrorCode.Syntax, pointer + "/field", $"The name of a field belongs here; this is {Describe(fieldJson)}.");
            return null;
        }

        bool related = json.TryGetProperty("match", out JsonElement match) && match.ValueKind != JsonValueKind.Null;
        bool computed = json.TryGetProperty("aggregate", out JsonElement aggregate) && aggregate.ValueKind != JsonValueKind.Null;
        if (related && computed)
        {
            Report(RuleErrorCode.Syntax, pointer, "A rule has \"match\" or \"aggregate\", not both.");
            return null;
        }

        return related ? ReadRelated(json, match, field, pointer)
            : computed ? ReadAggregate(json, aggregate, field, pointer)
            : RuleNames.MembershipKinds.IndexOf(field) is var kind and >= 0 && !IsPlainField(json) ? ReadMembership(json, (MembershipKind)kind, pointer)
            : ReadComparison(json, pointer) is var (op, value) ? new Rule.Compare(field, op, value)
            : null;
    }

    /// <summary>A field that is called <c>segment</c> or <c>list</c> says that it is one.</summary>
    private static bool IsPlainField(JsonElement json) =>
        json.TryGetProperty("kind", out JsonElement kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals("field");

    private Rule.Related? ReadRelated(JsonElement json, JsonElement match, string objectName, string pointer)
    {
        pointer += "/match";
        if (!IsObject(match, pointer, MatchKeys) || ReadName(match, "mode", RuleNames.Quantifiers, pointer) is not { } mode)
        {
            return null;
        }

        Quantifier quantifier = (Quantifier)mode;
        int threshold = 0;
        if (quantifier.TakesThreshold())
        {
            if (!match.TryGetProperty("threshold", out JsonElement written) || written.ValueKind != JsonValueKind.Number
                || !written.TryGetDecimal(out decimal number) || number != decimal.Truncate(number) || number is < 0 or > int.MaxValue)
            {
                Report(RuleErrorCode.InvalidValue, pointer + "/threshold", $"A whole number from 0 belongs here; this is {Describe(written)}.");
                return null;
            }

            threshold = (int)number;
        }

        return ReadInner(json, "value", pointer[..^"/match".Length]) is { } where ? new(objectName, quantifier, threshold, where) : null;
    }

    private Rule.Aggregate? ReadAggregate(JsonElement json, JsonElement aggregate, string objectName, string pointer)
    {
        string place = pointer + "/aggregate";
        int? function = IsObject(aggregate, place, AggregateKeys) ? ReadName(aggregate, "function", RuleNames.AggregateFunctions, place) : null;
        string? of = null;
        bool complete = function is not null;
        if (complete && aggregate.TryGetProperty("of", out JsonElement written) && written.ValueKind != JsonValueKind.Null)
        {
            of = written.ValueKind == JsonValueKind.String ? written.GetString() : null;
            if (of is null)
            {
                complete = false;
                Report(RuleErrorCode.Syntax, place + "/of", $"The name of a field belongs here; this is {Describe(written)}.");
            }
        }
        else if (complete && function != (int)AggregateFunction.Count)
        {
            complete = false;
            Report(RuleErrorCode.Syntax, place + "/of", $"\"{RuleNames.AggregateFunctions[function!.Value]}\" is of a field: \"of\" is missing.");
        }

        Rule.Group? where = ReadInner(json, "where", pointer);
        return ReadComparison(json, pointer) is var (op, value) && complete && where is not null
            ? new(objectName, (AggregateFunction)function!.Value, of, where, op, value)
            : null;
    }

    private Rule.Group? ReadInner(JsonElement json, string key, string pointer)
    {
        // Builders leave an empty text where nothing was entered yet.
        if (!json.TryGetProperty(key, out JsonElement inner) || inner.ValueKind == JsonValueKind.Null || (inner.ValueKind == JsonValueKind.String && inner.ValueEquals("")))
        {
            return AnyRow;
        }

        pointer = $"{pointer}/{key}";
        if (inner.ValueKind != JsonValueKind.Object || !IsGroup(inner))
        {
            Report(RuleErrorCode.Syntax, pointer, $"A group, which is an object with \"combinator\" and \"rules\", belongs here; this is {Describe(inner)}.");
            return null;
        }

        return ReadGroup(inner, pointer);
    }

    private Rule.Membership? ReadMembership(JsonElement json, MembershipKind kind, string pointer)
    {
        if (ReadOperator(json, pointer) is not { } op)
        {
            return null;
        }

        if (op is not (Operator.In or Operator.NotIn))
        {
            string name = RuleNames.MembershipKinds[(int)kind];
            Report(RuleErrorCode.UnknownOperator, pointer + "/operator", $"\"{name}\" goes with \"in\" and \"notIn\"; for a field of that name add \"kind\": \"field\".");
            return null;
        }

        if (ReadSet(json, pointer) is not { } items)
        {
            return null;
        }

        foreach ((int index, Literal item) in items.Index())
        {
            if (item is not Literal.Text)
            {
                Report(RuleErrorCode.InvalidValue, $"{pointer}/value/{index}", "The name or id of a segment or list, which is text, belongs here.");
                return null;
            }
        }

        return new(kind, op == Operator.NotIn, items.Select(item => ((Literal.Text)item).Value).ToEquatableArray());
    }

    private int? ReadName(JsonElement json, string key, IReadOnlyList<string> names, string pointer)
    {
        pointer = $"{pointer}/{key}";
        _ = json.TryGetProperty(key, out JsonElement written);
        string? found = written.ValueKind == JsonValueKind.String ? written.GetString() : null;
        int index = found is null ? -1 : names.IndexOf(found);
        if (index < 0)
        {
            Report(RuleErrorCode.Syntax, pointer, $"One of {string.Join(", ", names)} belongs here; this is {Describe(written)}.", found is null ? null : NearMiss.Suggest(found, names));
        }

        return index < 0 ? null : index;
    }

    private bool IsObject(JsonElement json, string pointer, string[] keys)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            CheckKeys(json, pointer);
            return true;
        }

        Report(RuleErrorCode.Syntax, pointer, $"An object with \"{string.Join("\" and \"", keys)}\" belongs here; this is {Describe(json)}.");
        return false;
    }

    /// <summary>A key given twice would leave one of its values out unseen.</summary>
    private void CheckKeys(JsonElement json, string pointer)
    {
        HashSet<string> seen = [];
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                Report(RuleErrorCode.Syntax, $"{pointer}/{Escape(property.Name)}", $"The key \"{property.Name}\" is given twice.");
            }
        }
    }

    private bool ReadDisabled(JsonElement json, string pointer) => ReadFlag(json, "disabled", pointer) | ReadFlag(json, "muted", pointer);

    private bool ReadFlag(JsonElement json, string key, string pointer)
    {
        if (!json.TryGetProperty(key, out JsonElement flag) || flag.ValueKind is JsonValueKind.False or JsonValueKind.Null)
        {
            return false;
        }

        if (flag.ValueKind != JsonValueKind.True)
        {
            Report(RuleErrorCode.Syntax, $"{pointer}/{key}", $"true or false belongs here; this is {Describe(flag)}.");
        }

        return flag.ValueKind == JsonValueKind.True;
    }

    private void Report(RuleErrorCode code, string pointer, string message, string? suggestion = null)
    {
        if (_errors.Count < MaxErrors && !_errors.Any(error => error.Pointer == pointer && error.Message == message))
        {
            _errors.Add(new(code, suggestion is null ? message : $"{message} Did you mean \"{suggestion}\"?", pointer) { Suggestion = suggestion });
        }
    }

    private static string Describe(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined => "missing",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => json.GetString() is { Length: <= 60 } text ? $"\"{text}\"" : "a long text",
        _ => json.GetRawText() is { Length: <= 40 } raw ? raw : "a long number",
    };

    private static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
