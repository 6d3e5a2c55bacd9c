using System.Numerics;
using Muster.Engine.Kernels;
using Muster.Rules.Dates;

namespace Muster.Engine.Columns;

/// <summary>A test of a column's values, ready to run: made once an evaluation from a <see cref="Rules.Binding.ValueTest"/>, against the column's field.</summary>
internal abstract class ColumnTest
{
    /// <summary>What a value costs to test, next to a code in a dictionary, which costs 1.</summary>
    public abstract int Cost { get; }
}

/// <summary>Holds where there is no value.</summary>
internal sealed class MissingTest : ColumnTest
{
    public static MissingTest Instance { get; } = new();

    public override int Cost => 0;
}

/// <summary>Holds nowhere.</summary>
internal sealed class NoValueTest : ColumnTest
{
    public static NoValueTest Instance { get; } = new();

    public override int Cost => 0;
}

/// <summary>Holds for one of the booleans.</summary>
internal sealed class BooleanTest(bool value) : ColumnTest
{
    public bool Value => value;

    public override int Cost => 0;
}

/// <summary>A test of values of fixed width.</summary>
internal abstract class ScalarTest<T> : ColumnTest
    where T : unmanaged
{
    /// <summary>Marks the values that pass; writes every word that they cover.</summary>
    public abstract void Run(ReadOnlySpan<T> values, Span<ulong> words);
}

/// <summary>Holds within any of some ranges, ends included.</summary>
internal sealed class RangeTest<T>((T From, T To)[] ranges) : ScalarTest<T>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    public override int Cost => 2 * ranges.Length;

    public override void Run(ReadOnlySpan<T> values, Span<ulong> words)
    {
        if (ranges.Length == 0)
        {
            words[..Bits.Words(values.Length)].Clear();
            return;
        }

        RangeKernel.Within(values, ranges[0].From, ranges[0].To, words);
        if (ranges.Length == 1)
        {
            return;
        }

        int length = Bits.Words(values.Length);
        using Rented<ulong> more = new(length);
        foreach ((T from, T to) in ranges.AsSpan(1))
        {
            RangeKernel.Within(values, from, to, more.Span);
            Bits.Or(words[..length], more.Span);
        }
    }
}

/// <summary>Holds on days whose month and day are within a window.</summary>
internal sealed class YearlyDayTest(ResolvedWindow window) : ScalarTest<int>
{
    private readonly YearlyDays _days = new(window);

    public override int Cost => 8;

    public override void Run(ReadOnlySpan<int> values, Span<ulong> words)
    {
        words[..Bits.Words(values.Length)].Clear();
        for (int row = 0; row < values.Length; row++)
        {
            if (_days.Holds(values[row]))
            {
                Bits.Set(words, row);
            }
        }
    }
}

/// <summary>Holds at instants that fall, in a zone, on days whose month and day are within a window.</summary>
internal sealed class YearlyInstantTest(ResolvedWindow window, DayTable table) : ScalarTest<long>
{
    private readonly YearlyDays _days = new(window);

    public override int Cost => 12;

    public override void Run(ReadOnlySpan<long> values, Span<ulong> words)
    {
        words[..Bits.Words(values.Length)].Clear();
        for (int row = 0; row < values.Length; row++)
        {
            if (_days.Holds(table.DayOf(values[row])))
            {
                Bits.Set(words, row);
            }
        }
    }
}

/// <summary>Holds for rows with any, or all, of some tags.</summary>
/// <param name="codes">The tags' codes; a tag that no row ever had is left out.</param>
/// <param name="all">Whether all of them are needed; then none was left out.</param>
internal sealed class TagTest(int[] codes, bool all) : ColumnTest
{
    public int[] Codes => codes;

    public bool All => all;

    public override int Cost => 1;
}
