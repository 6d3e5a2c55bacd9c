using System.Runtime.CompilerServices;
using Muster.Engine.Columns;
using Muster.Engine.Evaluation;
using Muster.Engine.Partitions;
using Muster.Engine.Writes;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine;

/// <summary>The embedded engine: profiles and all that belongs to them as columns in memory, rules evaluated over them into bitmaps.</summary>
/// <remarks>
/// Thread-safe. Evaluations run side by side, each on all cores; a batch of changes waits for those that run and holds those that come, so that
/// an evaluation sees the data before or after a batch, never within. Calls compute before they return: the tasks that they give are complete.
/// Memory: beside the columns, 10 to 13 bytes to find each profile and each related record by its id, and the ids: 4 or 5 bytes where they are
/// numbers with a prefix, else their text and 5 bytes. 8 bytes a profile more for each ready-made field over rows, once a rule has asked for it.
/// </remarks>
public sealed class EmbeddedEngine : ISegmentBackend, IDisposable
{
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly Dictionary<string, StaticList> _lists = new(StringComparer.Ordinal);
    private readonly Population _population;
    private readonly Writer _writer;

    /// <summary>An engine without data.</summary>
    /// <param name="schema">The objects and fields that there are so far.</param>
    public EmbeddedEngine(CrmSchema schema)
        : this(schema, Tuning.Default)
    {
    }

    internal EmbeddedEngine(CrmSchema schema, Tuning tuning)
    {
        _population = new(schema, tuning);
        _writer = new(_population);
    }

    /// <summary>The schema that the engine goes by: the latest that it was given.</summary>
    public CrmSchema Schema => _population.Layout.Schema;

    /// <summary>What the engine holds. Cost: a walk over all columns, not over their rows.</summary>
    public EngineStatistics Statistics => Read(() => Statistician.Describe(_population, _lists.Values));

    /// <summary>Takes in a schema that objects or fields were added to.</summary>
    /// <exception cref="ArgumentException">Something that there was is gone, or elsewhere, or of another type.</exception>
    public void Grow(CrmSchema schema)
    {
        _gate.EnterWriteLock();
        try
        {
            _population.Layout.Grow(schema);
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Applies changes, in their order: readers see all of them or none. What the records held is copied; they may be reused.</summary>
    /// <exception cref="ArgumentException">A record does not fit the schema, or has no id; nothing was applied then.</exception>
    public void Apply(IReadOnlyList<RecordChange> batch)
    {
        _gate.EnterWriteLock();
        try
        {
            for (int i = 0; i < batch.Count; i++)
            {
                _writer.Demand(batch[i]);
            }

            for (int i = 0; i < batch.Count; i++)
            {
                _writer.Apply(batch[i]);
            }
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Gives a list or static segment its members, in place of those that it had. One that is not known yet counts as soon as it comes.</summary>
    public void SetList(string id, IEnumerable<ProfileKey> members)
    {
        ProfileKey[] keys = [.. members];
        _gate.EnterWriteLock();
        try
        {
            StaticList list = new();
            foreach (ProfileKey key in keys)
            {
                list.Add(_population.OrdinalOf(key.Kind, key.Id));
            }

            _lists[id] = list;
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <inheritdoc/>
    public ValueTask<RuleCount> CountAsync(BoundRule rule, Moment moment, CancellationToken cancellationToken = default) =>
        new(Read(() => Evaluator(moment, cancellationToken).Count(rule)));

    /// <inheritdoc/>
    public ValueTask<RulePreview> PreviewAsync(BoundRule rule, Moment moment, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return new(Read(() => Evaluator(moment, cancellationToken).Preview(rule, limit)));
    }

    /// <inheritdoc/>
    /// <remarks>The members are found before the first is given out; a slow reader of them holds nobody up.</remarks>
    public async IAsyncEnumerable<ProfileKey> MembersAsync(
        BoundRule rule, Moment moment, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Members members = Read(() => Evaluator(moment, cancellationToken).Members(rule));
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (int ordinal in members.Ordinals())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return _population.KeyOf(ordinal);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Explanation?> ExplainAsync(BoundRule rule, ProfileKey profile, Moment moment, CancellationToken cancellationToken = default) =>
        new(Read(() => new Explainer(_population, _lists, moment).Explain(rule, profile)));

    /// <inheritdoc/>
    public ValueTask<RuleMatches> EvaluateAsync(
        IReadOnlyList<BoundRule> rules, IReadOnlyList<ProfileKey> profiles, Moment moment, CancellationToken cancellationToken = default) =>
        new(Read(() => Evaluator(moment, cancellationToken).Evaluate(rules, profiles)));

    /// <summary>Frees what guards the data. No call may be under way.</summary>
    public void Dispose() => _gate.Dispose();

    private Evaluator Evaluator(Moment moment, CancellationToken cancellationToken) => new(_population, _lists, moment, cancellationToken);

    private T Read<T>(Func<T> work)
    {
        _gate.EnterReadLock();
        try
        {
            return work();
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }
}
