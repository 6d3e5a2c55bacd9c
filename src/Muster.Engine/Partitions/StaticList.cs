using Muster.Engine.Kernels;

namespace Muster.Engine.Partitions;

/// <summary>The members of a list, as a bitmap for each partition that has any. Immutable once filled.</summary>
internal sealed class StaticList
{
    private readonly Dictionary<int, ulong[]> _byPartition = [];

    public long Bytes => _byPartition.Count * (Block.FullWords * (long)sizeof(ulong));

    public void Add(int ordinal)
    {
        if (!_byPartition.TryGetValue(ordinal / Block.Size, out ulong[]? words))
        {
            _byPartition.Add(ordinal / Block.Size, words = new ulong[Block.FullWords]);
        }

        Bits.Set(words, ordinal % Block.Size);
    }

    public bool Has(int ordinal) => Bits.Get(Of(ordinal / Block.Size), ordinal % Block.Size);

    /// <summary>The members within a partition.</summary>
    public ReadOnlySpan<ulong> Of(int partition) => _byPartition.TryGetValue(partition, out ulong[]? words) ? words : None;

    private static readonly ulong[] None = new ulong[Block.FullWords];
}
