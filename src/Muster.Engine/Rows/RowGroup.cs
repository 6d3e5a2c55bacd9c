using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine.Rows;

/// <summary>
/// The rows of one object, of events those of one name, that belong to the profiles of one block, as columns. Sorted by owner, but for a tail of
/// rows added since; when tail or dead rows are many, the next reader sorts them in and drops the dead.
/// </summary>
/// <remarks>Cost: 2 bytes a row and a bit, beside its columns. A row that two profiles own is in the group of each.</remarks>
internal sealed partial class RowGroup(ObjectStore store, Block block, int key) : Table
{
    private readonly Lock _settling = new();
    private ushort[] _owners = [];
    private ulong[] _live = [];
    private Column?[] _columns = [];
    private IdColumn _ids = new();
    private HeapColumn? _parents;
    private int _count;
    private int _sorted;
    private int _dead;
    private volatile bool _settled = true;
    private volatile ulong[]? _marked;

    public override int Count => _count;

    public int Key => key;

    public ObjectStore Store => store;

    /// <summary>Rows that are not deleted.</summary>
    public ReadOnlySpan<ulong> Live => _live.AsSpan(0, Bits.Words(_count));

    /// <summary>The position in the block of each row's owner.</summary>
    public ReadOnlySpan<ushort> Owners => _owners.AsSpan(0, _count);

    public int LiveCount => _count - _dead;

    public long Bytes => 160 + (2L * _owners.Length) + (8L * _live.Length) + _ids.Bytes + (_parents?.Bytes ?? 0) + (8L * (_marked?.Length ?? 0)) + _columns.Sum(column => column?.Bytes ?? 0);

    public override Column? Column(int slot)
    {
        if (_sources is not null)
        {
            Gather(slot);
        }

        if (slot == store.IdSlot)
        {
            return _ids;
        }

        Column? column = slot < _columns.Length ? _columns[slot] : null;
        return store.ImpliedOwner(slot) is { } kind ? WithOwners(slot, kind, column) : column;
    }

    /// <summary>Adds a row for an owner, without values. Only a row with a parent may have no id.</summary>
    /// <returns>The row.</returns>
    public int Add(int owner, string id, string? parent = null)
    {
        int row = _count;
        Reserve(row + 1);
        _owners[row] = (ushort)owner;
        Bits.Set(_live, row);
        if (id.Length > 0)
        {
            _ids.Put(row, id);
        }

        if (parent is not null)
        {
            (_parents ??= new(store: null)).SetKey(row, parent);
        }

        if (_marked is { } marked)
        {
            Remark(marked, owner);
        }

        block.Touch(store, owner);
        if (_sorted == row && (row == 0 || _owners[row - 1] <= owner))
        {
            _sorted++;
        }

        _count++;
        _settled = false;
        return row;
    }

    /// <summary>Puts a value into a row, or takes it away.</summary>
    public void Put(int row, int slot, FieldValue value)
    {
        block.Touch(store, _owners[row]);
        if (slot < _columns.Length && _columns[slot] is { } column)
        {
            if (value.IsMissing)
            {
                column.Clear(row);
            }
            else
            {
                column.Set(row, value);
            }
        }
        else if (!value.IsMissing)
        {
            ColumnFor(slot).Set(row, value);
        }
    }

    /// <summary>Which profiles own a row, perhaps shorter than the block. Kept: a bit a profile up to the last owner.</summary>
    public ReadOnlySpan<ulong> Marked
    {
        get
        {
            if (_marked is { } known)
            {
                return known;
            }

            lock (_settling)
            {
                ulong[] marks = new ulong[block.Words];
                OwnerKernel.Mark(Live, Owners, marks);
                _marked = marks;
                return marks;
            }
        }
    }

    /// <summary>Deletes a row.</summary>
    public void Kill(int row)
    {
        Bits.Clear(_live, row);
        _marked = null;
        block.Touch(store, _owners[row]);
        _ids.Clear(row);
        _parents?.Clear(row);
        foreach (Column? column in _columns)
        {
            column?.Clear(row);
        }

        _dead++;
        _settled = false;
    }

    /// <summary>The live row of an owner that has an id and no parent, or -1.</summary>
    public int Find(int owner, ReadOnlySpan<byte> id)
    {
        foreach (int row in RowsOf(owner))
        {
            if (_parents?.Has(row) != true && _ids.IsAt(row, id))
            {
                return row;
            }
        }

        return -1;
    }

