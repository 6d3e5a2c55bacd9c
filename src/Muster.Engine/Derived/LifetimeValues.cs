using Muster.Engine.Partitions;
using Muster.Engine.Plans;

namespace Muster.Engine.Derived;

/// <summary>The sums that an aggregate of money gives.</summary>
internal sealed class LifetimeValues(AggregatePlan sum) : IDerivedValues
{
    public void Compute(Block block, Span<long> values, Span<ulong> known)
    {
        using Aggregation aggregation = sum.Compute(block);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = aggregation.ValueOf(i).AsMoney();
        }
    }
}
