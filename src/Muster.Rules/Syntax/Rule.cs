namespace Muster.Rules.Syntax;

/// <summary>How a group joins its rules.</summary>
public enum Combinator
{
    /// <summary>All of them; an empty group holds everyone.</summary>
    And,

    /// <summary>Any of them; an empty group holds no one.</summary>
    Or,
}

/// <summary>How many related rows have to match.</summary>
public enum Quantifier
{
    /// <summary>At least one.</summary>
    Some,

    /// <summary>Not one.</summary>
    None,

    /// <summary>There is at least one row, and none fails.</summary>
    All,

    /// <summary>At least <c>n</c>.</summary>
    AtLeast,

    /// <summary>At most <c>n</c>.</summary>
    AtMost,

    /// <summary>Exactly <c>n</c>.</summary>
    Exactly,
}

/// <summary>What is computed over related rows.</summary>
public enum AggregateFunction
{
    /// <summary>How many rows match; with a field, how many of those have a value in it. 0 over no rows.</summary>
    Count,

    /// <summary>The sum of a number or money field over the rows that have a value. 0 over no rows.</summary>
    Sum,

    /// <summary>The mean of a number or money field over the rows that have a value. Missing over none.</summary>
    Avg,

    /// <summary>The smallest value. Missing over none.</summary>
    Min,

    /// <summary>The largest value. Missing over none.</summary>
    Max,

    /// <summary>How many different values there are. 0 over no rows.</summary>
    Distinct,

    /// <summary>The value of the earliest row, by the object's time field, that has both; of equal instants, the smallest value. Missing where there is no such row.</summary>
    First,

    /// <summary>The value of the latest row, by the object's time field, that has both; of equal instants, the largest value. Missing where there is no such row.</summary>
    Last,
}

/// <summary>What a membership condition refers to.</summary>
public enum MembershipKind
{
    /// <summary>Segments.</summary>
    Segment,

    /// <summary>Lists.</summary>
    List,
}

/// <summary>
/// A rule as it was written: names and values are not yet held against a schema (see <c>RuleBinder</c>).
/// Immutable, compared by value. A whole rule is a <see cref="Group"/>.
/// </summary>
public abstract record Rule
{
    private Rule()
    {
    }

    /// <summary>Left out of evaluation, and kept: a condition that was switched off in a builder.</summary>
    public bool Disabled { get; init; }

    /// <summary>Rules joined by and or or, optionally negated.</summary>
    /// <param name="Combinator">How they are joined.</param>
    /// <param name="Rules">The rules; may be empty.</param>
    /// <param name="Negated">The complement of the group within the audience, or within the related rows.</param>
    public sealed record Group(Combinator Combinator, EquatableArray<Rule> Rules, bool Negated = false) : Rule
    {
        /// <summary>The empty rule: everyone.</summary>
        public static Group Everyone { get; } = new(Combinator.And, []);
    }

    /// <summary>A field of the profile, of its company (<c>company.industry</c>), or, within a related rule, of the row, compared with a value.</summary>
    /// <param name="Field">The field's name, as written.</param>
    /// <param name="Operator">What compares: see <see cref="Operators"/>.</param>
    /// <param name="Value">What it is compared with.</param>
    public sealed record Compare(string Field, Operator Operator, Literal Value) : Rule;

    /// <summary>How many rows of a related object match an inner rule.</summary>
    /// <param name="Object">The object's name, singular.</param>
    /// <param name="Quantifier">How many.</param>
    /// <param name="Threshold">For <see cref="Quantifier.AtLeast"/>, <see cref="Quantifier.AtMost"/> and <see cref="Quantifier.Exactly"/>, the number; else 0.</param>
    /// <param name="Where">Tested on one row at a time; empty: any row.</param>
    public sealed record Related(string Object, Quantifier Quantifier, int Threshold, Group Where) : Rule;

    /// <summary>A value computed over the related rows that match an inner rule, compared with a value.</summary>
    /// <param name="Object">The object's name, singular.</param>
    /// <param name="Function">What is computed.</param>
    /// <param name="Of">The field it is computed of; null for <see cref="AggregateFunction.Count"/> of rows.</param>
    /// <param name="Where">Tested on one row at a time; empty: any row.</param>
    /// <param name="Operator">What compares.</param>
    /// <param name="Value">What it is compared with.</param>
    public sealed record Aggregate(string Object, AggregateFunction Function, string? Of, Group Where, Operator Operator, Literal Value) : Rule;

    /// <summary>In any of the named segments or lists, or in none of them.</summary>
    /// <param name="Kind">Segments or lists.</param>
    /// <param name="Negated">True for "not in".</param>
    /// <param name="Names">Names or ids, at least one.</param>
    public sealed record Membership(MembershipKind Kind, bool Negated, EquatableArray<string> Names) : Rule;
}
