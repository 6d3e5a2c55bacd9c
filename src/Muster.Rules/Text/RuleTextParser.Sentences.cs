using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>This half reads aggregates, and the sentences in which people say what profiles did.</summary>
internal sealed partial class RuleTextParser
{
    private static readonly Dictionary<string, AggregateFunction> Functions = new(StringComparer.Ordinal)
    {
        ["count"] = AggregateFunction.Count,
        ["number"] = AggregateFunction.Count,
        ["sum"] = AggregateFunction.Sum,
        ["total"] = AggregateFunction.Sum,
        ["avg"] = AggregateFunction.Avg,
        ["average"] = AggregateFunction.Avg,
        ["mean"] = AggregateFunction.Avg,
        ["min"] = AggregateFunction.Min,
        ["minimum"] = AggregateFunction.Min,
        ["max"] = AggregateFunction.Max,
        ["maximum"] = AggregateFunction.Max,
        ["distinct"] = AggregateFunction.Distinct,
        ["first"] = AggregateFunction.First,
        ["last"] = AggregateFunction.Last,
    };

    private bool TryAggregate(out Rule? rule)
    {
        rule = null;
        int start = _cursor.Next;
        if (_cursor.PeekWord() is not { } word || !Functions.TryGetValue(word, out AggregateFunction function))
        {
            return false;
        }

        _ = _cursor.TakeWord(word);
        int open = _cursor.Next;
        bool isCall = _cursor.Take('(');
        bool isOf = !isCall && _cursor.TakeWord("of");
        _ = !isCall && _cursor.TakeWord("the");
        int objectStart = _cursor.Next;
        if (TakeObject(isExpected: isCall || isOf) is not { } found)
        {
            _cursor.Position = isCall ? open : isOf ? _cursor.Position : start;
            return isCall || isOf;
        }

        if (!TryAggregatedField(found, function, isCall, isOf, out string? field))
        {
            _cursor.Position = isCall ? open : _cursor.Position;
            return true;
        }

        (int, int) fieldMark = (objectStart, _cursor.Position);
        List<Rule> conditions = found.Adjective is null ? [] : [found.Adjective];
        Rule.Group? inner = isCall ? ReadCallWhere(found.Type, conditions) : ReadWhere(found.Type, conditions);
        if ((isCall && !Close(open)) || inner is not { } where)
        {
            return true;
        }

        FieldType? type = function is AggregateFunction.Count or AggregateFunction.Distinct ? FieldType.Number : found.Type?.Find(field ?? "")?.Type;
        // The canonical form takes any operator; whether it fits the type is for the binder to say.
        if (ReadComparison(isCall ? null : type, looksBack: !isCall) is not { } read)
        {
            return true;
        }

        rule = new Rule.Aggregate(found.Name, function, field, where, read.Operator, read.Value);
        _marks[rule] = new((start, _cursor.Position)) { Field = fieldMark, Operator = read.OperatorMark, Value = read.ValueMark };
        return true;
    }

    /// <summary>Reads the field computed of. <c>first order</c> and <c>last order</c>, without one, are about when it was.</summary>
    private bool TryAggregatedField(ObjectMatch found, AggregateFunction function, bool isCall, bool isOf, out string? field)
    {
        field = null;
        bool isPoint = _cursor.Position < text.Length && text[_cursor.Position] == '.';
        if (isPoint)
        {
            _cursor.Position++;
        }

        FieldScope rows = FieldScope.OfRows(found.Type);
        if (_cursor.Current == '`')
        {
            field = ReadQuoted();
            return field is not null;
        }

        if (rows.Find(_cursor, out _, inPlural: true) is { } match && (isPoint || !isCall) && !(match.Field is null && !isPoint))
        {
            _cursor.Position = match.End;
            field = match.Name;
            return true;
        }

        (int, int) token = NextToken();
        if (isPoint)
        {
            string name = text[token.Item1..token.Item2];
            string? suggestion = NearMiss.Suggest(name, rows.Names);
            Report(RuleErrorCode.UnknownField, $"{found.Type?.Plural ?? found.Name} have no field \"{Clip(name)}\"." + (suggestion is null ? "" : $" Did you mean {suggestion}?"), token, suggestion);
            return false;
        }

        // "Sum of won deals" has one meaning: what they come to. "Total orders" may be how many, and stays an error.
        if (function == AggregateFunction.Sum && isOf && found.Type?.Find("amount") is not null)
        {
            field = "amount";
        }
        else if (function is AggregateFunction.First or AggregateFunction.Last && !isCall)
        {
            field = found.Type?.TimeField ?? "created_at";
        }
        else if (function != AggregateFunction.Count)
        {
            string name = RuleNames.AggregateFunctions[(int)function];
            Report(RuleErrorCode.Syntax, $"\"{name}\" is of a field, such as {name}({found.Name}.{rows.Names.FirstOrDefault(known => known == "amount") ?? "id"}).", token);
            return false;
        }

        return true;
    }

