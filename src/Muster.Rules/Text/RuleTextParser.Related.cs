using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>This half reads conditions on related rows: how many, of what object, and which.</summary>
internal sealed partial class RuleTextParser
{
    private bool TryRelated(out Rule? rule)
    {
        rule = null;
        int start = _cursor.Next;
        bool has = _cursor.TakeAnyWord("has", "have", "had") is not null;
        if (has && TryTagSentence(start, out rule))
        {
            return true;
        }

        bool isCounted = TryQuantifier(out Quantifier quantifier, out int threshold);
        if (!isCounted && _cursor.TakeCount(out int count))
        {
            bool isMore = _cursor.TakeWords("or more");
            bool isLess = !isMore && (_cursor.TakeWords("or fewer") || _cursor.TakeWords("or less"));
            (int, int) counted = (start, _cursor.Position);
            if (TakeObject(isExpected: isMore || isLess) is not { } rows)
            {
                _cursor.Position = isMore || isLess ? _cursor.Position : start;
                return isMore || isLess;
            }

            if (isMore || isLess)
            {
                rule = ReadRows(rows, isMore ? Quantifier.AtLeast : Quantifier.AtMost, count, start, counted);
                return true;
            }

            Report(RuleErrorCode.Syntax, $"It is not clear whether this is at least or exactly {count}.", (start, _cursor.Position), $"at least {count}");
            _ = _cursor.TakeWords("or more") || _cursor.TakeWords("or fewer") || _cursor.TakeWords("or less");
            return true;
        }

        if (!isCounted && !has)
        {
            _cursor.Position = start;
            return false;
        }

        (int, int) head = (start, _cursor.Position);
        bool isWithout = quantifier == Quantifier.None && text.AsSpan(start).StartsWith("without", StringComparison.OrdinalIgnoreCase);
        if (TakeObject(isExpected: true) is { } found)
        {
            if (isWithout && found is { Name: "deal", Adjective: null } && AtBoundary() && _scope.Exact("had_deals") is not null)
            {
                Report(RuleErrorCode.Syntax, "It is not clear whether deals that were deleted count: write had_deals = false (never any) or no deals (none now).", (start, _cursor.Position), "had_deals = false");
                return true;
            }

            rule = ReadRows(found, quantifier, threshold, start, head);
        }

        return true;
    }

    /// <summary>Takes how many; <c>has deals</c>, with no word for it, is some.</summary>
    private bool TryQuantifier(out Quantifier quantifier, out int threshold)
    {
        quantifier = Quantifier.Some;
        threshold = 0;
        int before = _cursor.Position;
        foreach ((string words, Quantifier counted, int more) in new[]
        {
            ("at least", Quantifier.AtLeast, 0), ("no less than", Quantifier.AtLeast, 0), ("no fewer than", Quantifier.AtLeast, 0), ("more than", Quantifier.AtLeast, 1),
            ("over", Quantifier.AtLeast, 1), ("at most", Quantifier.AtMost, 0), ("no more than", Quantifier.AtMost, 0), ("up to", Quantifier.AtMost, 0),
            ("fewer than", Quantifier.AtMost, -1), ("less than", Quantifier.AtMost, -1), ("under", Quantifier.AtMost, -1), ("exactly", Quantifier.Exactly, 0),
        })
        {
            if (!_cursor.TakeWords(words))
            {
                continue;
            }

            if (_cursor.TakeCount(out int count) && count + (long)more is >= 0 and <= int.MaxValue)
            {
                (quantifier, threshold) = (counted, count + more);
                return true;
            }

            _cursor.Position = before;
            return false;
        }

        if (_cursor.TakeAnyWord("some", "a", "an") is not null)
        {
            return true;
        }

        if (_cursor.TakeAnyWord("no", "without") is not null)
        {
            _ = _cursor.TakeWord("any");
            quantifier = Quantifier.None;
            return true;
        }

        if (_cursor.TakeAnyWord("all", "every", "each") is not null)
        {
            _ = _cursor.TakeWord("the");
            quantifier = Quantifier.All;
            return true;
        }

        return _cursor.TakeWord("any");
    }

