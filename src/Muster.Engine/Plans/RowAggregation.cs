using System.Buffers;
using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Engine.Rows;
using Muster.Rules.Data;
using Muster.Rules.Syntax;

namespace Muster.Engine.Plans;

/// <summary>The value of one row: the smallest, the largest, the earliest or the latest. The row is found for each profile, its value tested in its column.</summary>
internal sealed class RowAggregation : Aggregation
{
    private readonly AggregateFunction _function;
    private readonly ColumnTest _test;
    private readonly long[] _best;
    private readonly List<(Column Column, InstantColumn? Times, ulong[] Passes)> _groups = [];

    public RowAggregation(int profiles, AggregateFunction function, ColumnTest test)
    {
        (_function, _test) = (function, test);
        _best = ArrayPool<long>.Shared.Rent(profiles);
        _best.AsSpan(0, profiles).Fill(-1);
    }

    private bool ByTime => _function is AggregateFunction.First or AggregateFunction.Last;

    private bool Smallest => _function is AggregateFunction.First or AggregateFunction.Min;

    public override void Add(RowGroup group, Column? column, ReadOnlySpan<ulong> rows)
    {
        InstantColumn? times = ByTime ? group.Column(group.Store.TimeSlot) as InstantColumn : null;
        if (ByTime && times is null)
        {
            return;
        }

        ulong[] passes = ArrayPool<ulong>.Shared.Rent(rows.Length);
        column!.Test(_test, group.Count, passes.AsSpan(0, rows.Length));
        long here = (long)_groups.Count << 32;
        _groups.Add((column, times, passes));
        ReadOnlySpan<ushort> owners = group.Owners;
        foreach (int row in Bits.Of(rows))
        {
            if (times is not null && !times.Has(row))
            {
                continue;
            }

            ref long best = ref _best[owners[row]];
            if (best < 0 || IsBetter(column, times, row, best))
            {
                best = here | (uint)row;
            }
        }
    }

    public override bool Holds(int owner)
    {
        long best = _best[owner];
        return best < 0 ? _test is MissingTest : Bits.Get(_groups[(int)(best >> 32)].Passes, (int)best);
    }

    public override FieldValue ValueOf(int owner)
    {
        long best = _best[owner];
        return best < 0 ? default : _groups[(int)(best >> 32)].Column.Get((int)best);
    }

    public override void Dispose()
    {
        ArrayPool<long>.Shared.Return(_best);
        foreach ((_, _, ulong[] passes) in _groups)
        {
            ArrayPool<ulong>.Shared.Return(passes);
        }
    }

    private bool IsBetter(Column column, InstantColumn? times, int row, long best)
    {
        (Column other, InstantColumn? otherTimes, _) = _groups[(int)(best >> 32)];
        int order = times is null ? 0 : times.Values[row].CompareTo(otherTimes!.Values[(int)best]);
        if (order == 0)
        {
            order = column.Compare(row, other, (int)best);
        }

        return Smallest ? order < 0 : order > 0;
    }
}
