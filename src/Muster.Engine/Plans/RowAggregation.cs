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
    private readonly List<(Column Column, ulong[] Passes)> _groups = [];
    private readonly int _profiles;
    private long[]? _keys;

    public RowAggregation(int profiles, AggregateFunction function, ColumnTest test)
    {
        (_profiles, _function, _test) = (profiles, function, test);
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
        _groups.Add((column, passes));
        ReadOnlySpan<ushort> owners = group.Owners;
        if (times is not null)
        {
            using Rented<ulong> timed = new(rows.Length);
            times.Present(timed.Span);
            Bits.And(timed.Span, rows);
            AddByKey(new WholeKeys(times.Values), column, timed.Span, owners, here);
        }
        else if (column is ScalarColumn<long> whole)
        {
            AddByKey(new WholeKeys(whole.Values), column, rows, owners, here);
        }
        else if (column is NumberColumn numbers)
        {
            AddByKey(new NumberKeys(numbers.Values), column, rows, owners, here);
        }
        else
        {
            AddByComparing(column, rows, owners, here);
        }
    }

    public override void Mark(Span<ulong> words)
    {
        bool missing = _test is MissingTest;
        words.Clear();
        for (int owner = 0; owner < _profiles; owner++)
        {
            long best = _best[owner];
            if (best < 0 ? missing : Bits.Get(_groups[(int)(best >> 32)].Passes, (int)best))
            {
                Bits.Set(words, owner);
            }
        }
    }

    public override FieldValue ValueOf(int owner)
    {
        long best = _best[owner];
        return best < 0 ? default : _groups[(int)(best >> 32)].Column.Get((int)best);
    }

    public override void Dispose()
    {
        ArrayPool<long>.Shared.Return(_best);
        if (_keys is not null)
        {
            ArrayPool<long>.Shared.Return(_keys);
        }

        foreach ((_, ulong[] passes) in _groups)
        {
            ArrayPool<ulong>.Shared.Return(passes);
        }
    }

    /// <summary>Keeps the row of the largest key, or the smallest; where rows are chosen by time, and times are equal, that of the larger value, or the smaller.</summary>
    private void AddByKey<TKeys>(TKeys keys, Column column, ReadOnlySpan<ulong> rows, ReadOnlySpan<ushort> owners, long here)
        where TKeys : IKeys, allows ref struct
    {
        long[] bestKeys = _keys ??= ArrayPool<long>.Shared.Rent(_profiles);

        // The complement turns the order of keys around, so that the larger is the better one.
        long turn = Smallest ? -1 : 0;
        foreach (int row in Bits.Of(rows))
        {
            int owner = owners[row];
            long key = keys.Of(row) ^ turn;
            long best = _best[owner];
            if (best < 0 || key > bestKeys[owner] || (ByTime && key == bestKeys[owner] && IsBetter(column, row, best)))
            {
                _best[owner] = here | (uint)row;
                bestKeys[owner] = key;
            }
        }
    }

    private void AddByComparing(Column column, ReadOnlySpan<ulong> rows, ReadOnlySpan<ushort> owners, long here)
    {
        foreach (int row in Bits.Of(rows))
        {
            ref long best = ref _best[owners[row]];
            if (best < 0 || IsBetter(column, row, best))
            {
                best = here | (uint)row;
            }
        }
    }

    private bool IsBetter(Column column, int row, long best)
    {
        int order = column.Compare(row, _groups[(int)(best >> 32)].Column, (int)best);
        return Smallest ? order < 0 : order > 0;
    }

    /// <summary>Whole numbers in the order of the rows' values.</summary>
    private interface IKeys
    {
        long Of(int row);
    }

    private readonly ref struct WholeKeys(ReadOnlySpan<long> values) : IKeys
    {
        private readonly ReadOnlySpan<long> _values = values;

        public long Of(int row) => _values[row];
    }

    /// <summary>The bits of a double are in its order, but that those of negative ones are in reverse.</summary>
    private readonly ref struct NumberKeys(ReadOnlySpan<double> values) : IKeys
    {
        private readonly ReadOnlySpan<double> _values = values;

        public long Of(int row)
        {
            long bits = BitConverter.DoubleToInt64Bits(_values[row]);
            return bits < 0 ? bits ^ long.MaxValue : bits;
        }
    }
}