    /// <summary>Reads which rows are meant, after their object: <c>of 50 or more</c>, <c>in the last 60 days</c>, <c>where (…)</c>.</summary>
    private Rule.Related? ReadRows(ObjectMatch found, Quantifier quantifier, int threshold, int start, (int, int) head, params ReadOnlySpan<Rule> known)
    {
        int objectEnd = _cursor.Position;
        List<Rule> conditions = found.Adjective is null ? [.. known] : [found.Adjective, .. known];
        while (true)
        {
            if (TryAmount(found.Type, out Rule? amount))
            {
                if (amount is null)
                {
                    return null;
                }

                conditions.Add(amount);
            }
            else if (TryTime(found, out Rule? time))
            {
                if (time is null)
                {
                    return null;
                }

                conditions.Add(time);
            }
            else
            {
                break;
            }
        }

        if (ReadWhere(found.Type, conditions) is not { } where)
        {
            return null;
        }

        Rule.Related rule = new(found.Name, quantifier, threshold, where);
        _marks[rule] = new((start, _cursor.Position)) { Field = (start, objectEnd), Operator = head };
        return rule;
    }

    /// <summary>Reads <c>where</c> and one group or condition, if it is there, and joins it with the conditions that were said otherwise.</summary>
    private Rule.Group? ReadWhere(ObjectType? type, List<Rule> conditions)
    {
        int start = _cursor.Next;
        if (!_cursor.TakeWord("where"))
        {
            return new(Combinator.And, conditions.ToEquatableArray());
        }

        FieldScope outer = _scope;
        _scope = FieldScope.OfRows(type);
        Rule? inner = ReadOperand();
        _scope = outer;
        return inner switch
        {
            null => null,
            not Rule.Group when RowsMayGoOn(type) => null,
            Rule.Group group when conditions.Count == 0 => group,
            Rule.Group { Combinator: Combinator.And, Negated: false, Disabled: false } group => Mark(new Rule.Group(Combinator.And, [.. conditions, .. group.Rules]), start),
            _ => Mark(new Rule.Group(Combinator.And, [.. conditions, inner]), start),
        };
    }

    /// <summary>
    /// Whether a bare condition behind where is followed by another on a field that both the row and the profile have: that would be read as the
    /// profile's, and may be meant as the row's. It is reported.
    /// </summary>
    private bool RowsMayGoOn(ObjectType? type)
    {
        int before = _cursor.Position;
        bool isUnclear = false;
        if (_cursor.TakeAnyWord("and", "or") is not null)
        {
            while (_cursor.TakeWord("not"))
            {
            }

            (int, int) field = NextToken();
            FieldMatch? ofRow = _cursor.Current == '`' ? null : FieldScope.OfRows(type).Find(_cursor, out _);
            FieldMatch? own = _scope.Find(_cursor, out _);
            isUnclear = ofRow is { Field: not null } row && OperatorFollows(own ?? row);
            if (isUnclear)
            {
                string whose = own is null ? $"This is a field of the {type!.Plural}" : "It is not clear whose field this is";
                Report(RuleErrorCode.Syntax, $"{whose}: put the conditions on the {type!.Plural} in parentheses, where (… and …).", field);
            }
        }

        _cursor.Position = before;
        return isUnclear;
    }

