using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>This half reads leaves: which kind it is, conditions on a field, and memberships.</summary>
internal sealed partial class RuleTextParser
{
    private static readonly string[] LeafWords = ["not", "some", "no", "all", "at least", "at most", "exactly", "sum", "count", "in segment", "everyone", "nobody"];

    private Rule? ReadLeaf()
    {
        if (_cursor.Current == '`')
        {
            return ReadName() is { } name ? ReadFieldCondition(name) : null;
        }

        FieldMatch? field = _scope.Find(_cursor, out bool isAmbiguous);
        if (field is { } found && OperatorFollows(found))
        {
            _cursor.Position = found.End;
            return ReadFieldCondition(found);
        }

        if (TryMembership(out Rule? rule) || TryAggregate(out rule) || TryRelated(out rule) || TryDeed(out rule))
        {
            return rule;
        }

        if (field is { } left)
        {
            _cursor.Position = left.End;
            return left.Type == FieldType.Boolean && AtBoundary()
                ? Mark(new Rule.Compare(left.Name, Operator.Equal, new Literal.Boolean(true)), left.Start)
                : ReadFieldCondition(left);
        }

        ReportUnknownField(isAmbiguous);
        return null;
    }

    /// <summary>A name in backticks, taken as it stands.</summary>
    private FieldMatch? ReadName()
    {
        int start = _cursor.Next;
        return ReadQuoted() is { } name ? new(name, _scope.Exact(name), start, _cursor.Position, IsVerbatim: true) : null;
    }

    /// <summary>
    /// Whether the words after a field's name are an operator, and so the name is meant as one. "Had deals in the last 30 days" is about deals,
    /// though "Had deals" is a field that is true or false.
    /// </summary>
    private bool OperatorFollows(FieldMatch field)
    {
        int before = _cursor.Position;
        string first = _cursor.PeekWord()!;
        _cursor.Position = field.End;
        Operator? op = OperatorPhrases.Find(_cursor, out _);
        bool follows = op is not null && (field.Type != FieldType.Boolean || first is not ("has" or "have" or "had") || op.Value.Spec().Shape is ValueShape.None or ValueShape.One);
        if (!follows && op is null && field.Type is FieldType.Date or FieldType.DateTime)
        {
            follows = TryWindowComparison(out _);
        }

        _cursor.Position = before;
        return follows;
    }

    private Rule.Compare? ReadFieldCondition(FieldMatch field)
    {
        if (ReadComparison(field.Type) is not { } read)
        {
            return null;
        }

        (Operator op, Literal value) = (read.Operator, read.Value);
        if (!field.IsVerbatim && field.Name == TagWords.Field && TagWords.Operator(op) is { } meant)
        {
            (op, value) = (meant, value is Literal.List ? value : new Literal.List([value]));
        }

        Rule.Compare rule = new(field.Name, op, value);
        _marks[rule] = new((field.Start, _cursor.Position)) { Field = (field.Start, field.End), Operator = read.OperatorMark, Value = read.ValueMark };
        return rule;
    }

    private void ReportUnknownField(bool isAmbiguous)
    {
        (int Start, int End) token = NextToken();
        if (_cursor.PeekWord() is not { } word)
        {
            string expected = _cursor.AtEnd || _cursor.Current is ')' or ',' ? "A condition belongs here." : "A condition, which begins with a field's name or a word such as \"at least\", belongs here.";
            Report(RuleErrorCode.Syntax, expected, (token.Start, Math.Min(token.End, text.Length)));
            return;
        }

        if (isAmbiguous)
        {
            Report(RuleErrorCode.UnknownField, "Several fields are called so: write the name of the one meant, such as created_at.", token);
            return;
        }

        if (Keywords.Structure.Contains(word))
        {
            Report(RuleErrorCode.Syntax, $"A condition belongs here, before \"{word}\".", token);
            return;
        }

        (string name, (int, int) place) = UnknownWords(token);
        string? suggestion = SuggestField(name);
        Report(RuleErrorCode.UnknownField, $"There is no field \"{name}\" here." + (suggestion is null ? "" : $" Did you mean {suggestion}?"), place, suggestion);
    }

