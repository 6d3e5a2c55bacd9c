using Muster.Engine.Columns;
using Muster.Engine.Derived;
using Muster.Engine.Kernels;
using Muster.Engine.Partitions;

namespace Muster.Engine.Plans;

/// <summary>A value that is computed over rows and kept, tested.</summary>
/// <param name="derivation">Which.</param>
/// <param name="values">Computes it.</param>
/// <param name="test">A test of instants, money or whole numbers.</param>
/// <param name="negated">Whether the complement is meant.</param>
internal sealed class DerivedPlan(Derivation derivation, IDerivedValues values, ColumnTest test, bool negated) : Plan
{
    public override int Cost => 10;

    public override void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        ((Block)table).Derived(derivation, values).Test(test, table.Count, result);
        if (negated)
        {
            Bits.Complement(result, candidates);
        }
        else
        {
            Bits.And(result, candidates);
        }
    }
}
