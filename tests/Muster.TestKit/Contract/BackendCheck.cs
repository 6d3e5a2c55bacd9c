using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Xunit;

namespace Muster.TestKit;

/// <summary>A rule in both of its forms.</summary>
internal sealed record RuleUnderTest(Rule.Group Rule, Audience Audience, BoundRule Bound);

/// <summary>Holds every answer of a backend about a rule against the naive evaluator's.</summary>
internal sealed class BackendCheck
{
    private readonly ISegmentBackend _backend;
    private readonly Moment _moment;
    private readonly NaiveEvaluator _naive;
    private readonly ProfileKey[] _profiles;

    public BackendCheck(ISegmentBackend backend, Dataset data, Moment moment)
    {
        _backend = backend;
        _moment = moment;
        _naive = new(data, moment);
        _profiles = [.. data.Profiles];
    }

    /// <summary>Checks count, members and preview.</summary>
    public async Task CheckAsync(RuleUnderTest test, int limit, CancellationToken cancellationToken)
    {
        (string Pointer, Rule Node)[] nodes = [.. Nodes("", test.Rule)];
        Same(nodes.Select(node => node.Pointer), test.Bound.Pointers, "pointers", test);

        ProfileKey[] audience = [.. _profiles.Where(profile => _naive.InAudience(profile, test.Audience))];
        ProfileKey[] expected = [.. audience.Where(profile => _naive.HoldsNode(test.Rule, profile))];

        List<ProfileKey> members = [];
        await foreach (ProfileKey member in _backend.MembersAsync(test.Bound, _moment, cancellationToken))
        {
            members.Add(member);
        }

        Same(members.Count, members.Distinct().Count(), "members, each once", test);
        Same(true, expected.ToHashSet().SetEquals(members), () => $"members (missing {Some(expected.Except(members))}; not expected {Some(members.Except(expected))})", test);
        Same(new RuleCount(expected.Length, audience.Length), await _backend.CountAsync(test.Bound, _moment, cancellationToken), "count", test);

        RulePreview preview = await _backend.PreviewAsync(test.Bound, _moment, limit, cancellationToken);
        Same((expected.Length, audience.Length), (preview.Count, preview.Total), "count of the preview", test);
        Same(members.Take(limit), preview.Sample, "sample", test);
        Same(nodes.Select(node => audience.LongCount(profile => _naive.HoldsNode(node.Node, profile))), preview.Conditions, "counts of the conditions", test);
    }

    /// <summary>Checks what a backend says about one profile, which may be out of the audience, or none.</summary>
    public async Task ExplainAsync(RuleUnderTest test, ProfileKey profile, CancellationToken cancellationToken)
    {
        Explanation? explanation = await _backend.ExplainAsync(test.Bound, profile, _moment, cancellationToken);
        if (!_profiles.Contains(profile))
        {
            Same(null, explanation, $"explanation of {profile}, which is none", test);
            return;
        }

        Same(true, explanation is not null, $"explanation of {profile}", test);
        Same(profile, explanation!.Profile, "explained profile", test);
        Same(_naive.InAudience(profile, test.Audience), explanation.InAudience, $"{profile} in the audience", test);
        Same(_naive.Holds(test.Rule, test.Audience, profile), explanation.Matches, $"{profile} matches", test);
        Same(
            Nodes("", test.Rule).Select(node => (node.Pointer, _naive.HoldsNode(node.Node, profile))),
            Flat(explanation.Root).Select(node => (node.Pointer, node.Holds)),
            $"nodes that hold for {profile}",
            test);
    }

    /// <summary>Checks rules × profiles at once.</summary>
    public async Task EvaluateAsync(IReadOnlyList<RuleUnderTest> tests, IReadOnlyList<ProfileKey> profiles, CancellationToken cancellationToken)
    {
        RuleMatches matches = await _backend.EvaluateAsync([.. tests.Select(test => test.Bound)], profiles, _moment, cancellationToken);
        for (int rule = 0; rule < tests.Count; rule++)
        {
            for (int profile = 0; profile < profiles.Count; profile++)
            {
                bool expected = _naive.Holds(tests[rule].Rule, tests[rule].Audience, profiles[profile]);
                Same(expected, matches[rule, profile], $"evaluation of {profiles[profile]}", tests[rule]);
            }
        }
    }

    /// <summary>The nodes that profiles are tested with, each group before its rules, by their place in the rule as it was written.</summary>
    private static IEnumerable<(string Pointer, Rule Node)> Nodes(string pointer, Rule node) => node is Rule.Group group
        ? group.Rules.Index().Where(rule => !rule.Item.Disabled).SelectMany(rule => Nodes($"{pointer}/rules/{rule.Index}", rule.Item)).Prepend((pointer, node))
        : [(pointer, node)];

    private static IEnumerable<ExplainedNode> Flat(ExplainedNode node) => node.Nodes.SelectMany(Flat).Prepend(node);

    private void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what, RuleUnderTest test)
    {
        T[] wanted = [.. expected];
        T[] found = [.. actual];
        if (!wanted.SequenceEqual(found))
        {
            int at = wanted.Zip(found).TakeWhile(pair => EqualityComparer<T>.Default.Equals(pair.First, pair.Second)).Count();
            Assert.Fail($"{what}: from position {at}, expected {Some(wanted.Skip(at))}, found {Some(found.Skip(at))}. {Describe(test)}");
        }
    }

    private void Same<T>(T expected, T actual, string what, RuleUnderTest test) => Same(expected, actual, () => what, test);

    private void Same<T>(T expected, T actual, Func<string> what, RuleUnderTest test)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Assert.Fail($"{what()}: expected {expected}, found {actual}. {Describe(test)}");
        }
    }

    private static string Some<T>(IEnumerable<T> items) => $"[{string.Join(", ", items.Take(5))}]";

    private string Describe(RuleUnderTest test) => $"Audience {test.Audience}, now {_moment.Now} in {_moment.Zone.Id}, rule {test.Rule}";
}
