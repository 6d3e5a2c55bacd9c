using System.Collections.Frozen;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>
/// Reads the text form by recursive descent. A method that returns null, or false, has reported why; reading then goes on behind the next
/// <c>and</c>, <c>or</c> or closing parenthesis, so that several errors come at once. This half reads groups.
/// </summary>
internal sealed partial class RuleTextParser(string text, CrmSchema schema, FieldScope profileScope)
{
    private const int MaxErrors = 20;

    /// <summary>Nested calls at most: above any rule within <see cref="RuleLimits.MaxDepth"/>, whose exact depth is checked once it is read.</summary>
    private const int MaxNesting = (RuleLimits.MaxDepth * 2) + 8;

    private readonly TextCursor _cursor = new(text);

    private readonly TextPlaces _places = new(text);

    private readonly Dictionary<Rule, NodeMarks> _marks = new(ReferenceEqualityComparer.Instance);

    private readonly List<RuleError> _errors = [];

    /// <summary>The fields that may be named here: the profile's or, in an inner rule, the row's.</summary>
    private FieldScope _scope = profileScope;

    private int _nesting;

    private int _leaves;

    /// <summary>Whether a comma ends a condition.</summary>
    private bool _inList;

    /// <summary>The rule is too large to be read to its end.</summary>
    private bool _isAborted;

    public ParsedRule Parse()
    {
        Rule.Group? root = null;
        if (_cursor.AtEnd)
        {
            Report(RuleErrorCode.Syntax, "A rule belongs here, such as country = US; for all profiles write everyone.", (_cursor.Position, _cursor.Position));
        }
        else
        {
            root = ReadGroup(isRoot: true);
            while (!_isAborted && !_cursor.AtEnd)
            {
                // Whatever else ends an expression was reported, so this is a parenthesis too many.
                Report(RuleErrorCode.Syntax, "This ) closes nothing.", (_cursor.Next, _cursor.Next + 1));
                _cursor.Position = _cursor.Next + 1;
                if (_cursor.TakeAnyWord("and", "or") is not null)
                {
                    _ = ReadGroup(isRoot: true);
                }
                else
                {
                    SkipToBoundary();
                    _ = _cursor.TakeAnyWord("and", "or");
                }
            }
        }

        if (root is not null && _errors.Count == 0)
        {
            IReadOnlyDictionary<string, TextSpan> spans = _places.ByPointer(root, _marks);
            ParsedRule parsed = new(root, [], spans);
            return RuleSize.Check(root) is { } tooLarge ? new(null, [parsed.Locate(tooLarge)], FrozenDictionary<string, TextSpan>.Empty) : parsed;
        }

        return new(null, [.. _errors.OrderBy(error => error.Span!.Value.Offset)], FrozenDictionary<string, TextSpan>.Empty);
    }

    /// <summary>Reads operands joined by and and or as one group. At the root a group in parentheses, which stands alone, is the group itself.</summary>
    private Rule.Group? ReadGroup(bool isRoot)
    {
        int start = _cursor.Next;
        return ReadExpression(out bool isJoined) switch
        {
            null => null,
            Rule.Group group when isJoined || isRoot => group,
            var rule => Mark(new Rule.Group(Combinator.And, [rule]), start),
        };
    }

    /// <param name="isJoined">Whether there were several operands, which the group returned joins; else the one operand is returned.</param>
    private Rule? ReadExpression(out bool isJoined)
    {
        isJoined = false;
        int start = _cursor.Next;
        List<Rule?> alternatives = [];
        do
        {
            alternatives.Add(ReadConjunction(out bool several));
            isJoined |= several;
        }
        while (!_isAborted && (_cursor.TakeWord("or") || TakePair('|')));

        if (_isAborted || alternatives.Contains(null))
        {
            return null;
        }

        isJoined |= alternatives.Count > 1;
        return alternatives.Count == 1 ? alternatives[0] : Mark(new Rule.Group(Combinator.Or, alternatives.ToEquatableArray()!), start);
    }

