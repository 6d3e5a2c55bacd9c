using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;
using Xunit;

namespace Muster.TestKit;

/// <summary>
/// What every backend has to pass: on random data and after random changes, each answer is the naive evaluator's. Tables whose expected members were
/// written by hand hold the evaluator itself to the language. Inherit it in the backend's test project.
/// </summary>
public abstract partial class SegmentBackendContract
{
    /// <summary>An empty backend.</summary>
    protected abstract ValueTask<IBackendUnderTest> CreateAsync(CrmSchema schema);

    /// <summary>Binds a rule, with the dataset's segments and lists to refer to by name; fails the test where the binder finds an error.</summary>
    protected abstract BoundRule Bind(CrmSchema schema, DateTimeZone zone, Dataset data, Rule.Group rule, Audience audience);

    [Fact]
    public Task RandomRules_OnRandomChanges_AgreeWithTheNaiveEvaluator() => Seeded.RunAsync(rounds: 12, async random =>
    {
        World world = new(random);
        await using IBackendUnderTest backend = await CreateAsync(world.Data.Schema);
        (Rule.Group Rule, Audience Audience)[] rules =
            [.. Enumerable.Range(0, 30).Select(_ => random.Pick(Enum.GetValues<Audience>())).Select(audience => (world.Rules.Rule(audience), audience))];

        await SetListsAsync(backend, world.Data);
        await CheckAsync(backend, world, rules, world.Moment, random);
        await backend.ApplyAsync(world.Batch(random.Next(100, 400)));
        await CheckAsync(backend, world, rules, world.Moment, random);
        for (int batch = 0; batch < 5; batch++)
        {
            if (random.Chance(0.3))
            {
                world.Grow();
                await backend.GrowAsync(world.Data.Schema);
            }

            if (random.Chance(0.5))
            {
                string list = world.ChangeList();
                await backend.SetListAsync(list, world.Data.Lists[list]);
            }

            await backend.ApplyAsync(world.Batch(random.Pick([1, 1, 3, 20, 120])));
            Moment moment = random.Chance(0.6) ? world.Moment : MomentGenerator.In(world.Moment.Zone, random);
            await CheckAsync(backend, world, rules, moment, random);
        }
    });

    [Fact]
    public Task RandomConditions_OneToARule_AgreeWithTheNaiveEvaluator() => Seeded.RunAsync(rounds: 8, async random =>
    {
        World world = new(random);
        await using IBackendUnderTest backend = await CreateAsync(world.Data.Schema);
        await SetListsAsync(backend, world.Data);
        await backend.ApplyAsync(world.Batch(600));
        (Rule.Group, Audience)[] leaves =
        [
            .. from _ in Enumerable.Range(0, 120)
               let audience = random.Pick(Enum.GetValues<Audience>())
               from leaf in world.Rules.Rule(audience).Rules
               where leaf is not Rule.Group && !leaf.Disabled
               select (new Rule.Group(Combinator.And, [leaf]), audience),
        ];
        await CheckAsync(backend, world, leaves, world.Moment, random);
    });

    private async Task CheckAsync(
        IBackendUnderTest backend, World world, IReadOnlyList<(Rule.Group Rule, Audience Audience)> rules, Moment moment, Random random)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        BackendCheck check = new(backend.Backend, world.Data, moment);
        RuleUnderTest[] tests =
            [.. rules.Select(rule => new RuleUnderTest(rule.Rule, rule.Audience, Bind(world.Data.Schema, moment.Zone, world.Data, rule.Rule, rule.Audience)))];
        foreach (RuleUnderTest test in tests)
        {
            await check.CheckAsync(test, random.Pick([0, 1, 3, 10, 1_000]), cancellationToken);
            for (int i = 0; i < 4; i++)
            {
                await check.ExplainAsync(test, world.AnyProfile(), cancellationToken);
            }
        }

        ProfileKey[] profiles = [.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => world.AnyProfile())];
        await check.EvaluateAsync(random.Some(tests, tests.Length), profiles, cancellationToken);
    }

    private static async Task SetListsAsync(IBackendUnderTest backend, Dataset data)
    {
        foreach ((string list, HashSet<ProfileKey> members) in data.Lists)
        {
            await backend.SetListAsync(list, members);
        }
    }
}
