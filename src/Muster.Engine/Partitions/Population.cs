using System.Text;
using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Engine.Rows;
using Muster.Rules.Backend;
using Muster.Rules.Schema;

namespace Muster.Engine.Partitions;

/// <summary>All profiles: their ordinals, their partitions, and the way from key to ordinal. An ordinal, once given, stays.</summary>
internal sealed class Population : IProfileDirectory
{
    private readonly List<Partition> _partitions = [];
    private readonly OrdinalIndex _index = new();
    private readonly long[] _alive = new long[Enum.GetValues<ProfileKind>().Length];

    public Population(CrmSchema schema, Tuning tuning) => Layout = new(schema, this, tuning);

    public Layout Layout { get; }

    public IReadOnlyList<Partition> Partitions => _partitions;

    /// <summary>Ordinals given.</summary>
    public int Count => _partitions.Count == 0 ? 0 : ((_partitions.Count - 1) * Block.Size) + _partitions[^1].Count;

    /// <summary>Bytes of the way from key to ordinal.</summary>
    public long IndexBytes => _index.Bytes;

    /// <summary>Profiles of a kind that exist.</summary>
    public long Alive(ProfileKind kind) => _alive[(int)kind];

    /// <summary>The ordinal of a profile, existing or only referred to, or -1.</summary>
    public int Find(ProfileKind kind, string id)
    {
        using Rented<byte> buffer = new(Encoding.UTF8.GetMaxByteCount(id.Length));
        ReadOnlySpan<byte> utf8 = buffer.Span[..Encoding.UTF8.GetBytes(id, buffer.Span)];
        return Find(kind, utf8, Tag(kind, utf8));
    }

    /// <inheritdoc/>
    public int OrdinalOf(ProfileKind kind, string id)
    {
        using Rented<byte> buffer = new(Encoding.UTF8.GetMaxByteCount(id.Length));
        ReadOnlySpan<byte> utf8 = buffer.Span[..Encoding.UTF8.GetBytes(id, buffer.Span)];
        uint tag = Tag(kind, utf8);
        if (Find(kind, utf8, tag) is var known and >= 0)
        {
            return known;
        }

        if (_partitions.Count == 0 || _partitions[^1].Count == Block.Size)
        {
            _partitions.Add(new(this, _partitions.Count));
        }

        int ordinal = _partitions[^1].OrdinalAt(_partitions[^1].Add(kind, id));
        _index.Add(tag, ordinal);
        return ordinal;
    }

    public Partition PartitionOf(int ordinal) => _partitions[ordinal / Block.Size];

    public void SetAlive(int ordinal, ProfileKind kind, bool alive)
    {
        Partition partition = PartitionOf(ordinal);
        int position = ordinal % Block.Size;
        if (partition.IsAlive(position) != alive)
        {
            partition.SetAlive(position, alive);
            _alive[(int)kind] += alive ? 1 : -1;
        }
    }

    public bool IsAlive(int ordinal) => PartitionOf(ordinal).IsAlive(ordinal % Block.Size);

    public ProfileKind KindOf(int ordinal) => PartitionOf(ordinal).KindOf(ordinal % Block.Size);

    /// <inheritdoc/>
    public string IdOf(int ordinal) => PartitionOf(ordinal).Ids.Id(ordinal % Block.Size);

    /// <summary>The key of an ordinal.</summary>
    public ProfileKey KeyOf(int ordinal) => new(KindOf(ordinal), IdOf(ordinal));

    private int Find(ProfileKind kind, ReadOnlySpan<byte> id, uint tag)
    {
        foreach (int ordinal in _index.Find(tag))
        {
            Partition partition = PartitionOf(ordinal);
            int position = ordinal % Block.Size;
            if (partition.Ids.IsAt(position, id) && Bits.Get(partition.OfKind(kind), position))
            {
                return ordinal;
            }
        }

        return -1;
    }

    private static uint Tag(ProfileKind kind, ReadOnlySpan<byte> id) => (uint)((IdHash.Of(id) + ((ulong)kind * 0x9E37_79B9_7F4A_7C15)) >> 32);
}
