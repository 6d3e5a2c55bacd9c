using Muster.Engine.Partitions;
using Muster.Rules.Binding;

namespace Muster.Engine.Plans;

/// <summary>A node of a rule, ready to run on any table. Made once an evaluation; thread-safe.</summary>
internal abstract class Plan
{
    /// <summary>What it costs a row, roughly; a code in a dictionary costs 1.</summary>
    public abstract int Cost { get; }

    /// <summary>Marks those of the candidates for which the node holds.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="candidates">Rows that matter; no bit past the last row.</param>
    /// <param name="result">As long as the candidates, apart from them; written whole.</param>
    public abstract void Evaluate(Table table, ReadOnlySpan<ulong> candidates, Span<ulong> result);

    /// <summary>Computes what has to be known of all partitions before any of them is evaluated. Not called where selections alone are.</summary>
    public virtual void Prepare(Sweep sweep)
    {
    }
}

/// <summary>A node of a rule with its plan, in the tree's written order.</summary>
internal sealed record PlanTree(BoundNode Node, Plan Plan, PlanTree[] Nodes);

/// <summary>Runs over all partitions, on all cores where there are several.</summary>
internal sealed class Sweep(Population population, CancellationToken cancellationToken)
{
    public Population Population => population;

    /// <exception cref="OperationCanceledException">Cancelled, between two partitions.</exception>
    public void ForEach(Action<Partition> work)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (population.Partitions.Count <= 1)
        {
            foreach (Partition partition in population.Partitions)
            {
                work(partition);
            }

            return;
        }

        OnAllCores(population.Partitions.Count, index => work(population.Partitions[index]), cancellationToken);
    }

    /// <summary>Runs work that comes in parts. What one of them throws is thrown as it is.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, between two parts.</exception>
    public static void OnAllCores(int parts, Action<int> work, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, parts, new() { CancellationToken = cancellationToken }, work);
        }
        catch (AggregateException failure) when (failure.InnerExceptions.Count == 1)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }
    }
}
