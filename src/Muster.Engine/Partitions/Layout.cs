using Muster.Engine.Columns;
using Muster.Engine.Derived;
using Muster.Engine.Rows;
using Muster.Rules.Schema;

namespace Muster.Engine.Partitions;

/// <summary>Which field is kept where: profile fields in slots shared by all kinds, and a store for each related object. Grows with the schema.</summary>
internal sealed class Layout
{
    private readonly IProfileDirectory _directory;
    private readonly Tuning _tuning;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<FieldStore> _profileFields = [];
    private readonly List<ObjectStore> _objects = [];
    private readonly Dictionary<string, ObjectStore> _objectsByName = new(StringComparer.Ordinal);
    private readonly int[][] _fieldOfSlot = new int[Enum.GetValues<ProfileKind>().Length][];

    public Layout(CrmSchema schema, IProfileDirectory directory, Tuning tuning)
    {
        _tuning = tuning;
        _directory = directory;
        Schema = schema;
        DeletedDeals = new ObjectStore(0, DealType(schema), directory, tuning);
        _objects.Add(DeletedDeals);
        Grow(schema);
        IdSlot = _slots["id"];
        CompanySlot = _slots["company"];
        LastActivity = new(FieldType.DateTime, always: false, [.. Activities.Select(activity => Find(activity.Object)!)], SlotOf("last_activity_at"));
        LifetimeValue = new(FieldType.Money, always: true, [Find("order")!, Find("deal")!]);
        MeansSlots = [_slots["email"], _slots["phone"], _slots["messenger"]];
        ClientLinkSlots = [_slots["contact"], CompanySlot];
    }

    public CrmSchema Schema { get; private set; }

    /// <summary>Profile fields, by slot.</summary>
    public IReadOnlyList<FieldStore> ProfileFields => _profileFields;

    /// <summary>Objects whose rows belong to profiles; the first is <see cref="DeletedDeals"/>.</summary>
    public IReadOnlyList<ObjectStore> Objects => _objects;

    /// <summary>What is remembered of deals that were deleted: whose they were.</summary>
    public ObjectStore DeletedDeals { get; }

    /// <summary>The objects whose rows are activity, and the fields that say when; of a row, the first that has a value counts.</summary>
    public static IReadOnlyList<(string Object, string[] Times)> Activities { get; } =
        [("activity", ["at"]), ("conversation", ["last_message_at", "started_at"]), ("engagement", ["at"]), ("event", ["at"])];

    /// <summary>The latest activity, kept.</summary>
    public Derivation LastActivity { get; }

    /// <summary>The sum of paid orders and won deals, kept.</summary>
    public Derivation LifetimeValue { get; }

    public int IdSlot { get; }

    public int CompanySlot { get; }

    /// <summary>E-mail, phone and messenger: a lead has at least one.</summary>
    public IReadOnlyList<int> MeansSlots { get; }

    /// <summary>Contact and company: a lead of the audience links to neither.</summary>
    public IReadOnlyList<int> ClientLinkSlots { get; }

    /// <summary>The slot of a profile field, or -1 where no kind of profile keeps a field of that name.</summary>
    public int SlotOf(string field) => _slots.GetValueOrDefault(field, -1);

    /// <summary>The store of a related object, or null.</summary>
    public ObjectStore? Find(string objectName) => _objectsByName.GetValueOrDefault(objectName);

    /// <summary>For a kind, the position among its fields of what is kept in each slot; -1 where it keeps nothing there. May be shorter than the slots.</summary>
    public ReadOnlySpan<int> FieldOfSlot(ProfileKind kind) => _fieldOfSlot[(int)kind];

    /// <summary>Takes in objects and fields that are new.</summary>
    /// <exception cref="ArgumentException">Something that there was is gone, or of another type.</exception>
    public void Grow(CrmSchema schema)
    {
        Demand(schema);
        foreach (ObjectType type in schema.Objects)
        {
            if (type.Kind == ObjectKind.Profile)
            {
                Add(Audiences.KindOf(type.Name)!.Value, type);
            }
            else if (_objectsByName.TryGetValue(type.Name, out ObjectStore? known))
            {
                known.Grow(type);
            }
            else
            {
                ObjectStore added = new(_objects.Count, type, _directory, _tuning);
                _objects.Add(added);
                _objectsByName.Add(type.Name, added);
            }
        }

        Schema = schema;
    }

    private void Demand(CrmSchema schema)
    {
        foreach (ObjectType was in Schema.Objects)
        {
            ObjectType? now = schema.Find(was.Name);
            for (int i = 0; i < was.Fields.Count; i++)
            {
                if (now is null || i >= now.Fields.Count || now.Fields[i].Name != was.Fields[i].Name || now.Fields[i].Type != was.Fields[i].Type)
                {
                    throw new ArgumentException($"The schema lacks {was.Name}.{was.Fields[i].Name}, or has it elsewhere or of another type: fields are only added.", nameof(schema));
                }
            }
        }
    }

    private void Add(ProfileKind kind, ObjectType type)
    {
        for (int i = 0; i < type.Fields.Count; i++)
        {
            Field field = type.Fields[i];
            if (field.Origin != FieldOrigin.Derived && !_slots.ContainsKey(field.Name))
            {
                _slots.Add(field.Name, _profileFields.Count);
                _profileFields.Add(new(field, _directory, _tuning));
            }
        }

        int[] fields = new int[_profileFields.Count];
        Array.Fill(fields, -1);
        for (int i = 0; i < type.Fields.Count; i++)
        {
            if (type.Fields[i].Origin != FieldOrigin.Derived && type.Fields[i].Name != "id")
            {
                fields[_slots[type.Fields[i].Name]] = i;
            }
        }

        _fieldOfSlot[(int)kind] = fields;
    }

    private static ObjectType DealType(CrmSchema schema) =>
        new("deleted_deal", "deleted_deals", ObjectKind.Related, schema.Find("deal")!.Fields.Where(field => field.Name == "id" || field.Type == FieldType.Link));
}
