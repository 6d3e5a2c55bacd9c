using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Xunit;
using Record = Muster.Rules.Data.Record;

namespace Muster.TestKit;

public abstract partial class SegmentBackendContract
{
    /// <summary>Numbers of profiles around those at which a backend may begin another partition of its data.</summary>
    public static TheoryData<int> Profiles => [65_535, 65_536, 65_537];

    [Theory, MemberData(nameof(Profiles))]
    public async Task ManyProfiles_AgreeWithTheNaiveEvaluator(int profiles)
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        ObjectType contact = table.Data.Schema.Find("contact")!;
        ObjectType deal = table.Data.Schema.Find("deal")!;
        string[] countries = ["US", "DE", "", "Fr"];
        Record Contact(int i)
        {
            Record record = new(contact, $"{i}");
            record["country"] = Table.Text(countries[i % 4]);
            record["lead_score"] = FieldValue.OfNumber(i % 101);
            return record;
        }

        Record DealOf(int id, int owner)
        {
            Record record = new(deal, $"{id}");
            record["contact"] = Table.Link($"{owner}");
            record["amount"] = Table.Units(id % 7 * 10_000);
            return record;
        }

        (Rule.Group Rule, Audience Audience)[] rules =
        [
            (Rule.Group.Everyone, Audience.Contacts),
            (Table.All(Table.Where("country", Operator.In, "us", "fr"), Table.Where("lead_score", Operator.GreaterOrEqual, 50)), Audience.Contacts),
            (Table.Not(Table.Where("country", Operator.NotNull)), Audience.Clients),
            (Table.Any(Table.Over(AggregateFunction.Sum, "deal", "amount", Operator.Greater, 3), Table.Where("lead_score", Operator.Equal, 100)), Audience.Contacts),
            (Table.All(Table.Rows("deal", Quantifier.None), Table.Where("had_deals", Operator.Equal, false)), Audience.Contacts),
        ];
        async Task CheckAsync()
        {
            BackendCheck check = new(table.Backend.Backend, table.Data, table.Moment);
            RuleUnderTest[] tests = [.. rules.Select(rule => new RuleUnderTest(rule.Rule, rule.Audience, table.Bind(rule.Rule, rule.Audience)))];
            foreach (RuleUnderTest test in tests)
            {
                await check.CheckAsync(test, 10, TestContext.Current.CancellationToken);
            }

            ProfileKey[] edges = [.. new[] { 0, 1, 65_534, 65_535, 65_536, profiles - 1, profiles }.Select(i => new ProfileKey(ProfileKind.Contact, $"{i}"))];
            await check.EvaluateAsync(tests, edges, TestContext.Current.CancellationToken);
        }

        await table.AddAsync([.. Enumerable.Range(0, profiles).Select(Contact)]);
        await table.AddAsync([.. Enumerable.Range(0, profiles / 8).Select(i => DealOf(i, i * 13 % (profiles + 5)))]);
        await CheckAsync();

        // Around the edge: deals that move from one side to the other, profiles that go and come.
        await table.ApplyAsync(
            [
                .. Enumerable.Range(0, 50).Select(i => new RecordChange(DealOf(i, 65_530 + (i % 10)))),
                .. Enumerable.Range(65_530, 8).Select(i => new RecordChange(new Record(contact, $"{i}"), Deleted: true)),
                .. Enumerable.Range(profiles - 2, 10).Select(i => new RecordChange(Contact(i))),
            ]);
        await CheckAsync();
    }
}
