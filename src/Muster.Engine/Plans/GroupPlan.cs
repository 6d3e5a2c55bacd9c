using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Rules.Syntax;

namespace Muster.Engine.Plans;

/// <summary>Nodes joined: the cheapest first, each on what the ones before left open, until nothing is.</summary>
internal sealed class GroupPlan(Combinator combinator, bool negated, Plan[] nodes) : Plan
{
    private readonly Plan[] _nodes = [.. nodes.OrderBy(node => node.Cost)];

    public override int Cost { get; } = 1 + nodes.Sum(node => node.Cost);

    /// <summary>Whether it holds everywhere, without looking.</summary>
    public bool IsEveryone => _nodes.Length == 0 && combinator == Combinator.And != negated;

    public override void Prepare(Sweep sweep)
    {
        foreach (Plan node in _nodes)
        {
            node.Prepare(sweep);
        }
    }

    public override void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        if (combinator == Combinator.And)
        {
            All(table, candidates, result);
        }
        else
        {
            Any(table, candidates, result);
        }

        if (negated)
        {
            Bits.Complement(result, candidates);
        }
    }

    private void All(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        candidates.CopyTo(result);
        using Rented<ulong> passed = new(result.Length);
        foreach (Plan node in _nodes)
        {
            if (Bits.IsEmpty(result))
            {
                return;
            }

            node.Evaluate(table, result, passed.Span);
            passed.Span.CopyTo(result);
        }
    }

    private void Any(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        result.Clear();
        using Rented<ulong> open = new(result.Length);
        using Rented<ulong> passed = new(result.Length);
        candidates.CopyTo(open.Span);
        foreach (Plan node in _nodes)
        {
            if (Bits.IsEmpty(open.Span))
            {
                return;
            }

            node.Evaluate(table, open.Span, passed.Span);
            Bits.Or(result, passed.Span);
            Bits.AndNot(open.Span, passed.Span);
        }
    }
}
