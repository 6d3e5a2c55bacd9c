using Muster.Engine.Kernels;
using Muster.Engine.Partitions;

namespace Muster.Engine.Rows;

// The way from owners to their rows: one owner's, those of some owners, and a group gathered from the rows of others.
internal sealed partial class RowGroup
{
    private List<(RowGroup Group, int[] Rows)>? _sources;
    private bool _hasIds;

    /// <summary>The live rows of an owner. Rows may be deleted while walking, not added.</summary>
    public OwnerRows RowsOf(int owner)
    {
        if (_count - _sorted > (4 * store.Tuning.LooseRows) + (_sorted / 4))
        {
            Sort();
        }

        return new(this, (ushort)owner, FirstOf(owner, 0));
    }

    /// <summary>Appends rows of another group of the same object, with owners anew. Their values are copied when a column is asked for; then all have to be here.</summary>
    public void Append(RowGroup source, int[] rows, ReadOnlySpan<ushort> owners)
    {
        Reserve(_count + rows.Length);
        owners.CopyTo(_owners.AsSpan(_count));
        for (int i = 0; i < rows.Length; i++)
        {
            Bits.Set(_live, _count + i);
        }

        (_sources ??= []).Add((source, rows));
        _count += rows.Length;
    }

    /// <summary>The live rows of some owners, appended to <paramref name="rows"/>, and the place of each row's owner among them to <paramref name="places"/>.</summary>
    /// <param name="owners">Ascending.</param>
    /// <param name="first">The place of the first of them.</param>
    /// <param name="rows">Takes the rows.</param>
    /// <param name="places">Takes the places.</param>
    public void RowsOf(ReadOnlySpan<ushort> owners, int first, List<int> rows, List<ushort> places)
    {
        int low = 0;
        for (int i = 0; i < owners.Length; i++)
        {
            low = FirstOf(owners[i], low);
            for (; low < _sorted && _owners[low] == owners[i]; low++)
            {
                if (Bits.Get(_live, low))
                {
                    rows.Add(low);
                    places.Add((ushort)(first + i));
                }
            }
        }

        if (_sorted == _count)
        {
            return;
        }

        using Rented<ulong> sought = new(Block.FullWords, clear: true);
        foreach (ushort owner in owners)
        {
            Bits.Set(sought.Span, owner);
        }

        for (int row = _sorted; row < _count; row++)
        {
            if (Bits.Get(sought.Span, _owners[row]) && Bits.Get(_live, row))
            {
                rows.Add(row);
                places.Add((ushort)(first + owners.BinarySearch(_owners[row])));
            }
        }
    }

    /// <summary>The first sorted row, from one on, whose owner is not below this one: by steps that double, then halves, so that a walk over owners stays near.</summary>
    private int FirstOf(int owner, int low)
    {
        int step = 1;
        while (low + step < _sorted && _owners[low + step] < owner)
        {
            low += step;
            step *= 2;
        }

        int high = Math.Min(low + step, _sorted);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_owners[middle] < owner)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Copies one column from the groups that the rows come from.</summary>
    private void Gather(int slot)
    {
        if (slot == store.IdSlot ? _hasIds : slot < _columns.Length && _columns[slot] is not null)
        {
            return;
        }

        _hasIds |= slot == store.IdSlot;
        int at = 0;
        foreach ((RowGroup source, int[] rows) in _sources!)
        {
            if (slot == store.IdSlot)
            {
                _ids.CopyFrom(source._ids, rows, at);
            }
            else if (slot < source._columns.Length && source._columns[slot] is { } column)
            {
                ColumnFor(slot).CopyFrom(column, rows, at);
            }

            at += rows.Length;
        }
    }

    /// <summary>Walks over the live rows of an owner: its run, then the tail.</summary>
    public ref struct OwnerRows(RowGroup group, ushort owner, int start)
    {
        private int _next = start;

        public int Current { get; private set; }

        public readonly OwnerRows GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_next < group._count)
            {
                if (_next < group._sorted && group._owners[_next] != owner)
                {
                    _next = group._sorted;
                }

                if (_next >= group._sorted)
                {
                    int found = group.Owners[_next..].IndexOf(owner);
                    if (found < 0)
                    {
                        _next = group._count;
                        return false;
                    }

                    _next += found;
                }

                Current = _next++;
                if (Bits.Get(group._live, Current))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
