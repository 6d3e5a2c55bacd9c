using Muster.Engine.Columns;
using Muster.Engine.Partitions;
using Muster.Engine.Rows;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine.Derived;

/// <summary>A value that partitions keep for each profile, computed over its rows. One instance a population: it is what kept values are found by.</summary>
/// <param name="type">Datetime, money, or number for whole numbers.</param>
/// <param name="always">Whether every profile has a value: 0 where it has no rows.</param>
/// <param name="stores">The objects whose rows it is computed over.</param>
/// <param name="ownSlot">The slot of the profile's own field that it reads; -1 for none.</param>
internal sealed class Derivation(FieldType type, bool always, ObjectStore[] stores, int ownSlot = -1)
{
    public bool Always => always;

    /// <summary>The slot of the profile's own field that it reads; -1 for none.</summary>
    public int OwnSlot => ownSlot;

    public bool Reads(ObjectStore store) => Array.IndexOf(stores, store) >= 0;

    public DerivedColumn NewColumn() => new(type);
}

/// <summary>Computes a <see cref="Derivation"/>. Made an evaluation, since what it tests rows for depends on the data.</summary>
internal interface IDerivedValues
{
    /// <summary>The value of each profile of a block, and which have one; written whole. Where a value is always there, <paramref name="known"/> is left alone.</summary>
    void Compute(Block block, Span<long> values, Span<ulong> known);
}

/// <summary>Values of a <see cref="Derivation"/>: milliseconds, ten-thousandths, or whole numbers. 8 bytes a profile.</summary>
internal sealed class DerivedColumn(FieldType type) : ScalarColumn<long>
{
    public override Column New() => new DerivedColumn(type);

    protected override long From(FieldValue value) => throw new NotSupportedException("Derived values are computed.");

    protected override FieldValue To(long value) => type switch
    {
        FieldType.DateTime => FieldValue.OfDateTime(value),
        FieldType.Money => FieldValue.OfMoney(value),
        _ => FieldValue.OfNumber(value),
    };
}
