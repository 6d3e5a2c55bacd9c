using System.Buffers;
using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Engine.Rows;
using Muster.Rules.Binding;
using Muster.Rules.Data;

namespace Muster.Engine.Plans;

/// <summary>One aggregate for each profile of a block, in the making. Rows may come in any order.</summary>
internal abstract class Aggregation : IDisposable
{
    /// <summary>Takes in rows that match and have a value.</summary>
    public abstract void Add(RowGroup group, Column? column, ReadOnlySpan<ulong> rows);

    /// <summary>Called when all rows are in.</summary>
    public virtual void Complete()
    {
    }

    /// <summary>Whether a profile's value passes the test.</summary>
    public abstract bool Holds(int owner);

    /// <summary>A profile's value, or missing.</summary>
    public abstract FieldValue ValueOf(int owner);

    public abstract void Dispose();

    protected static T[] Rent<T>(int length)
    {
        T[] array = ArrayPool<T>.Shared.Rent(length);
        array.AsSpan(0, length).Clear();
        return array;
    }

    protected static bool Holds(ValueTest test, double number)
    {
        if (test is ValueTest.NumberIn(var ranges))
        {
            foreach (NumberRange range in ranges.AsSpan())
            {
                if (range.Holds(number))
                {
                    return true;
                }
            }
        }

        return false;
    }