    /// <summary>Reads <c>of 50 or more</c>, <c>above 200</c>, <c>of exactly 0</c>: a condition on the row's amount.</summary>
    private bool TryAmount(ObjectType? type, out Rule? condition)
    {
        condition = null;
        int before = _cursor.Position;
        int start = _cursor.Next;
        bool isOf = _cursor.TakeAnyWord("of", "worth") is not null;
        Operator? op = OperatorPhrases.Find(_cursor, out int end);
        bool isComparison = op is Operator.Less or Operator.LessOrEqual or Operator.Greater or Operator.GreaterOrEqual or Operator.Between || (isOf && op is Operator.Equal);
        if (!isOf && (!isComparison || type?.Find("amount") is null || AtTime()))
        {
            _cursor.Position = before;
            return false;
        }

        if (type?.Find("amount") is null)
        {
            Report(RuleErrorCode.UnknownField, $"{type?.Plural ?? "These"} have no amount.", (start, _cursor.Position));
            return true;
        }

        (int, int) operatorMark = (start, end);
        _cursor.Position = isComparison ? end : _cursor.Position;
        int valueStart = _cursor.Next;
        if (!isComparison && _cursor.AtQuote && ReadQuoted() is { } said)
        {
            string meant = type.Find("product") is null ? "" : $"where (product = {Clip(Quoting.Quoted(said))})";
            Report(RuleErrorCode.InvalidValue, "An amount belongs after \"of\"; what the text is of goes behind where" + (meant.Length == 0 ? "." : $", such as {meant}."), (valueStart, _cursor.Position), meant.Length == 0 ? null : meant);
            return true;
        }

        Literal? value = op == Operator.Between && isComparison ? ReadPair() : ReadValue(inList: false);
        if (value is null)
        {
            return true;
        }

        (int, int) valueMark = (valueStart, _cursor.Position);
        if (!isComparison)
        {
            op = _cursor.TakeWords("or more") || _cursor.TakeWords("or above") || _cursor.TakeWords("or over") ? Operator.GreaterOrEqual
                : _cursor.TakeWords("or less") || _cursor.TakeWords("or below") || _cursor.TakeWords("or under") ? Operator.LessOrEqual
                : null;
        }

        if (op is not { } known)
        {
            Report(RuleErrorCode.Syntax, "It is not clear whether this is exactly, at least or at most.", valueMark, "exactly " + text[valueMark.Item1..valueMark.Item2]);
            return true;
        }

        condition = new Rule.Compare("amount", known, value);
        _marks[condition] = new((start, _cursor.Position)) { Field = (start, _cursor.Position), Operator = operatorMark, Value = valueMark };
        return true;
    }

    /// <summary>Whether a window such as <c>over 30 days ago</c> is next, which begins as an amount may.</summary>
    private bool AtTime()
    {
        int before = _cursor.Position;
        bool isTime = TakeWindow(out _, out _) is not null;
        _cursor.Position = before;
        return isTime;
    }

    /// <summary>
    /// Reads when the row was: <c>in the last 60 days</c>, <c>last month</c>, <c>before 2026-01-01</c>. <c>in 60 days</c> looks back, as rows have
    /// happened; not so for appointments, which may be to come.
    /// </summary>
    private bool TryTime(ObjectMatch found, out Rule? condition)
    {
        condition = null;
        int start = _cursor.Next;
        string? lead = _cursor.TakeAnyWord("in", "within", "during", "on");
        int from = _cursor.Next;
        DateWindow? window = TakeWindow(out int errorAt, out string? error);
        if (window is null && lead is "in" or "within" && char.IsAsciiDigit(_cursor.Current) && TakeCountAs("last ", from, out window) && found.Name == "appointment")
        {
            Report(RuleErrorCode.InvalidValue, "It is not clear whether this looks back or ahead: write \"in the last\" or \"in the next\".", (start, _cursor.Position));
            return true;
        }

        window ??= lead is "in" or "during" ? TakeYear() : null;
        if (window is null)
        {
            if (lead is not null)
            {
                _cursor.Position = Math.Max(from, errorAt);
                Report(RuleErrorCode.InvalidValue, error ?? "A date window belongs here, such as \"last 30 days\".", NextToken());
            }

            return lead is not null;
        }

        condition = new Rule.Compare(found.Type?.TimeField ?? "created_at", Operator.During, new Literal.Window(window));
        _marks[condition] = new((start, _cursor.Position)) { Field = (start, _cursor.Position), Value = (from, _cursor.Position) };
        return true;
    }
}