    private Rule? ReadConjunction(out bool isJoined)
    {
        int start = _cursor.Next;
        List<Rule?> rules = [];
        do
        {
            Rule? operand = ReadOperand();
            if (!_isAborted && operand is not null && !AtBoundary())
            {
                ReportTrailing();
                operand = null;
            }

            if (!_isAborted && operand is null)
            {
                SkipToBoundary();
            }

            rules.Add(operand);
        }
        while (!_isAborted && (_cursor.TakeWord("and") || TakePair('&')));

        isJoined = rules.Count > 1;
        return _isAborted || rules.Contains(null) ? null : rules.Count == 1 ? rules[0] : Mark(new Rule.Group(Combinator.And, rules.ToEquatableArray()!), start);
    }

    private Rule? ReadOperand()
    {
        int start = _cursor.Next;
        if (++_nesting > MaxNesting)
        {
            return Abort(RuleSize.TooDeep(""), start);
        }

        bool isDisabled = false;
        while (_cursor.TakeWord("disabled"))
        {
            isDisabled = true;
        }

        Rule? rule = AtNegation() ? ReadNegation() : ReadPrimary();
        _nesting--;
        return rule is null || !isDisabled ? rule : Remark(rule, rule with { Disabled = true }, start);
    }

    /// <summary>Whether <c>not</c> is next, and not as part of a condition such as <c>not in segment "A"</c>.</summary>
    private bool AtNegation()
    {
        int before = _cursor.Position;
        bool isNegation = _cursor.TakeWord("not") && !AtMembership();
        _cursor.Position = before;
        return isNegation;
    }

    private Rule.Group? ReadNegation()
    {
        int start = _cursor.Next;
        _ = _cursor.TakeWord("not");
        return ReadOperand() switch
        {
            null => null,
            Rule.Group { Negated: false, Disabled: false } group => (Rule.Group)Remark(group, group with { Negated = true }, start),
            var rule => Mark(new Rule.Group(Combinator.And, [rule], Negated: true), start),
        };
    }

    private Rule? ReadPrimary()
    {
        int start = _cursor.Next;
        if (_cursor.Current == '(')
        {
            return ReadParentheses();
        }

        if (_cursor.TakeWord("everyone"))
        {
            return Mark(new Rule.Group(Combinator.And, []), start);
        }

        if (_cursor.TakeWord("nobody"))
        {
            return Mark(new Rule.Group(Combinator.Or, []), start);
        }

        foreach ((string words, Combinator combinator, bool negated) in new[] { ("all of", Combinator.And, false), ("any of", Combinator.Or, false), ("none of", Combinator.Or, true) })
        {
            if (_cursor.TakeWords(words))
            {
                return ReadAlternatives(combinator, negated, start);
            }
        }

        if (++_leaves > RuleLimits.MaxNodes)
        {
            return Abort(new(RuleErrorCode.TooLarge, $"A rule has at most {RuleLimits.MaxNodes} groups and conditions; this one has more.", ""), start);
        }

        return ReadLeaf();
    }

    private Rule.Group? ReadParentheses()
    {
        int start = _cursor.Next;
        _ = _cursor.Take('(');
        bool outer = _inList;
        _inList = false;
        Rule.Group? group = ReadGroup(isRoot: false);
        _inList = outer;
        return Close(start) && group is not null ? Mark(group, start) : null;
    }

    /// <summary>Reads <c>(a, b)</c> after <c>any of</c>: each part a rule of its own.</summary>
    private Rule.Group? ReadAlternatives(Combinator combinator, bool negated, int start)
    {
        int open = _cursor.Next;
        if (!_cursor.Take('('))
        {
            return Fail<Rule.Group>("A ( belongs here, then conditions with commas between them.");
        }

        bool outer = _inList;
        _inList = true;
        List<Rule?> rules = [];
        do
        {
            rules.Add(ReadExpression(out _));
        }
        while (!_isAborted && _cursor.Take(','));
        _inList = outer;
        return Close(open) && !rules.Contains(null) ? Mark(new Rule.Group(combinator, rules.ToEquatableArray()!, negated), start) : null;
    }

