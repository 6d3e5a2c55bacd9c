using Muster.Engine.Columns;
using Muster.Engine.Partitions;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine.Writes;

/// <summary>Applies changes to profiles, and hands those to related records on. One thread, and no readers meanwhile.</summary>
internal sealed class Writer
{
    private readonly Population _population;
    private readonly RowWriter _rows;

    public Writer(Population population)
    {
        _population = population;
        _rows = new(population);
    }

    /// <summary>Demands that a change fits the schema, so that a batch is refused before any of it is applied.</summary>
    /// <exception cref="ArgumentException">It names an object or fields that the engine's schema lacks, or has an empty id.</exception>
    public void Demand(RecordChange change)
    {
        Record record = change.Record;
        if (record.Id.Length == 0)
        {
            throw new ArgumentException($"A {record.Type} has no id.");
        }

        Demand(record);
        foreach (Record item in record.Items)
        {
            Demand(item);
        }
    }

    /// <summary>Applies one change.</summary>
    public void Apply(RecordChange change)
    {
        if (Audiences.KindOf(change.Record.Type.Name) is not { } kind)
        {
            _rows.Apply(change);
        }
        else if (change.Deleted)
        {
            Delete(kind, change.Record.Id);
        }
        else
        {
            Upsert(kind, change.Record);
        }
    }

    private void Demand(Record record)
    {
        ObjectType known = _population.Layout.Schema.Find(record.Type.Name)
            ?? throw new ArgumentException($"The engine's schema has no object \"{record.Type}\".");
        if (ReferenceEquals(known, record.Type))
        {
            return;
        }

        if (record.Type.Fields.Count > known.Fields.Count)
        {
            throw new ArgumentException($"A {record.Type} has fields that the engine's schema lacks: grow it first.");
        }

        for (int i = 0; i < record.Type.Fields.Count; i++)
        {
            if (!ReferenceEquals(known.Fields[i], record.Type.Fields[i]) && known.Fields[i] != record.Type.Fields[i])
            {
                throw new ArgumentException($"The engine's schema has no field \"{record.Type.Fields[i].Name}\" in its place on {record.Type}.");
            }
        }
    }

    private void Upsert(ProfileKind kind, Record record)
    {
        Layout layout = _population.Layout;
        int ordinal = _population.OrdinalOf(kind, record.Id);
        Partition partition = _population.PartitionOf(ordinal);
        int position = ordinal % Block.Size;
        bool isNew = !partition.IsAlive(position);
        ReadOnlySpan<int> fields = layout.FieldOfSlot(kind);
        Span<FieldValue> values = record.Values;
        for (int slot = 0; slot < fields.Length; slot++)
        {
            int field = fields[slot];
            if (field < 0)
            {
                continue;
            }

            FieldValue value = field < values.Length ? values[field] : default;
            if (!value.IsMissing)
            {
                partition.Put(position, slot, value);
                Spill(slot);
            }
            else if (!isNew)
            {
                partition.Put(position, slot, default);
            }
        }

        _population.SetAlive(ordinal, kind, alive: true);
    }

    private void Delete(ProfileKind kind, string id)
    {
        int ordinal = _population.Find(kind, id);
        if (ordinal < 0)
        {
            return;
        }

        Partition partition = _population.PartitionOf(ordinal);
        for (int slot = 0; slot < _population.Layout.ProfileFields.Count; slot++)
        {
            if (slot != _population.Layout.IdSlot)
            {
                partition.Put(ordinal % Block.Size, slot, default);
            }
        }

        _population.SetAlive(ordinal, kind, alive: false);
    }

    private void Spill(int slot)
    {
        FieldStore field = _population.Layout.ProfileFields[slot];
        if (field.TurnsToHeap())
        {
            foreach (Partition partition in _population.Partitions)
            {
                partition.TurnToHeap(slot);
            }

            field.DropDictionary();
        }
    }
}
