using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Engine.Rows;

namespace Muster.Engine.Derived;

/// <summary>How many rows of an object each profile has.</summary>
internal sealed class RowCounts(ObjectStore store) : IDerivedValues
{
    public void Compute(Block block, Span<long> values, Span<ulong> known)
    {
        values.Clear();
        using Rented<int> counts = new(block.Count, clear: true);
        foreach (RowGroup group in block.Rows(store))
        {
            OwnerKernel.Count(group.Live, group.Owners, counts.Span);
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = counts.Span[i];
        }
    }
}