    /// <summary>Deletes an owner's rows that live with a parent.</summary>
    /// <returns>How many there were.</returns>
    public int KillItems(int owner, ReadOnlySpan<byte> parent)
    {
        if (_parents is null)
        {
            return 0;
        }

        int killed = 0;
        foreach (int row in RowsOf(owner))
        {
            if (_parents.Has(row) && _parents.IsAt(row, parent))
            {
                Kill(row);
                killed++;
            }
        }

        return killed;
    }

    /// <summary>The ordinal that a row's link holds, or -1.</summary>
    public int LinkOf(int row, int slot, ProfileKind kind)
    {
        if (store.ImpliedOwner(slot) == kind && Bits.Get(block.OfKind(kind), _owners[row]))
        {
            return block.OrdinalAt(_owners[row]);
        }

        return slot < _columns.Length && _columns[slot] is LinkColumn links && links.Has(row) ? links.Values[row] : -1;
    }

    /// <summary>Makes ready for many readers: sorts where too much is unsorted or dead. Cheap when called again.</summary>
    public void Settle()
    {
        if (_settled)
        {
            return;
        }

        lock (_settling)
        {
            if (!_settled && (_count - _sorted > store.Tuning.LooseRows + (_sorted / 8) || _dead > store.Tuning.LooseRows + (_count / 4)))
            {
                Sort();
            }

            _settled = true;
        }
    }

    /// <summary>Turns a field's column of codes into a heap.</summary>
    public void TurnToHeap(int slot)
    {
        if (slot < _columns.Length && _columns[slot] is CodeColumn codes)
        {
            _columns[slot] = codes.ToHeap();
        }
    }

    private void Remark(ulong[] marked, int owner)
    {
        if (owner >> 6 < marked.Length)
        {
            Bits.Set(marked, owner);
        }
        else
        {
            _marked = null;
        }
    }

    private Column ColumnFor(int slot)
    {
        if (slot >= _columns.Length)
        {
            Array.Resize(ref _columns, store.Fields.Count);
        }

        return _columns[slot] ??= store.Fields[slot].NewColumn();
    }

    private void Reserve(int rows)
    {
        if (rows > _owners.Length)
        {
            int capacity = (Math.Max(rows, Math.Max(64, _owners.Length + (_owners.Length / 2))) + 63) & ~63;
            Array.Resize(ref _owners, capacity);
            Array.Resize(ref _live, capacity / 64);
        }
    }

    /// <summary>Writes all live rows anew in the order of their owners; of one owner, as they came.</summary>
    private void Sort()
    {
        using Rented<int> places = new(Block.Size + 1, clear: true);
        foreach (int row in Bits.Of(Live))
        {
            places.Span[_owners[row] + 1]++;
        }

        for (int owner = 0; owner < Block.Size; owner++)
        {
            places.Span[owner + 1] += places.Span[owner];
        }

        int live = LiveCount;
        using Rented<int> order = new(live);
        foreach (int row in Bits.Of(Live))
        {
            order.Span[places.Span[_owners[row]]++] = row;
        }

        ushort[] owners = new ushort[(live + 63) & ~63];
        for (int i = 0; i < live; i++)
        {
            owners[i] = _owners[order.Span[i]];
        }

        _ids = (IdColumn)Sorted(_ids, order.Span);
        _parents = _parents is null ? null : (HeapColumn)Sorted(_parents, order.Span);
        for (int slot = 0; slot < _columns.Length; slot++)
        {
            _columns[slot] = _columns[slot] is { } column ? Sorted(column, order.Span) : null;
        }

        _owners = owners;
        _live = new ulong[Bits.Words(live)];
        Bits.Fill(_live, live);
        (_count, _sorted, _dead) = (live, live, 0);
    }

    private static Column Sorted(Column column, ReadOnlySpan<int> order)
    {
        Column sorted = column.New();
        sorted.CopyFrom(column, order, 0);
        switch (sorted)
        {
            case HeapColumn heap:
                heap.Trim();
                break;
            case IdColumn ids:
                ids.Trim();
                break;
        }

        return sorted;
    }

    /// <summary>A link to owners with what is not stored: the rows' own owners.</summary>
    private LinkColumn WithOwners(int slot, ProfileKind kind, Column? stored)
    {
        LinkColumn links = (LinkColumn)store.Fields[slot].NewColumn();
        links.Reserve(_count);
        ReadOnlySpan<ulong> ofKind = block.OfKind(kind);
        foreach (int row in Bits.Of(Live))
        {
            if (Bits.Get(ofKind, _owners[row]))
            {
                links.Put(row, block.OrdinalAt(_owners[row]));
            }
            else if (stored is LinkColumn other && other.Has(row))
            {
                links.Put(row, other.Values[row]);
            }
        }

        return links;
    }
}