    /// <summary>Within the parentheses of <c>sum(order.amount where …)</c> the rest is the inner rule, and needs none of its own.</summary>
    private Rule.Group? ReadCallWhere(ObjectType? type, List<Rule> conditions)
    {
        if (!_cursor.TakeWord("where"))
        {
            return new(Combinator.And, conditions.ToEquatableArray());
        }

        FieldScope outer = _scope;
        bool outerList = _inList;
        (_scope, _inList) = (FieldScope.OfRows(type), false);
        Rule.Group? inner = ReadGroup(isRoot: true);
        (_scope, _inList) = (outer, outerList);
        return inner is null || conditions.Count == 0 ? inner : new(Combinator.And, [.. conditions, inner]);
    }

    /// <summary>Reads <c>tag "VIP"</c>, <c>any tag (…)</c> and the like, after has.</summary>
    private bool TryTagSentence(int start, out Rule? rule)
    {
        rule = null;
        int before = _cursor.Position;
        (Operator op, bool isMany) = _cursor.TakeAnyWord("any", "all", "no", "none") switch
        {
            "any" => (Operator.HasAny, true),
            "all" => (Operator.HasAll, true),
            null => (Operator.HasAny, false),
            _ => (Operator.HasNone, true),
        };
        _ = _cursor.TakeWord("of");
        _ = _cursor.TakeAnyWord("the", "a");
        if (_cursor.TakeAnyWord("tag", "tags") is null || _scope.Exact(TagWords.Field) is null)
        {
            _cursor.Position = before;
            return false;
        }

        (int, int) head = (start, _cursor.Position);
        int valueStart = _cursor.Next;
        if (ReadSet() is not { } tags)
        {
            return true;
        }

        if (!isMany && tags.Items.Count > 1)
        {
            Report(RuleErrorCode.Syntax, "It is not clear whether any or all of these tags are meant.", head, "tags has any of");
            return true;
        }

        rule = new Rule.Compare(TagWords.Field, op, tags);
        _marks[rule] = new((start, _cursor.Position)) { Field = head, Operator = head, Value = (valueStart, _cursor.Position) };
        return true;
    }

    /// <summary>Reads what a profile did: <c>opened campaign "Spring"</c>, <c>booked appointment</c>, <c>submitted form "Demo"</c>; with <c>never</c> before it, did not.</summary>
    private bool TryDeed(out Rule? rule)
    {
        rule = null;
        int start = _cursor.Next;
        bool isPerfect = _cursor.TakeAnyWord("has", "have") is not null;
        bool isNever = _cursor.TakeWord("never") || (isPerfect && _cursor.TakeWord("not"));
        if (isNever && _cursor.TakeAnyWord("had", "any") is not null && _cursor.TakeAnyWord("deal", "deals") is not null && AtBoundary() && _scope.Exact("had_deals") is not null)
        {
            rule = Mark(new Rule.Compare("had_deals", Operator.Equal, new Literal.Boolean(false)), start);
            return true;
        }

        int verbStart = _cursor.Next;
        string? verb = _cursor.TakeAnyWord("opened", "clicked", "received", "booked", "submitted", "bought");
        (int, int) verbMark = (verbStart, _cursor.Position);
        _ = verb is not null && _cursor.TakeAnyWord("a", "an", "the", "any") is not null;
        (string? word, string name, string field) = verb switch
        {
            "opened" or "clicked" or "received" => ("campaign", "engagement", "campaign"),
            "booked" => ("appointment", "appointment", ""),
            "submitted" => ("form", "submission", "form"),
            "bought" => ("product", "item", "product"),
            _ => ((string?)null, "", ""),
        };
        if (word is null || !(_cursor.TakeWord(word) || _cursor.TakeWord(word + "s")) || schema.Find(name) is not { } type)
        {
            _cursor.Position = start;
            return false;
        }

        List<Rule> conditions = [];
        if (name == "engagement")
        {
            conditions.Add(new Rule.Compare("type", Operator.Equal, new Literal.Text(verb == "received" ? "delivered" : verb!)));
            _marks[conditions[^1]] = new(verbMark);
        }

        bool isNamed = _cursor.AtQuote || (!AtBoundary() && _cursor.PeekWord() is { } next && !Keywords.NotBare.Contains(next));
        if (field.Length > 0 && isNamed)
        {
            int nameStart = _cursor.Next;
            if (ReadValue(inList: _inList) is not { } value)
            {
                return true;
            }

            conditions.Add(new Rule.Compare(field, Operator.Equal, value));
            _marks[conditions[^1]] = new((nameStart, _cursor.Position)) { Value = (nameStart, _cursor.Position) };
        }

        Quantifier quantifier = isNever ? Quantifier.None : Quantifier.Some;
        rule = ReadRows(new(name, type, null), quantifier, 0, start, (start, _cursor.Position), conditions.ToArray());
        return true;
    }
}
