using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Binding;

/// <summary>
/// A node of a rule that was held against a schema: names resolved, values typed, disabled conditions gone, every negative operator
/// turned into its positive and a flag. Compared by value, so that equal conditions of different rules are found to be one.
/// </summary>
public abstract record BoundNode
{
    private BoundNode()
    {
    }

    /// <summary>Nodes joined. Empty: everyone for and, no one for or.</summary>
    public sealed record Group(Combinator Combinator, bool Negated, EquatableArray<BoundNode> Nodes) : BoundNode;

    /// <summary>A value tested; negated, it is the exact complement, so true where the value is missing.</summary>
    public sealed record Condition(FieldSource Source, ValueTest Test, bool Negated) : BoundNode;

    /// <summary>How many rows match. Within <paramref name="Where"/> there are only groups and conditions on the row's own fields.</summary>
    public sealed record Related(string Object, Quantifier Quantifier, int Threshold, Group Where) : BoundNode;

    /// <summary>
    /// A value computed over the rows that match, tested. <c>count</c> and <c>distinct</c> give a number, all others a value of the field's type.
    /// The mean of money is money, rounded to 4 decimals, half to even. A sum of money beyond 64 bits counts as the largest or smallest money.
    /// </summary>
    public sealed record Aggregate(string Object, AggregateFunction Function, Field? Of, Group Where, ValueTest Test, bool Negated) : BoundNode;

    /// <summary>In at least one of the sources; negated, in none.</summary>
    public sealed record Membership(bool Negated, EquatableArray<MembershipSource> Sources) : BoundNode;
}

/// <summary>Where a condition's value is read.</summary>
/// <param name="Field">The field; a profile of a kind that lacks it has no value in it.</param>
/// <param name="Derived">For a ready-made field, which one.</param>
/// <param name="OfCompany">Whether it is the field of the company that the profile links to with <c>company</c>; without such a company the value is missing.</param>
public sealed record FieldSource(Field Field, DerivedField? Derived = null, bool OfCompany = false);

/// <summary>A segment or list that a condition refers to.</summary>
public abstract record MembershipSource
{
    private MembershipSource()
    {
    }

    /// <summary>A dynamic segment, its rule bound: evaluated with the same data, zone and instant, within its own audience.</summary>
    public sealed record Dynamic(string Id, Audience Audience, BoundNode.Group Root) : MembershipSource;

    /// <summary>A list or static segment, whose members the backend was given under this id.</summary>
    public sealed record Static(string Id) : MembershipSource;
}

/// <summary>A rule over an audience, ready for any backend.</summary>
public sealed class BoundRule
{
    /// <param name="audience">The audience.</param>
    /// <param name="root">The tree.</param>
    /// <param name="pointers">See <see cref="Pointers"/>.</param>
    public BoundRule(Audience audience, BoundNode.Group root, IReadOnlyList<string> pointers) => (Audience, Root, Pointers) = (audience, root, pointers);

    /// <summary>The audience; <c>not</c> is the complement within it.</summary>
    public Audience Audience { get; }

    /// <summary>The tree.</summary>
    public BoundNode.Group Root { get; }

    /// <summary>
    /// The JSON pointer, into the rule as it was written, of each node that profiles are tested with: the root first, each group before its nodes,
    /// nothing from within related conditions and referred segments. Backends report on conditions in this order.
    /// </summary>
    public IReadOnlyList<string> Pointers { get; }
}
