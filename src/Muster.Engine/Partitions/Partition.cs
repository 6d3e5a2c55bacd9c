using Muster.Engine.Columns;
using Muster.Engine.Derived;
using Muster.Engine.Kernels;
using Muster.Engine.Rows;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine.Partitions;

/// <summary>The profiles of 65,536 consecutive ordinals, and the rows that belong to them.</summary>
internal sealed class Partition(Population population, int index) : Block(population.Layout)
{
    private readonly ulong[] _alive = new ulong[FullWords];
    private readonly ulong[]?[] _kinds = new ulong[]?[Enum.GetValues<ProfileKind>().Length];
    private Column?[] _columns = [];
    private ObjectRows[] _rows = [];
    private readonly Lock _keeping = new();
    private volatile KeptValues[] _kept = [];
    private int _count;

    public override int Count => _count;

    public int Index => index;

    public IdColumn Ids { get; } = new();

    public override ReadOnlySpan<ulong> Alive => _alive.AsSpan(0, Words);

    public IEnumerable<Column> Columns => _columns.OfType<Column>();

    public IEnumerable<RowGroup> AllRows => _rows.SelectMany(rows => rows.Groups ?? Empty);

    public override Column? Column(int slot) => slot == Layout.IdSlot ? Ids : slot < _columns.Length ? _columns[slot] : null;

    public override ReadOnlySpan<ulong> OfKind(ProfileKind kind) => (_kinds[(int)kind] ?? None).AsSpan(0, Words);

    public override IReadOnlyList<RowGroup> Rows(ObjectStore store)
    {
        List<RowGroup> groups = Groups(store);
        foreach (RowGroup group in groups)
        {
            group.Settle();
        }

        return groups;
    }

    public IEnumerable<KeptValues> Kept => _kept;

    public override DerivedColumn Derived(Derivation derivation, IDerivedValues values) => KeptOf(derivation).Values(population, this, values);

    public override void Touch(ObjectStore store, int position)
    {
        foreach (KeptValues kept in _kept)
        {
            if (kept.Derivation.Reads(store))
            {
                kept.Touch(position);
            }
        }
    }

    public override int OrdinalAt(int position) => (index * Size) + position;

    public override void Members(StaticList list, Span<ulong> words) => list.Of(index)[..words.Length].CopyTo(words);

    public ProfileKind KindOf(int position)
    {
        for (int kind = 0; kind < _kinds.Length; kind++)
        {
            if (_kinds[kind] is { } words && Bits.Get(words, position))
            {
                return (ProfileKind)kind;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(position), position, "There is no such profile.");
    }

    public bool IsAlive(int position) => Bits.Get(_alive, position);

    /// <summary>Adds a profile that is known by name only.</summary>
    /// <returns>Its position.</returns>
    public int Add(ProfileKind kind, string id)
    {
        Ids.Put(_count, id);
        Bits.Set(_kinds[(int)kind] ??= new ulong[FullWords], _count);
        foreach (KeptValues kept in _kept)
        {
            kept.Touch(_count);
        }

        return _count++;
    }

    public void SetAlive(int position, bool alive)
    {
        if (alive)
        {
            Bits.Set(_alive, position);
        }
        else
        {
            Bits.Clear(_alive, position);
        }
    }

    public void Put(int position, int slot, FieldValue value)
    {
        foreach (KeptValues kept in _kept)
        {
            if (kept.Derivation.OwnSlot == slot)
            {
                kept.Touch(position);
            }
        }

        if (slot < _columns.Length && _columns[slot] is { } column)
        {
            if (value.IsMissing)
            {
                column.Clear(position);
            }
            else
            {
                column.Set(position, value);
            }
        }
        else if (!value.IsMissing)
        {
            if (slot >= _columns.Length)
            {
                Array.Resize(ref _columns, Layout.ProfileFields.Count);
            }

            _columns[slot] = Layout.ProfileFields[slot].NewColumn();
            _columns[slot]!.Set(position, value);
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

    /// <summary>The groups of an object's rows, as they are.</summary>
    public List<RowGroup> Groups(ObjectStore store) => store.Index < _rows.Length && _rows[store.Index].Groups is { } groups ? groups : Empty;

    /// <summary>The group that a new row of an object goes to.</summary>
    /// <param name="store">The object.</param>
    /// <param name="key">For events, the code of the name; else 0.</param>
    public RowGroup GroupFor(ObjectStore store, int key)
    {
        if (store.Index >= _rows.Length)
        {
            Array.Resize(ref _rows, store.Index + 1);
        }

        ref ObjectRows rows = ref _rows[store.Index];
        if (key >= (rows.ByKey?.Length ?? 0))
        {
            Array.Resize(ref rows.ByKey, key + 1);
        }

        if (rows.ByKey![key] is { } group)
        {
            return group;
        }

        RowGroup added = new(store, this, key);
        rows.ByKey[key] = added;
        (rows.Groups ??= []).Add(added);
        return added;
    }

    private KeptValues KeptOf(Derivation derivation)
    {
        KeptValues? known = Array.Find(_kept, kept => kept.Derivation == derivation);
        if (known is not null)
        {
            return known;
        }

        lock (_keeping)
        {
            known = Array.Find(_kept, kept => kept.Derivation == derivation);
            if (known is null)
            {
                known = new(derivation);
                _kept = [.. _kept, known];
            }

            return known;
        }
    }

    private static readonly ulong[] None = new ulong[FullWords];

    private static readonly List<RowGroup> Empty = [];

    /// <summary>The groups of an object's rows, one after the other and by their keys.</summary>
    private struct ObjectRows
    {
        public List<RowGroup>? Groups;
        public RowGroup?[]? ByKey;
    }
}
