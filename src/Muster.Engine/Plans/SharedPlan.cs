using Muster.Engine.Kernels;
using Muster.Engine.Partitions;

namespace Muster.Engine.Plans;

/// <summary>A leaf that rules evaluated together share: run once for each selection, for all its profiles, and remembered by the selection.</summary>
/// <remarks>Cost: a bit a profile of the selection while the selection lives.</remarks>
internal sealed class SharedPlan(Plan plan) : Plan
{
    /// <summary>Whether more than one rule, or place in a rule, asks for it; one that does not is not remembered. Set before any evaluation.</summary>
    public bool IsShared { get; set; }

    public override int Cost => plan.Cost;

    public override void Prepare(Sweep sweep) => plan.Prepare(sweep);

    public override void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        if (!IsShared || table is not Selection selection)
        {
            plan.Evaluate(table, candidates, result);
            return;
        }

        if (!selection.Remembered.TryGetValue(this, out ulong[]? holds))
        {
            ulong[] everyone = new ulong[selection.Words];
            Bits.Fill(everyone, selection.Count);
            holds = new ulong[selection.Words];
            plan.Evaluate(selection, everyone, holds);
            selection.Remembered.Add(this, holds);
        }

        holds.CopyTo(result);
        Bits.And(result, candidates);
    }
}
