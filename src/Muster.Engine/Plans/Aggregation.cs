using System.Buffers;
using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Engine.Rows;
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

    /// <summary>Marks the profiles whose values pass the test, whatever they are candidates for; writes all words. Bits past the last profile are undefined.</summary>
    public abstract void Mark(Span<ulong> words);

    /// <summary>A profile's value, or missing.</summary>
    public abstract FieldValue ValueOf(int owner);

    public abstract void Dispose();

    protected static T[] Rent<T>(int length)
    {
        T[] array = ArrayPool<T>.Shared.Rent(length);
        array.AsSpan(0, length).Clear();
        return array;
    }

    /// <summary>Runs a test on computed values.</summary>
    /// <param name="test">Of the values, or that there is none.</param>
    /// <param name="values">One a profile.</param>
    /// <param name="counts">From how many rows each was computed, where none makes it missing; else empty.</param>
    /// <param name="words">Takes what passes.</param>
    protected static void Mark<T>(ColumnTest test, ReadOnlySpan<T> values, ReadOnlySpan<int> counts, Span<ulong> words)
        where T : unmanaged
    {
        if (test is ScalarTest<T> scalar)
        {
            scalar.Run(values, words);
            if (!counts.IsEmpty)
            {
                using Rented<ulong> known = new(words.Length);
                RangeKernel.Within(counts, 1, int.MaxValue, known.Span);
                Bits.And(words, known.Span);
            }
        }
        else if (test is MissingTest && !counts.IsEmpty)
        {
            RangeKernel.Within(counts, 0, 0, words);
        }
        else
        {
            words.Clear();
        }
    }
}

/// <summary>How many rows.</summary>
internal sealed class CountAggregation(int profiles, ColumnTest test) : Aggregation
{
    private readonly int[] _counts = Rent<int>(profiles);

    public override void Add(RowGroup group, Column? column, ReadOnlySpan<ulong> rows)
    {
        OwnerKernel.Count(rows, group.Owners, _counts);
    }

    public override void Mark(Span<ulong> words)
    {
        using Rented<long> values = new(profiles);
        for (int owner = 0; owner < profiles; owner++)
        {
            values.Span[owner] = _counts[owner];
        }

        Mark(test, values.Span, [], words);
    }

    public override FieldValue ValueOf(int owner) => FieldValue.OfNumber(_counts[owner]);

    public override void Dispose() => ArrayPool<int>.Shared.Return(_counts);
}

/// <summary>Sum or mean of numbers. What rounding loses is carried along (Neumaier), so that the order of rows hardly matters; never beyond finite.</summary>
internal sealed class NumberAggregation(int profiles, bool mean, ColumnTest test) : Aggregation
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

    public override void Mark(Span<ulong> words)
    {
        using Rented<double> values = new(profiles);
        for (int owner = 0; owner < profiles; owner++)
        {
            values.Span[owner] = mean && _counts[owner] == 0 ? 0 : Result(owner);
        }

        Mark(test, values.Span, mean ? _counts.AsSpan(0, profiles) : [], words);
    }

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
internal sealed class MoneyAggregation(int profiles, bool mean, ColumnTest test) : Aggregation
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

    public override void Mark(Span<ulong> words)
    {
        using Rented<long> values = new(profiles);
        for (int owner = 0; owner < profiles; owner++)
        {
            values.Span[owner] = mean && _counts[owner] == 0 ? 0 : Result(owner);
        }

        Mark(test, values.Span, mean ? _counts.AsSpan(0, profiles) : [], words);
    }

    public override FieldValue ValueOf(int owner) => mean && _counts[owner] == 0 ? default : FieldValue.OfMoney(Result(owner));

    public override void Dispose()
    {
        ArrayPool<Int128>.Shared.Return(_sums);
        ArrayPool<int>.Shared.Return(_counts);
    }

    private long Result(int owner) => mean ? Mean(_sums[owner], _counts[owner]) : Saturated(_sums[owner]);

    private static long Saturated(Int128 sum) =>
        (long)sum == sum ? (long)sum : sum < 0 ? long.MinValue : long.MaxValue;

    private static long Mean(Int128 sum, int count)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(sum, count);
        Int128 twice = 2 * Int128.Abs(rest);
        bool away = twice > count || (twice == count && Int128.IsOddInteger(quotient));
        return (long)(away ? quotient + Int128.Sign(sum) : quotient);
    }
}
