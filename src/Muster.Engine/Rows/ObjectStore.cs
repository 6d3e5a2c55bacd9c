using Muster.Engine.Columns;
using Muster.Engine.Derived;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine.Rows;

/// <summary>A related object: its fields, and the way from the id of a record to the first profile that owns it, in whose partition the row is found.</summary>
internal sealed class ObjectStore
{
    // Event names beyond so many share a group, so that a workspace with many names does not drown in small groups.
    private const int MostNames = 63;

    private readonly IProfileDirectory _directory;
    private readonly List<FieldStore> _fields = [];
    private readonly TextDictionary? _names;
    private ProfileKind?[] _implied = [];

    public ObjectStore(int index, ObjectType type, IProfileDirectory directory, Tuning tuning)
    {
        Tuning = tuning;
        _directory = directory;
        Index = index;
        Type = type;
        IdSlot = type.IndexOf("id");
        TimeSlot = type.IndexOf(type.TimeField);
        NameSlot = type.Name == "event" ? type.IndexOf("name") : -1;
        _names = NameSlot >= 0 ? new(folds: true) : null;
        RowCount = new(FieldType.Number, always: true, [this]);
        Grow(type);
    }

    /// <summary>Its position among <see cref="Partitions.Layout.Objects"/>.</summary>
    public int Index { get; }

    public Tuning Tuning { get; }

    public ObjectType Type { get; private set; }

    /// <summary>A store for each field; a field's slot is its position in the type.</summary>
    public IReadOnlyList<FieldStore> Fields => _fields;

    public int IdSlot { get; }

    /// <summary>The slot of the field that says when a row was; -1 for none.</summary>
    public int TimeSlot { get; }

    /// <summary>The slot of what rows are grouped by besides their object; -1 for none.</summary>
    public int NameSlot { get; }

    /// <summary>The links to owners: the slot of each, and the kind that it links to.</summary>
    public (int Slot, ProfileKind Kind)[] Owners { get; private set; } = [];

    /// <summary>How many rows a profile has, kept.</summary>
    public Derivation RowCount { get; }

    /// <summary>Ids of records to their first owners.</summary>
    public OrdinalIndex Ids { get; } = new();

    /// <summary>Records that belong to somebody.</summary>
    public long Records { get; set; }

    public void Grow(ObjectType type)
    {
        for (int i = _fields.Count; i < type.Fields.Count; i++)
        {
            _fields.Add(new(type.Fields[i], _directory, Tuning));
        }

        Type = type;
        Owners = [.. type.Owners.Select(owner => (type.IndexOf(owner.Name), Audiences.KindOf(owner.LinksTo!)!.Value))];
        _implied = [.. Enumerable.Range(0, type.Fields.Count).Select(Implied)];
    }

    /// <summary>The key of the group that a record's rows go to.</summary>
    public int KeyOf(Record record)
    {
        if (_names is null || record.Values[NameSlot] is not { IsMissing: false } name)
        {
            return 0;
        }

        int code = _names.Count < MostNames ? _names.Intern(name.AsText()) : _names.Find(TextFold.Fold(name.AsText()));
        return code + 1;
    }

    /// <summary>The kind of owner whose link in this slot is not stored in the owner's own rows, because it is the owner; null for all other slots.</summary>
    public ProfileKind? ImpliedOwner(int slot) => slot < _implied.Length ? _implied[slot] : null;

    private ProfileKind? Implied(int slot)
    {
        int owner = Array.FindIndex(Owners, link => link.Slot == slot);
        return owner >= 0 && Owners.Count(link => link.Kind == Owners[owner].Kind) == 1 ? Owners[owner].Kind : null;
    }
}
