using Muster.Engine.Kernels;
using Muster.Engine.Partitions;

namespace Muster.Engine.Evaluation;

/// <summary>The members of a segment at one moment: a bitmap for each partition that has any.</summary>
internal sealed class Members(ulong[]?[] byPartition)
{
    public long Count => byPartition.Sum(words => words is null ? 0 : Bits.Count(words));

    /// <summary>Their ordinals, ascending.</summary>
    public IEnumerable<int> Ordinals()
    {
        for (int partition = 0; partition < byPartition.Length; partition++)
        {
            ulong[] words = byPartition[partition] ?? [];
            for (int word = 0; word < words.Length; word++)
            {
                for (ulong rest = words[word]; rest != 0; rest &= rest - 1)
                {
                    yield return (partition * Block.Size) + (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(rest);
                }
            }
        }
    }
}
