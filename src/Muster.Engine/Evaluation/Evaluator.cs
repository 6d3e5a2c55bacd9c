using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Engine.Plans;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Syntax;

namespace Muster.Engine.Evaluation;

/// <summary>Runs rules over all profiles, or over some. One evaluation each; the data must not change meanwhile.</summary>
internal sealed class Evaluator(
    Population population, IReadOnlyDictionary<string, StaticList> lists, Moment moment, CancellationToken cancellationToken)
{
    private readonly Planner _planner = new(population, lists, moment);
    private readonly Sweep _sweep = new(population, cancellationToken);

    /// <summary>How many match, out of how many.</summary>
    public RuleCount Count(BoundRule rule)
    {
        Plan plan = _planner.Of(rule.Root);
        plan.Prepare(_sweep);
        (long count, long total) = (0, 0);
        _sweep.ForEach(partition =>
        {
            using Rented<ulong> audience = new(partition.Words);
            using Rented<ulong> matches = new(partition.Words);
            partition.In(rule.Audience, audience.Span);
            if (Bits.Count(audience.Span) is var within and > 0)
            {
                plan.Evaluate(partition, audience.Span, matches.Span);
                Interlocked.Add(ref total, within);
                Interlocked.Add(ref count, Bits.Count(matches.Span));
            }
        });
        return new(count, total);
    }

    /// <summary>The members, as they are now.</summary>
    public Members Members(BoundRule rule)
    {
        Plan plan = _planner.Of(rule.Root);
        plan.Prepare(_sweep);
        ulong[]?[] members = new ulong[]?[population.Partitions.Count];
        _sweep.ForEach(partition =>
        {
            using Rented<ulong> audience = new(partition.Words);
            partition.In(rule.Audience, audience.Span);
            if (!Bits.IsEmpty(audience.Span))
            {
                ulong[] matches = new ulong[partition.Words];
                plan.Evaluate(partition, audience.Span, matches);
                members[partition.Index] = matches;
            }
        });
        return new(members);
    }

    /// <summary>Counts of the whole and of each node on its own, and the first that match.</summary>
    public RulePreview Preview(BoundRule rule, int limit)
    {
        PlanTree tree = _planner.TreeOf(rule.Root);
        tree.Plan.Prepare(_sweep);
        long[] conditions = new long[rule.Pointers.Count];
        ulong[]?[] members = new ulong[]?[population.Partitions.Count];
        long total = 0;
        _sweep.ForEach(partition =>
        {
            using Rented<ulong> audience = new(partition.Words);
            partition.In(rule.Audience, audience.Span);
            if (Bits.Count(audience.Span) is var within and > 0)
            {
                ulong[] matches = new ulong[partition.Words];
                int next = 0;
                CountNodes(tree, partition, audience.Span, matches, conditions, ref next);
                members[partition.Index] = matches;
                Interlocked.Add(ref total, within);
            }
        });
        Members found = new(members);
        return new(found.Count, total, [.. found.Ordinals().Take(limit).Select(population.KeyOf)], conditions);
    }

    /// <summary>Which of the rules each of the profiles matches.</summary>
    public RuleMatches Evaluate(IReadOnlyList<BoundRule> rules, IReadOnlyList<ProfileKey> profiles) =>
        new RuleSet(population, new(population, lists, moment, share: true), rules).Evaluate(profiles, cancellationToken);

    /// <summary>Evaluates every node within the audience, and counts; groups are put together from their nodes.</summary>
    private static void CountNodes(PlanTree tree, Partition partition, ReadOnlySpan<ulong> audience, Span<ulong> result, long[] counts, ref int next)
    {
        int place = next++;
        if (tree.Node is not BoundNode.Group group)
        {
            tree.Plan.Evaluate(partition, audience, result);
        }
        else
        {
            bool all = group.Combinator == Combinator.And;
            result.Clear();
            if (all)
            {
                audience.CopyTo(result);
            }

            using Rented<ulong> one = new(result.Length);
            foreach (PlanTree node in tree.Nodes)
            {
                CountNodes(node, partition, audience, one.Span, counts, ref next);
                if (all)
                {
                    Bits.And(result, one.Span);
                }
                else
                {
                    Bits.Or(result, one.Span);
                }
            }

            if (group.Negated)
            {
                Bits.Complement(result, audience);
            }
        }

        Interlocked.Add(ref counts[place], Bits.Count(result));
    }
}
