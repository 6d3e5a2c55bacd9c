using Muster.Rules.Dates;

namespace Muster.Rules.Syntax;

/// <summary>A value as it was written, before its field's type is known. Compared by value.</summary>
/// <remarks>
/// Which shape goes with which operator is fixed by <see cref="OperatorSpec.Shape"/>, and both readers see to it: a set for <c>in</c>,
/// a pair for <c>between</c>, a window for <c>during</c>, nothing for <c>null</c>, one value for all others.
/// </remarks>
public abstract record Literal
{
    private Literal()
    {
    }

    /// <summary>No value: for <c>null</c> and <c>notNull</c>.</summary>
    public sealed record None : Literal
    {
        /// <summary>The one instance.</summary>
        public static None Instance { get; } = new();
    }

    /// <summary>Text, a day or an instant; which of them, the field's type decides.</summary>
    public sealed record Text(string Value) : Literal;

    /// <summary>A number, up to 28 digits.</summary>
    public sealed record Number(decimal Value) : Literal;

    /// <summary>True or false.</summary>
    public sealed record Boolean(bool Value) : Literal;

    /// <summary>Several values, each <see cref="Text"/>, <see cref="Number"/> or <see cref="Boolean"/>: a set, or the two ends of a range.</summary>
    public sealed record List(EquatableArray<Literal> Items) : Literal;

    /// <summary>A date window.</summary>
    public sealed record Window(DateWindow Value) : Literal;
}
