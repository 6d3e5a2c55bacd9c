using Muster.Engine.Columns;
using Muster.Engine.Derived;
using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Engine.Rows;
using Muster.Rules.Syntax;

namespace Muster.Engine.Plans;

/// <summary>How many related rows match.</summary>
internal sealed class RelatedPlan(ObjectStore store, Quantifier quantifier, int threshold, GroupPlan where) : Plan
{
    public override int Cost => 100 + (10 * where.Cost);

    public override void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        Block block = (Block)table;
        switch (quantifier)
        {
            case Quantifier.Some:
                MarkOwners(block, result, failing: false);
                Bits.And(result, candidates);
                break;
            case Quantifier.None:
                MarkOwners(block, result, failing: false);
                Bits.Complement(result, candidates);
                break;
            case Quantifier.All:
                All(block, candidates, result);
                break;
            default:
                Count(block, candidates, result);
                break;
        }
    }

    /// <summary>How many rows all profiles of a block have, and how many of them match.</summary>
    public (long Rows, long Matching) CountOf(Block block)
    {
        (long rows, long matching) = (0, 0);
        foreach (RowGroup group in block.Rows(store))
        {
            using Rented<ulong> matched = new(group.Live.Length);
            where.Evaluate(group, group.Live, matched.Span);
            rows += group.LiveCount;
            matching += Bits.Count(matched.Span);
        }

        return (rows, matching);
    }

    /// <summary>Marks owners of rows that match, or of rows that fail to.</summary>
    private void MarkOwners(Block block, Span<ulong> owners, bool failing)
    {
        owners.Clear();
        foreach (RowGroup group in block.Rows(store))
        {
            if (where.IsEveryone)
            {
                if (!failing)
                {
                    MarkAll(group, owners);
                }

                continue;
            }

            using Rented<ulong> matched = new(group.Live.Length);
            where.Evaluate(group, group.Live, matched.Span);
            if (failing)
            {
                Bits.Complement(matched.Span, group.Live);
            }

            if (matched.Span.SequenceEqual(group.Live))
            {
                MarkAll(group, owners);
            }
            else
            {
                OwnerKernel.Mark(matched.Span, group.Owners, owners);
            }
        }
    }

    private static void MarkAll(RowGroup group, Span<ulong> owners)
    {
        ReadOnlySpan<ulong> marked = group.Marked;
        Bits.Or(owners[..marked.Length], marked);
    }

    private void All(Block block, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        using Rented<ulong> failing = new(result.Length);
        MarkOwners(block, failing.Span, failing: true);
        result.Clear();
        foreach (RowGroup group in block.Rows(store))
        {
            MarkAll(group, result);
        }

        Bits.AndNot(result, failing.Span);
        Bits.And(result, candidates);
    }

    private void Count(Block block, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        (int least, int most) = quantifier switch
        {
            Quantifier.AtLeast => (threshold, int.MaxValue),
            Quantifier.AtMost => (0, threshold),
            _ => (threshold, threshold),
        };
        if (where.IsEveryone)
        {
            block.Derived(store.RowCount, new RowCounts(store)).Test(new RangeTest<long>([(least, most)]), block.Count, result);
            Bits.And(result, candidates);
            return;
        }

        using Rented<int> counts = new(block.Count, clear: true);
        foreach (RowGroup group in block.Rows(store))
        {
            using Rented<ulong> matched = new(group.Live.Length);
            where.Evaluate(group, group.Live, matched.Span);
            OwnerKernel.Count(matched.Span, group.Owners, counts.Span);
        }

        RangeKernel.Within(counts.Span, least, most, result);
        Bits.And(result, candidates);
    }
}