    protected static bool Holds(ValueTest test, long money)
    {
        if (test is ValueTest.MoneyIn(var ranges))
        {
            foreach (MoneyRange range in ranges.AsSpan())
            {
                if (range.Holds(money))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <summary>How many rows.</summary>
internal sealed class CountAggregation(int profiles, ValueTest test) : Aggregation
{
    private readonly int[] _counts = Rent<int>(profiles);

    public override void Add(RowGroup group, Column? column, ReadOnlySpan<ulong> rows)
    {
        ReadOnlySpan<ushort> owners = group.Owners;
        foreach (int row in Bits.Of(rows))
        {
            _counts[owners[row]]++;
        }
    }

    public override bool Holds(int owner) => Holds(test, (double)_counts[owner]);

    public override FieldValue ValueOf(int owner) => FieldValue.OfNumber(_counts[owner]);

    public override void Dispose() => ArrayPool<int>.Shared.Return(_counts);
}

/// <summary>Sum or mean of numbers. What rounding loses is carried along (Neumaier), so that the order of rows hardly matters; never beyond finite.</summary>
internal sealed class NumberAggregation(int profiles, bool mean, ValueTest test) : Aggregation
{
    private readonly double[] _sums = Rent<double>(profiles);
    private readonly double[] _lost = Rent<double>(profiles);
    private readonly int[] _counts = Rent<int>(profiles);

    public override void Add(RowGroup group, Column? column, ReadOnlySpan<ulong> rows)
    {
        ReadOnlySpan<ushort> owners = group.Owners;
        ReadOnlySpan<double> values = ((NumberColumn)column!).Values;
        foreach (int row in Bits.Of(rows))
        {
            int owner = owners[row];
            double value = values[row];
            double sum = _sums[owner];
            double total = Math.Clamp(sum + value, double.MinValue, double.MaxValue);
            _lost[owner] += Math.Abs(sum) >= Math.Abs(value) ? sum - total + value : value - total + sum;
            _sums[owner] = total;
            _counts[owner]++;
        }
    }

    public override bool Holds(int owner) => mean && _counts[owner] == 0 ? test is ValueTest.Missing : Holds(test, Result(owner));

    public override FieldValue ValueOf(int owner) => mean && _counts[owner] == 0 ? default : FieldValue.OfNumber(Result(owner));

    public override void Dispose()
    {
        ArrayPool<double>.Shared.Return(_sums);
        ArrayPool<double>.Shared.Return(_lost);
        ArrayPool<int>.Shared.Return(_counts);
    }

    private double Result(int owner)
    {
        double sum = Math.Clamp(_sums[owner] + _lost[owner], double.MinValue, double.MaxValue);
        return mean ? sum / _counts[owner] : sum;
    }
}

/// <summary>Sum or mean of money, exact; the sum ends at the largest and smallest money, the mean is rounded half to even.</summary>
internal sealed class MoneyAggregation(int profiles, bool mean, ValueTest test) : Aggregation
{
    private readonly Int128[] _sums = Rent<Int128>(profiles);
    private readonly int[] _counts = Rent<int>(profiles);

    public override void Add(RowGroup group, Column? column, ReadOnlySpan<ulong> rows)
    {
        ReadOnlySpan<ushort> owners = group.Owners;
        ReadOnlySpan<long> values = ((MoneyColumn)column!).Values;
        foreach (int row in Bits.Of(rows))
        {
            _sums[owners[row]] += values[row];
            _counts[owners[row]]++;
        }
    }

    public override bool Holds(int owner) => mean && _counts[owner] == 0 ? test is ValueTest.Missing : Holds(test, Result(owner));

    public override FieldValue ValueOf(int owner) => mean && _counts[owner] == 0 ? default : FieldValue.OfMoney(Result(owner));

    public override void Dispose()
    {
        ArrayPool<Int128>.Shared.Return(_sums);
        ArrayPool<int>.Shared.Return(_counts);
    }

    private long Result(int owner) => mean ? Mean(_sums[owner], _counts[owner]) : (long)Int128.Clamp(_sums[owner], long.MinValue, long.MaxValue);

    private static long Mean(Int128 sum, int count)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(sum, count);
        Int128 twice = 2 * Int128.Abs(rest);
        bool away = twice > count || (twice == count && Int128.IsOddInteger(quotient));
        return (long)(away ? quotient + Int128.Sign(sum) : quotient);
    }
}

/// <summary>How many different values: rows are collected, sorted by owner and value, and counted.</summary>
internal sealed class DistinctAggregation(int profiles, ValueTest test) : Aggregation
{
    private readonly int[] _counts = Rent<int>(profiles);
    private readonly List<Column> _columns = [];
    private Row[] _rows = [];
    private int _count;

    public override void Add(RowGroup group, Column? column, ReadOnlySpan<ulong> rows)
    {
        ReadOnlySpan<ushort> owners = group.Owners;
        int more = (int)Bits.Count(rows);
        if (_count + more > _rows.Length)
        {
            Row[] larger = ArrayPool<Row>.Shared.Rent(Math.Max(_count + more, _rows.Length * 2));
            _rows.AsSpan(0, _count).CopyTo(larger);
            Return();
            _rows = larger;
        }

        foreach (int row in Bits.Of(rows))
        {
            _rows[_count++] = new(owners[row], _columns.Count, row, column!.HasKeys ? column.KeyOf(row) : 0);
        }

        _columns.Add(column!);
    }

    public override void Complete()
    {
        if (_count == 0)
        {
            return;
        }

        Span<Row> rows = _rows.AsSpan(0, _count);
        Comparison<Row> compare = _columns[0].HasKeys ? Row.CompareKeys : CompareValues;
        rows.Sort(compare);
        for (int i = 0; i < rows.Length; i++)
        {
            if (i == 0 || compare(rows[i - 1], rows[i]) != 0)
            {
                _counts[rows[i].Owner]++;
            }
        }
    }

    public override bool Holds(int owner) => Holds(test, (double)_counts[owner]);

    public override FieldValue ValueOf(int owner) => FieldValue.OfNumber(_counts[owner]);

    public override void Dispose()
    {
        ArrayPool<int>.Shared.Return(_counts);
        Return();
    }

    private void Return()
    {
        if (_rows.Length > 0)
        {
            ArrayPool<Row>.Shared.Return(_rows);
        }
    }

    private int CompareValues(Row left, Row right) => left.Owner != right.Owner
        ? left.Owner.CompareTo(right.Owner)
        : _columns[left.Column].Compare(left.Index, _columns[right.Column], right.Index);

    private readonly struct Row(int owner, int column, int index, long key)
    {
        public int Owner => owner;

        public int Column => column;

        public int Index => index;

        public static int CompareKeys(Row left, Row right) => left.Owner != right.Owner ? left.Owner.CompareTo(right.Owner) : left.Key.CompareTo(right.Key);

        private long Key => key;
    }
}
