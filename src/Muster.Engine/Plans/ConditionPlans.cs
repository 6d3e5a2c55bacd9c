using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Rules.Schema;

namespace Muster.Engine.Plans;

/// <summary>A column's values tested.</summary>
/// <param name="slot">The column's; -1 for a field that no row can have.</param>
/// <param name="test">Made against the column's field.</param>
/// <param name="negated">Whether the complement is meant.</param>
internal sealed class ConditionPlan(int slot, ColumnTest test, bool negated) : Plan
{
    public override int Cost => test.Cost;

    public override void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        if (slot < 0 || table.Column(slot) is not { } column)
        {
            if (test is MissingTest != negated)
            {
                candidates.CopyTo(result);
            }
            else
            {
                result.Clear();
            }

            return;
        }

        column.Test(test, table.Count, result);
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

/// <summary>Holds for profiles of some kinds.</summary>
internal sealed class KindPlan(ProfileKind[] kinds) : Plan
{
    public override int Cost => 0;

    public override void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        result.Clear();
        foreach (ProfileKind kind in kinds)
        {
            Bits.Or(result, ((Block)table).OfKind(kind));
        }

        Bits.And(result, candidates);
    }
}

/// <summary>A plan for companies, carried over to the profiles that link to them.</summary>
/// <param name="company">What is tested of the company, never negated.</param>
/// <param name="withoutCompany">Whether it holds where there is no company: the value is missing then.</param>
/// <param name="negated">Whether the complement is meant.</param>
internal sealed class CompanyPlan(Plan company, bool withoutCompany, bool negated) : Plan
{
    /// <summary>By ordinal, whether a link to it makes the condition true; null until prepared.</summary>
    private ulong[]? _holds;

    public override int Cost => 10;

    public override void Prepare(Sweep sweep)
    {
        company.Prepare(sweep);
        ulong[] holds = new ulong[sweep.Population.Partitions.Count * Block.FullWords];
        sweep.ForEach(partition =>
        {
            Mark(partition, holds.AsSpan(partition.Index * Block.FullWords, partition.Words));
        });
        _holds = holds;
    }

    public override void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        Block block = (Block)table;
        if (block is Selection selection)
        {
            Selection companies = selection.Companies;
            using Rented<ulong> holds = new(companies.Words);
            Mark(companies, holds.Span);
            Gather(block, candidates, result, holds.Span, companies);
        }
        else
        {
            Gather(block, candidates, result, _holds ?? throw new InvalidOperationException("The plan was not prepared."), companies: null);
        }

        if (negated)
        {
            Bits.Complement(result, candidates);
        }
    }

    private void Mark(Block block, Span<ulong> holds)
    {
        using Rented<ulong> alive = new(holds.Length);
        block.OfKind(ProfileKind.Company).CopyTo(alive.Span);
        Bits.And(alive.Span, block.Alive);
        holds.Clear();
        if (!Bits.IsEmpty(alive.Span))
        {
            company.Evaluate(block, alive.Span, holds);
        }

        if (withoutCompany)
        {
            for (int word = 0; word < holds.Length; word++)
            {
                holds[word] |= ~alive.Span[word];
            }
        }
    }

    private void Gather(Block block, ReadOnlySpan<ulong> candidates, Span<ulong> result, ReadOnlySpan<ulong> holds, Selection? companies)
    {
        result.Clear();
        if (block.Column(block.Layout.CompanySlot) is not LinkColumn links)
        {
            if (withoutCompany)
            {
                candidates.CopyTo(result);
            }

            return;
        }

        foreach (int row in Bits.Of(candidates))
        {
            if (!links.Has(row))
            {
                if (withoutCompany)
                {
                    Bits.Set(result, row);
                }
            }
            else if (Bits.Get(holds, companies is null ? links.Values[row] : companies.PositionOf(links.Values[row])))
            {
                Bits.Set(result, row);
            }
        }
    }
}

/// <summary>In at least one of some segments and lists.</summary>
internal sealed class MembershipPlan((Audience Audience, Plan Root)[] segments, StaticList[] lists, bool negated) : Plan
{
    public override int Cost { get; } = lists.Length + segments.Sum(segment => segment.Root.Cost + 1);

    public override void Prepare(Sweep sweep)
    {
        foreach ((_, Plan root) in segments)
        {
            root.Prepare(sweep);
        }
    }

    public override void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result)
    {
        Block block = (Block)table;
        result.Clear();
        using Rented<ulong> open = new(result.Length);
        using Rented<ulong> members = new(result.Length);
        foreach (StaticList list in lists)
        {
            block.Members(list, members.Span);
            Bits.Or(result, members.Span);
        }

        Bits.And(result, candidates);
        foreach ((Audience audience, Plan root) in segments)
        {
            block.In(audience, open.Span);
            Bits.And(open.Span, candidates);
            Bits.AndNot(open.Span, result);
            if (!Bits.IsEmpty(open.Span))
            {
                root.Evaluate(block, open.Span, members.Span);
                Bits.Or(result, members.Span);
            }
        }

        if (negated)
        {
            Bits.Complement(result, candidates);
        }
    }
}
