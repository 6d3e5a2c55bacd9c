using System.Runtime.InteropServices;
using Muster.Engine.Columns;
using Muster.Engine.Derived;
using Muster.Engine.Kernels;
using Muster.Engine.Plans;
using Muster.Engine.Rows;
using Muster.Rules.Schema;

namespace Muster.Engine.Partitions;

/// <summary>
/// Some profiles, gathered from their partitions into a block of their own, so that the same plans answer for a handful of them at a cost that
/// does not grow with how many there are. Columns and rows are gathered when first asked for. For one thread.
/// </summary>
internal sealed class Selection : Block
{
    private readonly Population _population;
    private readonly int[] _ordinals;
    private readonly ulong[] _alive;
    private readonly ulong[][] _kinds = new ulong[Enum.GetValues<ProfileKind>().Length][];
    private readonly Dictionary<int, Column?> _columns = [];
    private readonly Dictionary<ObjectStore, List<RowGroup>> _rows = [];
    private readonly Dictionary<Derivation, DerivedColumn> _derived = [];

    /// <param name="population">Where they are.</param>
    /// <param name="ordinals">Their ordinals, ascending, each once, at most <see cref="Block.Size"/>.</param>
    public Selection(Population population, int[] ordinals)
        : base(population.Layout)
    {
        _population = population;
        _ordinals = ordinals;
        _alive = new ulong[Words];
        for (int kind = 0; kind < _kinds.Length; kind++)
        {
            _kinds[kind] = new ulong[Words];
        }

        for (int i = 0; i < ordinals.Length; i++)
        {
            Bits.Set(_kinds[(int)population.KindOf(ordinals[i])], i);
            if (population.IsAlive(ordinals[i]))
            {
                Bits.Set(_alive, i);
            }
        }
    }

    /// <summary>What leaves that several rules share gave.</summary>
    public Dictionary<SharedPlan, ulong[]> Remembered { get; } = [];

    public override int Count => _ordinals.Length;

    public override ReadOnlySpan<ulong> Alive => _alive;

    public override ReadOnlySpan<ulong> OfKind(ProfileKind kind) => _kinds[(int)kind];

    public override int OrdinalAt(int position) => _ordinals[position];

    /// <summary>The position of an ordinal, or negative.</summary>
    public int PositionOf(int ordinal) => Array.BinarySearch(_ordinals, ordinal);

    public override void Members(StaticList list, Span<ulong> words)
    {
        words.Clear();
        for (int i = 0; i < _ordinals.Length; i++)
        {
            if (list.Has(_ordinals[i]))
            {
                Bits.Set(words, i);
            }
        }
    }

    /// <summary>The profiles of a selection that link to companies, gathered: made once, for all conditions on companies.</summary>
    public Selection Companies => field ??= new(_population, CompanyOrdinals());

    public override Column? Column(int slot)
    {
        if (_columns.TryGetValue(slot, out Column? gathered))
        {
            return gathered;
        }

        using Rented<int> rows = new(_ordinals.Length);
        foreach ((Partition partition, int start, int end) in Runs())
        {
            if (partition.Column(slot) is not { } source)
            {
                continue;
            }

            for (int i = start; i < end; i++)
            {
                rows.Span[i - start] = _ordinals[i] % Size;
            }

            gathered ??= source.New();
            gathered.CopyFrom(source, rows.Span[..(end - start)], start);
        }

        _columns.Add(slot, gathered);
        return gathered;
    }

    public override DerivedColumn Derived(Derivation derivation, IDerivedValues values)
    {
        if (_derived.TryGetValue(derivation, out DerivedColumn? gathered))
        {
            return gathered;
        }

        gathered = derivation.NewColumn();
        using Rented<int> rows = new(_ordinals.Length);
        foreach ((Partition partition, int start, int end) in Runs())
        {
            for (int i = start; i < end; i++)
            {
                rows.Span[i - start] = _ordinals[i] % Size;
            }

            gathered.CopyFrom(partition.Derived(derivation, values), rows.Span[..(end - start)], start);
        }

        _derived.Add(derivation, gathered);
        return gathered;
    }

    public override IReadOnlyList<RowGroup> Rows(ObjectStore store)
    {
        if (_rows.TryGetValue(store, out List<RowGroup>? gathered))
        {
            return gathered;
        }

        gathered = [];
        List<int> rows = [];
        List<ushort> owners = [];
        using Rented<ushort> sought = new(_ordinals.Length);
        foreach ((Partition partition, int start, int end) in Runs())
        {
            for (int i = start; i < end; i++)
            {
                sought.Span[i - start] = (ushort)(_ordinals[i] % Size);
            }

            foreach (RowGroup source in partition.Rows(store))
            {
                rows.Clear();
                owners.Clear();
                source.RowsOf(sought.Span[..(end - start)], start, rows, owners);
                if (rows.Count == 0)
                {
                    continue;
                }

                RowGroup? target = gathered.Find(group => group.Key == source.Key);
                if (target is null)
                {
                    gathered.Add(target = new(store, this, source.Key));
                }

                target.Append(source, [.. rows], CollectionsMarshal.AsSpan(owners));
            }
        }

        _rows.Add(store, gathered);
        return gathered;
    }

    private int[] CompanyOrdinals()
    {
        SortedSet<int> companies = [];
        if (Column(Layout.CompanySlot) is LinkColumn links)
        {
            for (int i = 0; i < Count; i++)
            {
                if (links.Has(i))
                {
                    companies.Add(links.Values[i]);
                }
            }
        }

        return [.. companies];
    }

    /// <summary>The stretches of ordinals that are of one partition.</summary>
    private IEnumerable<(Partition Partition, int Start, int End)> Runs()
    {
        for (int start = 0; start < _ordinals.Length;)
        {
            Partition partition = _population.PartitionOf(_ordinals[start]);
            int end = start;
            while (end < _ordinals.Length && _ordinals[end] / Size == partition.Index)
            {
                end++;
            }

            yield return (partition, start, end);
            start = end;
        }
    }
}
