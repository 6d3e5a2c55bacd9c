using System.Text;
using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Engine.Rows;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine.Writes;

/// <summary>
/// Applies changes to related records. A record's row is in the partition of each of its owners; a record that nobody owns is not kept, since no
/// rule can ask for it. The rows of a deal's or order's items lie beside it and name it as their parent.
/// </summary>
internal sealed class RowWriter(Population population)
{
    // A record has no more owners than there are kinds of profile.
    private const int MostOwners = 4;

    private readonly ObjectStore _deals = population.Layout.Find("deal")!;
    private readonly ObjectStore _items = population.Layout.Find("item")!;

    /// <summary>Applies a change to a related record.</summary>
    public void Apply(RecordChange change)
    {
        Record record = change.Record;
        ObjectStore store = population.Layout.Find(record.Type.Name)!;
        using Rented<byte> buffer = new(Encoding.UTF8.GetMaxByteCount(record.Id.Length));
        ReadOnlySpan<byte> id = buffer.Span[..Encoding.UTF8.GetBytes(record.Id, buffer.Span)];
        uint tag = (uint)(IdHash.Of(id) >> 32);
        Span<int> was = stackalloc int[MostOwners];
        was = was[..FindOwners(store, id, tag, was)];
        Span<int> given = stackalloc int[MostOwners];
        given = given[..OwnersOf(store, record, given)];
        if (change.Deleted)
        {
            RemoveAll(store, record.Id, id, tag, was);
            if (store == _deals)
            {
                Remember(record.Id, id, tag, given.IsEmpty ? was : given);
            }

            return;
        }

        if (store == _deals)
        {
            Forget(record.Id, id, tag);
        }

        if (was.SequenceEqual(given) && !was.IsEmpty && TryReplace(store, record, id, was))
        {
            ReplaceItems(record, was, hadItems: true);
            return;
        }

        RemoveAll(store, record.Id, id, tag, was);
        if (given.IsEmpty)
        {
            return;
        }

        foreach (int owner in given)
        {
            RowGroup group = population.PartitionOf(owner).GroupFor(store, store.KeyOf(record));
            int row = group.Add(owner % Block.Size, record.Id);
            Fill(store, group, row, owner, record, isNew: true);
        }

        store.Ids.Add(tag, given[0]);
        store.Records++;
        ReplaceItems(record, given, hadItems: false);
    }

    /// <summary>The owners of a record that is there, the first one first.</summary>
    private int FindOwners(ObjectStore store, ReadOnlySpan<byte> id, uint tag, Span<int> owners)
    {
        foreach (int first in store.Ids.Find(tag))
        {
            (RowGroup? group, int row) = Find(store, first, id);
            if (group is null)
            {
                continue;
            }

            int count = 0;
            foreach ((int slot, ProfileKind kind) in store.Owners)
            {
                if (group.LinkOf(row, slot, kind) is var owner and >= 0)
                {
                    owners[count++] = owner;
                }
            }

            return count;
        }

        return 0;
    }

    private (RowGroup? Group, int Row) Find(ObjectStore store, int owner, ReadOnlySpan<byte> id)
    {
        foreach (RowGroup group in population.PartitionOf(owner).Groups(store))
        {
            if (group.Find(owner % Block.Size, id) is var row and >= 0)
            {
                return (group, row);
            }
        }

        return (null, -1);
    }

    private int OwnersOf(ObjectStore store, Record record, Span<int> owners)
    {
        int count = 0;
        foreach ((int slot, ProfileKind kind) in store.Owners)
        {
            if (slot < record.Values.Length && record.Values[slot] is { IsMissing: false } link)
            {
                owners[count++] = population.OrdinalOf(kind, link.AsText());
            }
        }

        return count;
    }

    /// <summary>Puts the new values in place of the old, where each row may stay where it is.</summary>
    private bool TryReplace(ObjectStore store, Record record, ReadOnlySpan<byte> id, ReadOnlySpan<int> owners)
    {
        int key = store.KeyOf(record);
        foreach (int owner in owners)
        {
            if (Find(store, owner, id).Group?.Key != key)
            {
                return false;
            }
        }

        foreach (int owner in owners)
        {
            (RowGroup? group, int row) = Find(store, owner, id);
            Fill(store, group!, row, owner, record, isNew: false);
        }

        return true;
    }

