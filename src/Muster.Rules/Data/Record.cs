using Muster.Rules.Schema;

namespace Muster.Rules.Data;

/// <summary>One record, typed by its object's fields: what backends take in. Not thread-safe; a writer may reuse one after it was applied.</summary>
public sealed class Record
{
    private FieldValue[] _values;

    /// <param name="type">Its object.</param>
    /// <param name="id">Its id, not empty, compared exactly.</param>
    public Record(ObjectType type, string id)
    {
        Type = type;
        Id = id;
        _values = new FieldValue[type.Fields.Count];
    }

    /// <summary>Its object, as it was in the schema that the record was read with. Fields are only ever added at the end.</summary>
    public ObjectType Type { get; private set; }

    /// <summary>Its id.</summary>
    public string Id { get; private set; }

    /// <summary>A value for each of <c>Type.Fields</c>, in their order. That of <c>id</c> and of derived fields is left missing.</summary>
    public Span<FieldValue> Values => _values;

    /// <summary>For a deal or an order, its product lines: records of <c>item</c>, which belong to whom the deal or order belongs to and live as long as it does.</summary>
    public IList<Record> Items { get; } = [];

    /// <summary>The value of a field by its name; setting an unknown field is an error.</summary>
    /// <exception cref="ArgumentException">The object has no such field.</exception>
    public FieldValue this[string field]
    {
        get => Type.IndexOf(field) is var index and >= 0 ? _values[index] : default;
        set => _values[Type.IndexOf(field) is var index and >= 0 ? index : throw new ArgumentException($"{Type} has no field \"{field}\".", nameof(field))] = value;
    }

    /// <summary>Empties it, to be used for another record.</summary>
    public void Reset(ObjectType type, string id)
    {
        Type = type;
        Id = id;
        Items.Clear();
        if (_values.Length == type.Fields.Count)
        {
            Array.Clear(_values);
        }
        else
        {
            _values = new FieldValue[type.Fields.Count];
        }
    }
}

/// <summary>A change for a backend to apply.</summary>
/// <param name="Record">
/// For an upsert, the whole record as it is from now on. For a delete, its object and id; a deleted deal also names its owners in its links,
/// so that they are remembered as having had one even by a backend that never saw it alive.
/// </param>
/// <param name="Deleted">Whether the record goes away.</param>
public readonly record struct RecordChange(Record Record, bool Deleted = false);
