using System.Numerics;
using System.Runtime.CompilerServices;
using Muster.Engine.Kernels;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine.Columns;

/// <summary>Values of fixed width, one after the other.</summary>
internal abstract class ScalarColumn<T> : Column
    where T : unmanaged, IComparisonOperators<T, T, bool>, IComparable<T>
{
    private T[] _values = [];

    public override long Bytes => base.Bytes + (_values.Length * (long)Unsafe.SizeOf<T>());

    /// <summary>The values; where there is none, whatever was there. As many rows as there is room for.</summary>
    public ReadOnlySpan<T> Values => _values;

    public void Put(int row, T value)
    {
        Reserve(row + 1);
        _values[row] = value;
        Mark(row);
    }

    public override bool HasKeys => true;

    public override long KeyOf(int row)
    {
        T value = _values[row];
        return Unsafe.SizeOf<T>() == sizeof(long) ? Unsafe.BitCast<T, long>(value) : Unsafe.BitCast<T, int>(value);
    }

    public override int Compare(int row, Column other, int otherRow) => _values[row].CompareTo(((ScalarColumn<T>)other)._values[otherRow]);

    protected override void Grow(int capacity) => Array.Resize(ref _values, capacity);

    protected override void Write(int row, FieldValue value) => _values[row] = From(value);

    protected override void Erase(int row)
    {
    }

    protected override FieldValue Read(int row) => To(_values[row]);

    protected override void Copy(Column source, ReadOnlySpan<int> rows, int at)
    {
        T[] values = ((ScalarColumn<T>)source)._values;
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] < values.Length)
            {
                _values[at + i] = values[rows[i]];
            }
        }
    }

    protected override void TestValues(ColumnTest test, int count, Span<ulong> words)
    {
        if (test is not ScalarTest<T> scalar)
        {
            throw Unfit(test, this);
        }

        scalar.Run(_values.AsSpan(0, count), words);
    }

    protected abstract T From(FieldValue value);

    protected abstract FieldValue To(T value);
}

internal sealed class NumberColumn : ScalarColumn<double>
{
    public override Column New() => new NumberColumn();

    protected override double From(FieldValue value) => value.AsNumber();

    protected override FieldValue To(double value) => FieldValue.OfNumber(value);
}

internal sealed class MoneyColumn : ScalarColumn<long>
{
    public override Column New() => new MoneyColumn();

    protected override long From(FieldValue value) => value.AsMoney();

    protected override FieldValue To(long value) => FieldValue.OfMoney(value);
}

internal sealed class InstantColumn : ScalarColumn<long>
{
    public override Column New() => new InstantColumn();

    protected override long From(FieldValue value) => value.AsDateTime();

    protected override FieldValue To(long value) => FieldValue.OfDateTime(value);
}

internal sealed class DayColumn : ScalarColumn<int>
{
    public override Column New() => new DayColumn();

    protected override int From(FieldValue value) => value.AsDate();

    protected override FieldValue To(int value) => FieldValue.OfDate(value);
}

/// <summary>Links to profiles, as their ordinals.</summary>
internal sealed class LinkColumn(ProfileKind kind, IProfileDirectory directory) : ScalarColumn<int>
{
    public override Column New() => new LinkColumn(kind, directory);

    public override int Compare(int row, Column other, int otherRow) =>
        Values[row] == ((LinkColumn)other).Values[otherRow] ? 0 : TextOrder.Compare(Read(row).AsText(), ((LinkColumn)other).Read(otherRow).AsText());

    protected override int From(FieldValue value) => directory.OrdinalOf(kind, value.AsText());

    protected override FieldValue To(int value) => FieldValue.OfLink(directory.IdOf(value));
}

/// <summary>Knows profiles by ordinal.</summary>
internal interface IProfileDirectory
{
    /// <summary>A profile's ordinal; one that is not known yet is given one.</summary>
    int OrdinalOf(ProfileKind kind, string id);

    /// <summary>The id of the profile of that ordinal.</summary>
    string IdOf(int ordinal);
}

/// <summary>Booleans, as a bitmap.</summary>
internal sealed class BooleanColumn : Column
{
    private ulong[] _values = [];

    public override long Bytes => base.Bytes + (_values.Length * sizeof(ulong));

    public override Column New() => new BooleanColumn();

    public override int Compare(int row, Column other, int otherRow) =>
        Bits.Get(_values, row).CompareTo(Bits.Get(((BooleanColumn)other)._values, otherRow));

    public override bool HasKeys => true;

    public override long KeyOf(int row) => Bits.Get(_values, row) ? 1 : 0;

    public bool IsTrue(int row) => Has(row) && Bits.Get(_values, row);

    protected override void Grow(int capacity) => Array.Resize(ref _values, Bits.Words(capacity));

    protected override void Write(int row, FieldValue value)
    {
        if (value.AsBoolean())
        {
            Bits.Set(_values, row);
        }
        else
        {
            Bits.Clear(_values, row);
        }
    }

    protected override void Erase(int row) => Bits.Clear(_values, row);

    protected override FieldValue Read(int row) => FieldValue.OfBoolean(Bits.Get(_values, row));

    protected override void Copy(Column source, ReadOnlySpan<int> rows, int at)
    {
        BooleanColumn booleans = (BooleanColumn)source;
        for (int i = 0; i < rows.Length; i++)
        {
            if (booleans.IsTrue(rows[i]))
            {
                Bits.Set(_values, at + i);
            }
        }
    }

    protected override void TestValues(ColumnTest test, int count, Span<ulong> words)
    {
        if (test is not BooleanTest { Value: var value })
        {
            throw Unfit(test, this);
        }

        for (int word = 0; word < words.Length; word++)
        {
            words[word] = value ? _values[word] : ~_values[word];
        }
    }
}
