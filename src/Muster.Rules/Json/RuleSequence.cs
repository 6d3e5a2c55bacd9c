using Muster.Rules.Syntax;

namespace Muster.Rules.Json;

/// <summary>The rules of a group as they come, perhaps with combinators between them.</summary>
internal sealed class RuleSequence
{
    /// <summary>Rules joined by or, each of them rules joined by and. A dropped rule leaves its place.</summary>
    private readonly List<List<Rule>> _alternatives = [[]];

    private readonly HashSet<Combinator> _combinators = [];

    private bool _expectsRule = true;

    private bool _isBroken;

    /// <summary>How many items that are no combinators there were.</summary>
    public int Rules { get; private set; }

    /// <summary>Whether there were combinators between rules.</summary>
    public bool IsJoined => _combinators.Count > 0;

    public void Add(Rule? rule)
    {
        _isBroken |= IsJoined && !_expectsRule;
        _expectsRule = false;
        Rules++;
        if (rule is not null)
        {
            _alternatives[^1].Add(rule);
        }
    }

    public void Join(Combinator? combinator)
    {
        // An unreadable combinator was reported already; any will do to read on.
        Combinator known = combinator ?? Combinator.And;
        _isBroken |= _expectsRule || (Rules > 1 && !IsJoined);
        _combinators.Add(known);
        _expectsRule = true;
        if (known == Combinator.Or)
        {
            _alternatives.Add([]);
        }
    }

    /// <summary>The group that they are: and binds tighter than or. Null where rules and combinators do not take turns.</summary>
    public Rule.Group? Fold(Combinator? combinator)
    {
        if (_isBroken || (IsJoined && _expectsRule))
        {
            return null;
        }

        if (_combinators.Count == 0)
        {
            return new(combinator ?? Combinator.And, _alternatives[0].ToEquatableArray());
        }

        if (!_combinators.Contains(Combinator.Or))
        {
            return new(Combinator.And, _alternatives[0].ToEquatableArray());
        }

        return new(Combinator.Or, _alternatives.Where(rules => rules.Count > 0)
            .Select(rules => rules.Count == 1 ? rules[0] : new Rule.Group(Combinator.And, rules.ToEquatableArray())).ToEquatableArray());
    }
}
