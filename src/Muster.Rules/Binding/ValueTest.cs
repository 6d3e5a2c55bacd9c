using Muster.Rules.Dates;
using Muster.Rules.Syntax;

namespace Muster.Rules.Binding;

/// <summary>A positive test of one value, typed and ready for a backend. A missing value passes <see cref="Missing"/> alone. Compared by value.</summary>
public abstract record ValueTest
{
    private ValueTest()
    {
    }

    /// <summary>There is no value.</summary>
    public sealed record Missing : ValueTest;

    /// <summary>Text that is one of these.</summary>
    /// <param name="Folded">Folded texts, distinct, not empty.</param>
    public sealed record TextIn(EquatableArray<string> Folded) : ValueTest;

    /// <summary>Text that has this somewhere, at its beginning or at its end.</summary>
    /// <param name="Part">Where.</param>
    /// <param name="Folded">Folded text, not empty.</param>
    public sealed record TextHas(TextPart Part, string Folded) : ValueTest;

    /// <summary>A link to one of these, compared exactly.</summary>
    public sealed record LinkIn(EquatableArray<string> Ids) : ValueTest;

    /// <summary>A number within one of these ranges.</summary>
    public sealed record NumberIn(EquatableArray<NumberRange> Ranges) : ValueTest;

    /// <summary>Money within one of these ranges; no range, no match.</summary>
    public sealed record MoneyIn(EquatableArray<MoneyRange> Ranges) : ValueTest;

    /// <summary>This boolean.</summary>
    public sealed record BooleanIs(bool Value) : ValueTest;

    /// <summary>A day, or an instant, within a window. Only a <c>datetime</c> is tested with hours or minutes.</summary>
    public sealed record Within(DateWindow Window) : ValueTest;

    /// <summary>An instant within a range, ends included, in milliseconds since 1970; <see cref="long.MinValue"/> and <see cref="long.MaxValue"/> for no bound.</summary>
    public sealed record InstantIn(long From, long To) : ValueTest;

    /// <summary>At least one of these tags.</summary>
    /// <param name="Folded">Folded tags, distinct, at least one.</param>
    public sealed record TagsAny(EquatableArray<string> Folded) : ValueTest;

    /// <summary>All of these tags.</summary>
    /// <param name="Folded">Folded tags, distinct, at least one.</param>
    public sealed record TagsAll(EquatableArray<string> Folded) : ValueTest;
}

/// <summary>Where in a text another is looked for.</summary>
public enum TextPart
{
    /// <summary>Anywhere.</summary>
    Anywhere,

    /// <summary>At its beginning.</summary>
    Beginning,

    /// <summary>At its end.</summary>
    End,
}

/// <summary>A range of numbers; infinities for no bound.</summary>
public readonly record struct NumberRange(double From, bool FromIncluded, double To, bool ToIncluded)
{
    /// <summary>Whether a finite number is within.</summary>
    public bool Holds(double value) => (FromIncluded ? value >= From : value > From) && (ToIncluded ? value <= To : value < To);
}

/// <summary>A range of money in ten-thousandths, ends included; <see cref="long.MinValue"/> and <see cref="long.MaxValue"/> for no bound.</summary>
public readonly record struct MoneyRange(long From, long To)
{
    /// <summary>Whether an amount is within.</summary>
    public bool Holds(long units) => units >= From && units <= To;
}