    /// <summary>The words up to the operator, which are meant as a name.</summary>
    private (string Name, (int Start, int End) Place) UnknownWords((int Start, int End) token)
    {
        const int Most = 4;
        int before = _cursor.Position;
        int end = token.End;
        for (int count = 0; count < Most && _cursor.PeekWord() is { } word && !AtBoundary(); count++)
        {
            if (count > 0 && (Keywords.OperatorOpeners.Contains(word) || OperatorPhrases.Find(_cursor, out _) is not null))
            {
                break;
            }

            _ = _cursor.TakeWord(word);
            end = _cursor.Position;
            if (end < text.Length && text[end] == '.')
            {
                _cursor.Position = ++end;
            }
        }

        // Only an operator behind them shows that several words are one name.
        bool isName = OperatorPhrases.Find(_cursor, out _) is not null;
        _cursor.Position = before;
        (int Start, int End) place = isName ? (token.Start, end) : token;
        return (text[place.Start..place.End], place);
    }

    private string? SuggestField(string name)
    {
        return NearMiss.Suggest(name, _scope.Names)
            ?? (_scope.Exact("company." + name) is not null || _scope.Names.Contains("company." + name) ? "company." + name : null)
            ?? NearMiss.Suggest(name, _scope.Words)
            ?? NearMiss.Suggest(name, LeafWords)
            ?? NearMiss.Suggest(name, schema.Objects.Where(type => type.Kind == ObjectKind.Related).SelectMany(type => (string[])[type.Name, type.Plural]));
    }

    private bool AtMembership()
    {
        int before = _cursor.Position;
        bool isMembership = TakeMembershipHead() is not null;
        _cursor.Position = before;
        return isMembership;
    }

    /// <summary>Takes <c>in segment</c>, <c>not in any list</c>, <c>member of segment</c> and the like; null where none is next.</summary>
    private (MembershipKind Kind, bool Negated)? TakeMembershipHead()
    {
        int before = _cursor.Position;
        _ = _cursor.TakeAnyWord("is", "are", "was", "were");
        bool negated = _cursor.TakeWord("not");
        bool isLed = _cursor.TakeWord("in");
        if (!isLed)
        {
            _ = _cursor.TakeWord("a");
            isLed = _cursor.TakeWords("member of");
        }

        if (isLed)
        {
            _ = _cursor.TakeWord("any") && _cursor.TakeWord("of");
            _ = _cursor.TakeWord("the");
            switch (_cursor.TakeAnyWord("segment", "segments", "list", "lists"))
            {
                case "segment" or "segments":
                    return (MembershipKind.Segment, negated);
                case "list" or "lists":
                    return (MembershipKind.List, negated);
                default:
                    break;
            }
        }

        _cursor.Position = before;
        return null;
    }

    private bool TryMembership(out Rule? rule)
    {
        rule = null;
        int start = _cursor.Next;
        if (TakeMembershipHead() is not var (kind, negated))
        {
            return false;
        }

        (int, int) head = (start, _cursor.Position);
        int valueStart = _cursor.Next;
        List<string> names = [];
        bool isList = _cursor.Take('(');
        do
        {
            if (ReadNameOfMembership(isList) is not { } name)
            {
                return true;
            }

            names.Add(name);
        }
        while (isList && _cursor.Take(','));

        if (isList && !Close(valueStart))
        {
            return true;
        }

        rule = new Rule.Membership(kind, negated, names.ToEquatableArray());
        _marks[rule] = new((start, _cursor.Position)) { Field = head, Operator = head, Value = (valueStart, _cursor.Position) };
        return true;
    }

    private string? ReadNameOfMembership(bool isList)
    {
        if (_cursor.AtQuote)
        {
            return ReadQuoted();
        }

        int start = _cursor.Next;
        string name = _cursor.TakeBare(inList: isList);
        if (name.Length > 0 && !Keywords.Structure.Contains(name.ToLowerInvariant()))
        {
            _lastBare = (start, _cursor.Position);
            return IsWellFormed(name, start) ? name : null;
        }

        _cursor.Position = start;
        return Fail<string>("The name of a segment or list belongs here, such as \"VIP\".");
    }
}
