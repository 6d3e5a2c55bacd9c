using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>This half reads leaves: which kind it is, conditions on a field, and memberships.</summary>
internal sealed partial class RuleTextParser
{
    private static readonly string[] LeafWords = ["not", "some", "no", "all", "at least", "at most", "exactly", "sum", "count", "in segment", "everyone", "nobody"];

    /// <summary>The last condition that one value is, or is not, a field's, and where it ended.</summary>
    private (Rule.Compare Rule, int End)? _lastEquality;

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

        if (field is { Type: FieldType.Boolean } flag && TryHasFlag(flag, out Rule? rule))
        {
            return rule;
        }

        if (TryMembership(out rule) || TryAggregate(out rule) || TryDeed(out rule) || TryRelated(out rule))
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

    /// <summary>
    /// Reads a field that is true or false and is called as a sentence, such as "Has email", where nothing follows. "Had deals" is one as well, and a
    /// sentence about deals too; which is meant is not clear.
    /// </summary>
    private bool TryHasFlag(FieldMatch flag, out Rule? rule)
    {
        rule = null;
        int before = _cursor.Position;
        bool isSentence = _cursor.TakeAnyWord("has", "have", "had") is not null;
        string? plural = isSentence ? TakeObjectWords()?.Plural : null;
        _cursor.Position = flag.End;
        if (!isSentence || !AtBoundary())
        {
            _cursor.Position = before;
            return false;
        }

        if (plural is null)
        {
            rule = Mark(new Rule.Compare(flag.Name, Operator.Equal, new Literal.Boolean(true)), flag.Start);
            return true;
        }

        Report(RuleErrorCode.Syntax, $"It is not clear whether this is {flag.Name} = true or some {plural}.", (flag.Start, flag.End), $"{flag.Name} = true");
        return true;
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
        int start = _cursor.Next;
        bool isPlain = field.IsVerbatim || field.Name != "birthday" || _cursor.TakeWords("not during") || _cursor.TakeWord("during");
        _cursor.Position = start;
        bool looksBack = !field.IsVerbatim && field.Name is "created_at" or "updated_at" or "last_activity_at";
        if (ReadComparison(field.Type, looksBack) is not { } read)
        {
            return null;
        }

        if (!isPlain && read.Value is Literal.Window { Value: { IgnoringYear: false } window } && IsOfThisYear(window))
        {
            string said = $"during {DateWindowText.Print(window)}";
            Report(RuleErrorCode.InvalidValue, $"As it stands this is about the day of birth, this year's included: write {said} ignoring year for the birthday, or {said} for the birth.", (start, _cursor.Position), $"{said} ignoring year");
            return null;
        }

        (Operator op, Literal value) = (read.Operator, read.Value);
        if (!field.IsVerbatim && TagWords.IsTags(field.Name) && TagWords.Operator(op) is { } meant)
        {
            (op, value) = (meant, value is Literal.List ? value : new Literal.List([value]));
        }

        Rule.Compare rule = new(field.Name, op, value);
        _lastEquality = op is Operator.Equal or Operator.NotEqual ? (rule, _cursor.Position) : null;
        _marks[rule] = new((field.Start, _cursor.Position)) { Field = (field.Start, field.End), Operator = read.OperatorMark, Value = read.ValueMark };
        return rule;
    }

    /// <summary>Whether nobody but the newly born has their birth in it, so that of a birthday hardly that is meant.</summary>
    private static bool IsOfThisYear(DateWindow window) => window
        is DateWindow.Period { Unit: not WindowUnit.Year }
        or DateWindow.Counted { Unit: not WindowUnit.Year, Relation: WindowRelation.Ago or WindowRelation.Last or WindowRelation.In or WindowRelation.Next };

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

        if (TakeObjectWords() is { } type)
        {
            Report(RuleErrorCode.Syntax, $"How many {type.Plural} belongs before them: some, no, at least 2 and the like.", token, "some " + type.Plural);
            return;
        }

        int before = _cursor.Position;
        if (Adjectives.Contains(word) && _cursor.TakeWord(word) && TakeObjectWords() is { } rows && Adjectives.Of(word, rows) is not null)
        {
            Report(RuleErrorCode.Syntax, $"How many {word} {rows.Plural} belongs before them: some, no, at least 2 and the like.", token, $"some {word} {rows.Plural}");
            return;
        }

        _cursor.Position = before;
        if (HintFor(word) is { } hint)
        {
            Report(RuleErrorCode.Syntax, hint, token);
            return;
        }

        if (OtherValue(token) is { } several)
        {
            Report(RuleErrorCode.UnknownField, $"There is no field \"{Clip(text[token.Start..token.End])}\" here. If it is another value, write {several}.", token, several);
            return;
        }

        (string name, (int, int) place) = UnknownWords(token);
        string? suggestion = SuggestField(name);
        Report(RuleErrorCode.UnknownField, $"There is no field \"{name}\" here." + (suggestion is null ? "" : $" Did you mean {suggestion}?"), place, suggestion);
    }

    /// <summary>
    /// What was probably meant where a bare value stands alone behind a condition on one value: <c>country in (US, DE)</c> for <c>country = US or DE</c>.
    /// Null where it does not look so.
    /// </summary>
    private string? OtherValue((int Start, int End) token)
    {
        if (_lastEquality is not { } last || last.Rule.Value is not Literal.Text first || text.AsSpan(last.End, token.Start - last.End).Trim() is not { Length: 2 or 3 } joint
            || !(joint.Equals("or", StringComparison.OrdinalIgnoreCase) || joint.Equals("and", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        int before = _cursor.Position;
        _cursor.Position = token.End;
        bool standsAlone = AtBoundary();
        _cursor.Position = before;
        string op = last.Rule.Operator == Operator.Equal ? "in" : "not in";
        string values = $"({Quoting.Text(first.Value)}, {text[token.Start..token.End]})";
        return standsAlone && values.Length <= LongestShown ? $"{last.Rule.Field} {op} {values}" : null;
    }

    /// <summary>What belongs after a word that begins a condition other than one on a field; null for other words.</summary>
    private static string? HintFor(string word) => word switch
    {
        "at" or "exactly" or "more" or "fewer" or "less" or "over" or "under" or "up" => "A number in digits and what is counted belong here, such as \"at least 2 deals\".",
        "in" or "member" => "\"in segment\" or \"in list\" and a name belong here, such as in segment \"VIP\".",
        "is" or "are" or "was" => "A field belongs before this, such as country is US.",
        "one" or "two" or "three" or "zero" => "A number in digits and what is counted belong here, such as \"at least 2 deals\".",
        "between" => "A field belongs before this; numbers of rows are said as \"at least 2 orders and at most 4 orders\".",
        "never" => "What never happened belongs after this, such as never opened campaign \"Spring\"; of other things write no, such as no orders.",
        "with" => "Write has, such as has email, or some orders.",
        "bought" => "A product belongs after this, such as bought product \"Starter\"; for anything at all write some orders.",
        "booked" => "\"appointment\" belongs after this.",
        "submitted" => "A form belongs after this, such as submitted form \"Demo\".",
        "opened" or "clicked" or "received" => "A campaign belongs after this, such as opened campaign \"Spring\".",
        "sum" or "total" or "avg" or "average" or "mean" or "min" or "minimum" or "max" or "maximum" or "distinct" or "count" or "number" or "first" or "last"
            => "What it is computed of belongs after this, such as sum(order.amount) > 1000.",
        _ => null,
    };

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
        return (Clip(text[place.Start..place.End]), place);
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
                _cursor.Position = isList ? valueStart : _cursor.Position;
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
