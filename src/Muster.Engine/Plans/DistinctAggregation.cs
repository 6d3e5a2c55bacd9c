using System.Buffers;
using System.Numerics;
using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Engine.Rows;
using Muster.Rules.Data;

namespace Muster.Engine.Plans;

/// <summary>How many different values. Of at most 64 texts, each profile has a bit for each; otherwise rows are collected, brought together by owner, and each owner's few are sorted and counted.</summary>
internal sealed class DistinctAggregation(int profiles, ColumnTest test) : Aggregation
{
    private readonly int[] _counts = Rent<int>(profiles + 1);
    private readonly List<Column> _columns = [];
    private ushort[] _owners = [];
    private long[] _values = [];
    private ulong[]? _seen;
    private int _count;

    public override void Add(RowGroup group, Column? column, ReadOnlySpan<ulong> rows)
    {
        ReadOnlySpan<ushort> owners = group.Owners;
        if (column is CodeColumn { Texts: <= 64 } codes)
        {
            See(codes, owners, rows);
            return;
        }

        Reserve(_count + (int)Bits.Count(rows));
        bool hasKeys = column!.HasKeys;
        long here = (long)_columns.Count << 32;
        _columns.Add(column);
        foreach (int row in Bits.Of(rows))
        {
            _owners[_count] = owners[row];
            _values[_count++] = hasKeys ? column.KeyOf(row) : here | (uint)row;
        }
    }

    public override void Complete()
    {
        if (_seen is not null)
        {
            for (int owner = 0; owner < profiles; owner++)
            {
                _counts[owner] = BitOperations.PopCount(_seen[owner]);
            }
        }

        if (_count == 0)
        {
            return;
        }

        // A counting sort by owner: _counts comes to hold where each owner's values end, then how many differ.
        Span<int> ends = _counts.AsSpan(0, profiles + 1);
        foreach (ushort owner in _owners.AsSpan(0, _count))
        {
            ends[owner + 1]++;
        }

        for (int owner = 0; owner < profiles; owner++)
        {
            ends[owner + 1] += ends[owner];
        }

        using Rented<long> grouped = new(_count);
        for (int i = 0; i < _count; i++)
        {
            grouped.Span[ends[_owners[i]]++] = _values[i];
        }

        int start = 0;
        for (int owner = 0; owner < profiles; owner++)
        {
            int end = ends[owner];
            ends[owner] = Distinct(grouped.Span[start..end]);
            start = end;
        }
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

    public override void Dispose()
    {
        ArrayPool<int>.Shared.Return(_counts);
        if (_seen is not null)
        {
            ArrayPool<ulong>.Shared.Return(_seen);
        }

        Return();
    }

    /// <summary>All columns of a field have codes of one dictionary, or none has, so the two ways never meet.</summary>
    private void See(CodeColumn codes, ReadOnlySpan<ushort> owners, ReadOnlySpan<ulong> rows)
    {
        ulong[] seen = _seen ??= Rent<ulong>(profiles);
        if (codes.Only is var only and >= 0)
        {
            foreach (int row in Bits.Of(rows))
            {
                seen[owners[row]] |= 1UL << only;
            }

            return;
        }

        foreach (int row in Bits.Of(rows))
        {
            seen[owners[row]] |= 1UL << codes.Code(row);
        }
    }

    private int Distinct(Span<long> values)
    {
        if (values.Length < 2)
        {
            return values.Length;
        }

        bool hasKeys = _columns[0].HasKeys;
        if (hasKeys)
        {
            values.Sort();
        }
        else
        {
            values.Sort(Compare);
        }

        int distinct = 1;
        for (int i = 1; i < values.Length; i++)
        {
            distinct += hasKeys ? (values[i] == values[i - 1] ? 0 : 1) : (Compare(values[i], values[i - 1]) == 0 ? 0 : 1);
        }

        return distinct;
    }

    private int Compare(long left, long right) => _columns[(int)(left >> 32)].Compare((int)left, _columns[(int)(right >> 32)], (int)right);

    private void Reserve(int count)
    {
        if (count <= _values.Length && count <= _owners.Length)
        {
            return;
        }

        ushort[] owners = ArrayPool<ushort>.Shared.Rent(Math.Max(count, 2 * _count));
        long[] values = ArrayPool<long>.Shared.Rent(Math.Max(count, 2 * _count));
        _owners.AsSpan(0, _count).CopyTo(owners);
        _values.AsSpan(0, _count).CopyTo(values);
        Return();
        (_owners, _values) = (owners, values);
    }

    private void Return()
    {
        if (_values.Length > 0)
        {
            ArrayPool<ushort>.Shared.Return(_owners);
            ArrayPool<long>.Shared.Return(_values);
        }
    }
}