    private bool Close(int open)
    {
        if (_isAborted)
        {
            return false;
        }

        if (_cursor.Take(')'))
        {
            return true;
        }

        TextSpan opened = _places.Span((open, open + 1));
        Report(RuleErrorCode.Syntax, $"A ) is missing for the ( at line {opened.Line}, column {opened.Column}.", (_cursor.Next, Math.Min(_cursor.Next + 1, text.Length)), ")");
        return false;
    }

    private bool AtBoundary() => _cursor.AtEnd || _cursor.Current == ')' || AtPair() || (_inList && _cursor.Current == ',') || _cursor.PeekWord() is "and" or "or";

    private bool TakePair(char symbol)
    {
        int before = _cursor.Position;
        if (_cursor.Take(symbol) && _cursor.Position < text.Length && text[_cursor.Position] == symbol)
        {
            _cursor.Position++;
            return true;
        }

        _cursor.Position = before;
        return false;
    }

    /// <summary>Skips what is left of a condition that was given up: to the next and, or, or ) that is not within parentheses of its own.</summary>
    private void SkipToBoundary()
    {
        int depth = 0;
        bool betweenEnds = false;
        while (!_cursor.AtEnd && (depth > 0 || betweenEnds || !AtBoundary()))
        {
            int at = _cursor.Next;
            if (_cursor.AtQuote || _cursor.Current == '`')
            {
                _ = _cursor.TakeQuoted(out _);
            }
            else if (_cursor.PeekWord() is { } word)
            {
                _ = _cursor.TakeWord(word);
                betweenEnds = word == "between" || (betweenEnds && word is not ("and" or "or"));
            }
            else
            {
                depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
                _cursor.Position = at + 1;
                if (depth < 0)
                {
                    // It closes a group around the condition.
                    _cursor.Position = at;
                    return;
                }
            }
        }
    }

    private bool AtPair() => _cursor.Current is '&' or '|' && _cursor.Next + 1 < text.Length && text[_cursor.Next + 1] == text[_cursor.Next];

    private T Mark<T>(T rule, int start)
        where T : Rule
    {
        _marks[rule] = new((start, _cursor.Position));
        return rule;
    }

    private Rule Remark(Rule before, Rule after, int start)
    {
        _marks[after] = (_marks.Remove(before, out NodeMarks? marks) ? marks : new((start, 0))) with { Whole = (start, _cursor.Position) };
        return after;
    }

    private Rule? Abort(RuleError error, int start)
    {
        _isAborted = true;
        _errors.Add(error with { Span = _places.Span((start, Math.Min(start + 1, text.Length))) });
        return null;
    }

    private void Report(RuleErrorCode code, string message, (int Start, int End) place, string? suggestion = null)
    {
        if (_errors.Count < MaxErrors && !_errors.Any(error => error.Span!.Value.Offset == place.Start))
        {
            _errors.Add(new(code, message, "") { Suggestion = suggestion, Span = _places.Span(place) });
        }
    }

    /// <summary>Reports a syntax error at the next token.</summary>
    private T? Fail<T>(string message, string? suggestion = null)
        where T : class
    {
        Report(RuleErrorCode.Syntax, message, NextToken(), suggestion);
        return null;
    }

    private (int Start, int End) NextToken()
    {
        int start = _cursor.Next;
        int end = start;
        if (!_cursor.WordAt(start, out end))
        {
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('(' or ')' or ','))
            {
                end++;
            }
        }

        return (start, end > start ? end : Math.Min(start + 1, text.Length));
    }
}