    private void Fill(ObjectStore store, RowGroup group, int row, int owner, Record record, bool isNew)
    {
        ReadOnlySpan<FieldValue> values = record.Values;
        ProfileKind kind = population.KindOf(owner);
        for (int slot = 0; slot < store.Fields.Count; slot++)
        {
            if (slot == store.IdSlot)
            {
                continue;
            }

            bool given = slot < values.Length && !values[slot].IsMissing && store.ImpliedOwner(slot) != kind;
            if (given)
            {
                group.Put(row, slot, values[slot]);
                Spill(store, slot);
            }
            else if (!isNew)
            {
                group.Put(row, slot, default);
            }
        }
    }

    private void RemoveAll(ObjectStore store, string recordId, ReadOnlySpan<byte> id, uint tag, ReadOnlySpan<int> owners)
    {
        if (owners.IsEmpty)
        {
            return;
        }

        RemoveItems(store.Type, recordId, owners);
        foreach (int owner in owners)
        {
            (RowGroup? group, int row) = Find(store, owner, id);
            group?.Kill(row);
        }

        store.Ids.Remove(tag, owners[0]);
        store.Records--;
    }

    private void Remember(string recordId, ReadOnlySpan<byte> id, uint tag, ReadOnlySpan<int> owners)
    {
        if (owners.IsEmpty)
        {
            return;
        }

        Forget(recordId, id, tag);
        ObjectStore deleted = population.Layout.DeletedDeals;
        foreach (int owner in owners)
        {
            RowGroup group = population.PartitionOf(owner).GroupFor(deleted, 0);
            int row = group.Add(owner % Block.Size, recordId);
            foreach (int other in owners)
            {
                if (other != owner)
                {
                    (int slot, _) = Array.Find(deleted.Owners, link => link.Kind == population.KindOf(other));
                    group.Put(row, slot, FieldValue.OfLink(population.IdOf(other)));
                }
            }
        }

        deleted.Ids.Add(tag, owners[0]);
        deleted.Records++;
    }

    private void Forget(string recordId, ReadOnlySpan<byte> id, uint tag)
    {
        ObjectStore deleted = population.Layout.DeletedDeals;
        Span<int> owners = stackalloc int[MostOwners];
        RemoveAll(deleted, recordId, id, tag, owners[..FindOwners(deleted, id, tag, owners)]);
    }

    private void ReplaceItems(Record record, ReadOnlySpan<int> owners, bool hadItems)
    {
        if (hadItems)
        {
            RemoveItems(record.Type, record.Id, owners);
        }

        if (record.Items.Count == 0)
        {
            return;
        }

        string parent = ParentOf(record.Type, record.Id);
        foreach (Record item in record.Items)
        {
            foreach (int owner in owners)
            {
                RowGroup group = population.PartitionOf(owner).GroupFor(_items, 0);
                int row = group.Add(owner % Block.Size, item.Id, parent);
                Fill(_items, group, row, owner, item, isNew: true);
                Link(group, row, owner, owners);
            }
        }

        _items.Records += record.Items.Count;
    }

    /// <summary>An item belongs to whom its deal or order belongs to, whatever it says itself.</summary>
    private void Link(RowGroup group, int row, int owner, ReadOnlySpan<int> owners)
    {
        foreach ((int slot, ProfileKind kind) in _items.Owners)
        {
            FieldValue link = default;
            foreach (int other in owners)
            {
                if (other != owner && population.KindOf(other) == kind)
                {
                    link = FieldValue.OfLink(population.IdOf(other));
                }
            }

            group.Put(row, slot, link);
        }
    }

    private void RemoveItems(ObjectType type, string recordId, ReadOnlySpan<int> owners)
    {
        if (type.Name is not ("deal" or "order"))
        {
            return;
        }

        byte[] parent = Encoding.UTF8.GetBytes(ParentOf(type, recordId));
        int killed = 0;
        foreach (int owner in owners)
        {
            killed = 0;
            foreach (RowGroup group in population.PartitionOf(owner).Groups(_items))
            {
                killed += group.KillItems(owner % Block.Size, parent);
            }
        }

        _items.Records -= killed;
    }

    private static string ParentOf(ObjectType type, string id) => $"{type.Name}/{id}";

    private void Spill(ObjectStore store, int slot)
    {
        FieldStore field = store.Fields[slot];
        if (field.TurnsToHeap())
        {
            foreach (Partition partition in population.Partitions)
            {
                foreach (RowGroup group in partition.Groups(store))
                {
                    group.TurnToHeap(slot);
                }
            }

            field.DropDictionary();
        }
    }
}
