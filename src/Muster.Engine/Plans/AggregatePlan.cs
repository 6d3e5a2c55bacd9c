using Muster.Engine.Columns;
using Muster.Engine.Derived;
using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Engine.Rows;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Engine.Plans;

/// <summary>Rows that an aggregate is computed over.</summary>
/// <param name="Store">Their object.</param>
/// <param name="Slot">What it is computed of; -1 for the rows themselves.</param>
/// <param name="Where">Which of them.</param>
internal sealed record AggregatePart(ObjectStore Store, int Slot, GroupPlan Where);

/// <summary>A value computed over related rows, tested.</summary>
/// <param name="function">What is computed.</param>
/// <param name="type">The type of what it is computed of; null for the rows themselves.</param>
/// <param name="parts">Over what; several make one value together.</param>
/// <param name="test">What the value has to pass.</param>
/// <param name="columnTest">The same, made against the column, for functions that give one of its values; else null.</param>
/// <param name="negated">Whether the complement is meant.</param>
internal sealed class AggregatePlan(
    AggregateFunction function, FieldType? type, AggregatePart[] parts, ValueTest test, ColumnTest? columnTest, bool negated) : Plan
{
    public override int Cost { get; } = 400 + (10 * parts.Sum(part => part.Where.Cost));

    private readonly ColumnTest _computed = TestPlanner.OfComputed(test, function, type);

    /// <summary>The same, tested on what is kept; null where it has to be computed.</summary>
    private readonly DerivedPlan? _kept = function == AggregateFunction.Count && parts is [{ Slot: < 0, Where.IsEveryone: true, Store: var store }]
        ? new(store.RowCount, new RowCounts(store), TestPlanner.OfWhole(test), negated)
        : null;

    public override void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        if (_kept is not null)
        {
            _kept.Evaluate(table, candidates, result);
            return;
        }

        using Aggregation aggregation = Compute((Block)table);
        aggregation.Mark(result);
        if (negated)
        {
            Bits.Complement(result, candidates);
        }
        else
        {
            Bits.And(result, candidates);
        }
    }

    /// <summary>The value for a profile, or missing.</summary>
    public FieldValue ValueOf(Block block, int position)
    {
        using Aggregation aggregation = Compute(block);
        return aggregation.ValueOf(position);
    }

    /// <summary>The values of all profiles of a block.</summary>
    public Aggregation Compute(Block block)
    {
        Aggregation aggregation = function switch
        {
            AggregateFunction.Count => new CountAggregation(block.Count, _computed),
            AggregateFunction.Sum or AggregateFunction.Avg when type == FieldType.Money => new MoneyAggregation(block.Count, function == AggregateFunction.Avg, _computed),
            AggregateFunction.Sum or AggregateFunction.Avg => new NumberAggregation(block.Count, function == AggregateFunction.Avg, _computed),
            AggregateFunction.Distinct => new DistinctAggregation(block.Count, _computed),
            _ => new RowAggregation(block.Count, function, columnTest!),
        };
        foreach (AggregatePart part in parts)
        {
            foreach (RowGroup group in block.Rows(part.Store))
            {
                Add(aggregation, part, group);
            }
        }

        aggregation.Complete();
        return aggregation;
    }

    private static void Add(Aggregation aggregation, AggregatePart part, RowGroup group)
    {
        Column? column = part.Slot < 0 ? null : group.Column(part.Slot);
        if (part.Slot >= 0 && column is null)
        {
            return;
        }

        using Rented<ulong> matched = new(group.Live.Length);
        part.Where.Evaluate(group, group.Live, matched.Span);
        if (column is not null)
        {
            using Rented<ulong> present = new(matched.Span.Length);
            column.Present(present.Span);
            Bits.And(matched.Span, present.Span);
        }

        if (!Bits.IsEmpty(matched.Span))
        {
            aggregation.Add(group, column, matched.Span);
        }
    }
}
