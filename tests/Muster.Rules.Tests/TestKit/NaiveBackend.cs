using System.Runtime.CompilerServices;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.TestKit;
using Record = Muster.Rules.Data.Record;

namespace Muster.Rules.Tests.TestKit;

/// <summary>The naive evaluator as a backend: one lock, and every answer from nothing.</summary>
internal sealed class NaiveBackend(CrmSchema schema) : ISegmentBackend, IBackendUnderTest
{
    private static readonly ConditionalWeakTable<BoundRule, Written> Sources = [];

    private readonly Lock _lock = new();
    private readonly Dataset _data = new(schema);

    public ISegmentBackend Backend => this;

    /// <summary>A rule that remembers how it was written; there is nothing in it for another backend.</summary>
    public static BoundRule Bind(Dataset data, Rule.Group rule, Audience audience)
    {
        BoundRule bound = new(audience, new(Combinator.And, false, []), [.. Nodes("", rule).Select(node => node.Pointer)]);
        Sources.Add(bound, new(rule, data.Segments.ToDictionary()));
        return bound;
    }

    public ValueTask ApplyAsync(IReadOnlyList<RecordChange> batch)
    {
        lock (_lock)
        {
            foreach (RecordChange change in batch)
            {
                _data.Apply(change with { Record = Copy(change.Record) });
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask SetListAsync(string id, IReadOnlyCollection<ProfileKey> members)
    {
        lock (_lock)
        {
            _data.Lists[id] = [.. members];
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask GrowAsync(CrmSchema schema)
    {
        lock (_lock)
        {
            _data.Schema = schema;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public ValueTask<RuleCount> CountAsync(BoundRule rule, Moment moment, CancellationToken cancellationToken = default) =>
        Ask(rule, moment, (naive, source) => new RuleCount(Members(naive, source, rule).Length, Audience(naive, rule).Length));

    public ValueTask<RulePreview> PreviewAsync(BoundRule rule, Moment moment, int limit, CancellationToken cancellationToken = default) =>
        Ask(rule, moment, (naive, source) =>
        {
            ProfileKey[] audience = Audience(naive, rule);
            ProfileKey[] members = Members(naive, source, rule);
            long[] conditions = [.. Nodes("", source).Select(node => audience.LongCount(profile => naive.HoldsNode(node.Node, profile)))];
            return new RulePreview(members.Length, audience.Length, members[..Math.Min(limit, members.Length)], conditions);
        });

    public async IAsyncEnumerable<ProfileKey> MembersAsync(
        BoundRule rule, Moment moment, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ProfileKey member in await Ask(rule, moment, (naive, source) => Members(naive, source, rule)))
        {
            yield return member;
        }
    }

    public ValueTask<Explanation?> ExplainAsync(BoundRule rule, ProfileKey profile, Moment moment, CancellationToken cancellationToken = default) =>
        Ask(rule, moment, (naive, source) => _data.Find(profile) is null
            ? null
            : new Explanation(profile, naive.InAudience(profile, rule.Audience), Explain(naive, "", source, profile)));

    public async ValueTask<RuleMatches> EvaluateAsync(
        IReadOnlyList<BoundRule> rules, IReadOnlyList<ProfileKey> profiles, Moment moment, CancellationToken cancellationToken = default)
    {
        RuleMatches matches = new(rules.Count, profiles.Count);
        lock (_lock)
        {
            foreach ((int rule, BoundRule bound) in rules.Index())
            {
                NaiveEvaluator naive = Evaluator(bound, moment, out Rule.Group source);
                foreach ((int profile, ProfileKey key) in profiles.Index())
                {
                    matches[rule, profile] = naive.Holds(source, bound.Audience, key);
                }
            }
        }

        return await ValueTask.FromResult(matches);
    }

    private ValueTask<T> Ask<T>(BoundRule rule, Moment moment, Func<NaiveEvaluator, Rule.Group, T> answer)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(answer(Evaluator(rule, moment, out Rule.Group source), source));
        }
    }

    private NaiveEvaluator Evaluator(BoundRule rule, Moment moment, out Rule.Group source)
    {
        (source, Dictionary<string, (Audience, Rule.Group)> segments) = Sources.TryGetValue(rule, out Written? written) ? written : throw new ArgumentException("Bound elsewhere.");
        _data.Segments.Clear();
        foreach ((string name, (Audience, Rule.Group) segment) in segments)
        {
            _data.Segments[name] = segment;
        }

        return new(_data, moment);
    }

    private ProfileKey[] Audience(NaiveEvaluator naive, BoundRule rule) => [.. _data.Profiles.Where(profile => naive.InAudience(profile, rule.Audience))];

    private static ProfileKey[] Members(NaiveEvaluator naive, Rule.Group source, BoundRule rule) => [.. naive.Members(source, rule.Audience)];

    private static ExplainedNode Explain(NaiveEvaluator naive, string pointer, Rule node, ProfileKey profile) => new(
        pointer, naive.HoldsNode(node, profile), [.. Values(naive, node, profile)],
        node is Rule.Group group ? [.. Enabled(pointer, group).Select(rule => Explain(naive, rule.Pointer, rule.Node, profile))] : []);

    private static IEnumerable<ExplainedValue> Values(NaiveEvaluator naive, Rule node, ProfileKey profile)
    {
        switch (node)
        {
            case Rule.Compare compare:
                yield return new(compare.Field, naive.ProfileValue(profile, compare.Field));
                break;
            case Rule.Related related:
                (int rows, int matching) = naive.RowsOf(related, profile);
                yield return new("rows", FieldValue.OfNumber(rows));
                yield return new("matching", FieldValue.OfNumber(matching));
                break;
            case Rule.Aggregate aggregate:
                string of = aggregate.Of is null ? aggregate.Object : $"{aggregate.Object}.{aggregate.Of}";
                yield return new($"{aggregate.Function.ToString().ToLowerInvariant()}({of})", naive.AggregateValue(aggregate, profile));
                break;
        }
    }

    private static IEnumerable<(string Pointer, Rule Node)> Nodes(string pointer, Rule node) =>
        node is Rule.Group group ? Enabled(pointer, group).SelectMany(rule => Nodes(rule.Pointer, rule.Node)).Prepend((pointer, node)) : [(pointer, node)];

    private static IEnumerable<(string Pointer, Rule Node)> Enabled(string pointer, Rule.Group group) =>
        group.Rules.Index().Where(rule => !rule.Item.Disabled).Select(rule => ($"{pointer}/rules/{rule.Index}", rule.Item));

    private static Record Copy(Record record)
    {
        Record copy = new(record.Type, record.Id);
        record.Values.CopyTo(copy.Values);
        foreach (Record item in record.Items)
        {
            copy.Items.Add(Copy(item));
        }

        return copy;
    }

    private sealed record Written(Rule.Group Rule, Dictionary<string, (Audience, Rule.Group)> Segments);
}
