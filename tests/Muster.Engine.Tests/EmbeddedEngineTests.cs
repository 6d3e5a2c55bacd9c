using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;
using Record = Muster.Rules.Data.Record;

namespace Muster.Engine.Tests;

/// <summary>What the contract of all backends does not ask, and data larger than it has.</summary>
public sealed class EmbeddedEngineTests : IDisposable
{
    private static readonly Moment Now = new(Instant.FromUtc(2026, 4, 15, 12, 0), DateTimeZone.Utc);

    private readonly EmbeddedEngine _engine = new(CrmSchema.Standard);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task ManyRows_AreCountedAndSummed_ThroughMovesAndDeletes()
    {
        const int contacts = 3_000;
        Random random = new(11);
        Dictionary<int, (int Owner, long Amount, string Name)> events = [];
        _engine.Apply([.. Enumerable.Range(0, contacts).Select(i => New("contact", $"c{i}"))]);
        _engine.Grow(_engine.Schema.WithField("event", "amount", FieldType.Money));
        for (int batch = 0; batch < 12; batch++)
        {
            List<RecordChange> changes = [];
            for (int i = 0; i < 4_000; i++)
            {
                int id = random.Next(30_000);
                if (random.Next(5) == 0)
                {
                    events.Remove(id);
                    changes.Add(new(new(_engine.Schema.Find("event")!, $"e{id}"), Deleted: true));
                }
                else
                {
                    events[id] = (random.Next(contacts), random.Next(1_000), $"name {random.Next(80)}");
                    changes.Add(New(
                        "event", $"e{id}", ("contact", FieldValue.OfLink($"c{events[id].Owner}")), ("amount", FieldValue.OfMoney(events[id].Amount)), ("name", FieldValue.OfText(events[id].Name))));
                }
            }

            _engine.Apply(changes);
            ILookup<int, (int Owner, long Amount, string Name)> byOwner = events.Values.ToLookup(row => row.Owner);
            Assert.Equal(events.Count, _engine.Statistics.Rows["event"]);
            await HoldsAsync(Owners(rows => rows.Count() >= 5), new Rule.Related("event", Quantifier.AtLeast, 5, Rule.Group.Everyone));
            await HoldsAsync(
                Owners(rows => rows.Any(row => row.Name == "name 7")), new Rule.Related("event", Quantifier.Some, 0, All(Compare("name", Operator.Equal, Text("NAME 7")))));
            await HoldsAsync(Owners(rows => rows.Sum(row => row.Amount) > 30_000), Aggregate(AggregateFunction.Sum, "amount", Operator.Greater, 3));
            await HoldsAsync(Owners(rows => rows.Select(row => row.Name).Distinct().Count() == 4), Aggregate(AggregateFunction.Distinct, "name", Operator.Equal, 4));
            await HoldsAsync(Owners(rows => rows.Any() && rows.Max(row => row.Amount) < 5_00), Aggregate(AggregateFunction.Max, "amount", Operator.Less, 0.05m));

            IEnumerable<string> Owners(Func<IEnumerable<(int Owner, long Amount, string Name)>, bool> holds) =>
                Enumerable.Range(0, contacts).Where(i => holds(byOwner[i])).Select(i => $"c{i}");
        }
    }

    [Fact]
    public async Task TextThatStopsRepeating_IsFoundAsBefore()
    {
        _engine.Apply([.. Enumerable.Range(0, 70_000).Select(i => New("contact", $"c{i}", ("email", FieldValue.OfText($"User{i % (i < 3_000 ? 5 : 70_000)}@mail.com"))))]);
        await HoldsAsync(Enumerable.Range(0, 3_000).Where(i => i % 5 == 3).Select(i => $"c{i}"), Compare("email", Operator.Equal, Text("user3@MAIL.com")));
        await HoldsAsync(["c65535"], Compare("email", Operator.BeginsWith, Text("user65535@")));
        await HoldsAsync(["c65536"], Compare("email", Operator.Contains, Text("R65536@")));

        _engine.Apply([New("contact", "c65536", ("email", FieldValue.OfText("other@mail.com"))), New("contact", "c65535")]);
        await HoldsAsync([], Compare("email", Operator.Contains, Text("65536")));
        await HoldsAsync(["c65536"], Compare("email", Operator.BeginsWith, Text("other")));
        await HoldsAsync(["c65535"], Compare("email", Operator.Null, Literal.None.Instance));
    }

    [Fact]
    public async Task ItemsLiveWithTheirDeal_AndRowsWaitForTheirOwner()
    {
        Record deal = New("deal", "d", ("contact", FieldValue.OfLink("c")), ("company", FieldValue.OfLink("f"))).Record;
        deal.Items.Add(New("item", "1", ("product", FieldValue.OfText("Lamp"))).Record);
        deal.Items.Add(New("item", "2", ("product", FieldValue.OfText("Chair"))).Record);
        _engine.Apply([new(deal)]);
        Rule.Related lamp = new("item", Quantifier.Some, 0, All(Compare("product", Operator.Equal, Text("lamp"))));
        await HoldsAsync([], lamp);

        _engine.Apply([New("contact", "c"), New("company", "f")]);
        await HoldsAsync(["c"], lamp);
        await HoldsAsync(["f"], lamp, Audience.Companies);
        Assert.Equal(2, _engine.Statistics.Rows["item"]);

        deal.Items.RemoveAt(0);
        deal["company"] = default;
        _engine.Apply([new(deal)]);
        await HoldsAsync([], lamp);
        await HoldsAsync([], new Rule.Related("item", Quantifier.Some, 0, Rule.Group.Everyone), Audience.Companies);
        Assert.Equal(1, _engine.Statistics.Rows["item"]);

        _engine.Apply([new(new(deal.Type, "d"), Deleted: true)]);
        Assert.DoesNotContain("item", _engine.Statistics.Rows);
        await HoldsAsync(["c"], Compare("had_deals", Operator.Equal, new Literal.Boolean(true)));
    }

    [Fact]
    public async Task ABatchWithARecordThatDoesNotFit_ChangesNothing()
    {
        CrmSchema larger = CrmSchema.Standard.WithField("contact", "shoe_size", FieldType.Number);
        Record fits = New("contact", "a").Record;
        Assert.Throws<ArgumentException>(() => _engine.Apply([new(fits), new(new(larger.Find("contact")!, "b"))]));
        Assert.Throws<ArgumentException>(() => _engine.Apply([new(fits), new(new(larger.WithObject("visit").Find("visit")!, "b"))]));
        await HoldsAsync([]);

        _engine.Grow(larger);
        Assert.Throws<ArgumentException>(() => _engine.Grow(CrmSchema.Standard));
        Record grown = new(larger.Find("contact")!, "b");
        grown["shoe_size"] = FieldValue.OfNumber(43);
        _engine.Apply([new(fits), new(grown)]);
        await HoldsAsync(["b"], Compare("shoe_size", Operator.Equal, new Literal.Number(43)));
    }

    [Fact]
    public async Task MembersBeingRead_HoldNoWriterUp_AndStayAsTheyWere()
    {
        _engine.Apply([New("contact", "a"), New("contact", "b")]);
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using IAsyncEnumerator<ProfileKey> members = _engine.MembersAsync(Bind(Audience.Contacts), Now, cancellationToken).GetAsyncEnumerator(cancellationToken);
        Assert.True(await members.MoveNextAsync());
        _engine.Apply([new(New("contact", "b").Record, Deleted: true), .. Enumerable.Range(0, 100_000).Select(i => New("contact", $"n{i}"))]);

        Assert.True(await members.MoveNextAsync());
        Assert.Equal(new(ProfileKind.Contact, "b"), members.Current);
        Assert.False(await members.MoveNextAsync());
    }

    [Fact]
    public async Task ACancelledEvaluation_Stops()
    {
        _engine.Apply([New("contact", "a")]);
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await _engine.CountAsync(Bind(Audience.Contacts), Now, cancelled.Token));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await _engine.PreviewAsync(Bind(Audience.Contacts), Now, 1, cancelled.Token));
    }

    [Fact]
    public async Task AnExplanation_GivesTheValuesThatDecided()
    {
        _engine.Apply(
        [
            New("company", "f", ("industry", FieldValue.OfText("Steel"))),
            New("contact", "a", ("country", FieldValue.OfText("DE")), ("email", FieldValue.OfText("A@Mail.com")), ("company", FieldValue.OfLink("f"))),
            New("order", "1", ("contact", FieldValue.OfLink("a")), ("amount", FieldValue.OfMoney(50_000)), ("paid", FieldValue.OfBoolean(true))),
            New("order", "2", ("contact", FieldValue.OfLink("a")), ("amount", FieldValue.OfMoney(10_000))),
        ]);
        Rule[] rules =
        [
            Compare("country", Operator.Equal, Text("FR")),
            Compare("company.industry", Operator.Equal, Text("steel")),
            Compare("lifetime_value", Operator.Greater, new Literal.Number(1)),
            Compare("email_domain", Operator.Equal, Text("mail.com")),
            new Rule.Related("order", Quantifier.All, 0, All(Compare("paid", Operator.Equal, new Literal.Boolean(true)))),
            new Rule.Aggregate("order", AggregateFunction.Sum, "amount", Rule.Group.Everyone, Operator.Equal, new Literal.Number(6)),
        ];
        Explanation? explanation = await _engine.ExplainAsync(Bind(Audience.Contacts, rules), new(ProfileKind.Contact, "a"), Now, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "False country=DE", "True company.industry=Steel", "True lifetime_value=5.00", "True email_domain=Mail.com", "False rows=2 matching=1", "True sum(order.amount)=6.00",
            ],
            explanation!.Root.Nodes.Select(node => $"{node.Holds} {string.Join(" ", node.Values.Select(value => $"{value.Name}={value.Value}"))}"));
        Assert.Null(await _engine.ExplainAsync(Bind(Audience.Contacts), new(ProfileKind.Company, "a"), Now, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Statistics_CountWhatThereIs()
    {
        _engine.Apply([.. Enumerable.Range(0, 65_537).Select(i => New("contact", $"{i}")), New("company", "0"), New("ticket", "t", ("contact", FieldValue.OfLink("0")), ("company", FieldValue.OfLink("0")))]);
        _engine.Apply([new(New("contact", "5").Record, Deleted: true), New("ticket", "nobody's")]);
        EngineStatistics statistics = _engine.Statistics;

        Assert.Equal((65_536, 1, 0, 0), (statistics.Profiles[ProfileKind.Contact], statistics.Profiles[ProfileKind.Company], statistics.Profiles[ProfileKind.Lead], statistics.Profiles[ProfileKind.Recipient]));
        Assert.Equal([new("ticket", 1)], statistics.Rows);
        Assert.Equal(2, statistics.Partitions);
        Assert.InRange(statistics.Bytes, 65_537 * 10, 65_537 * 200);
    }

    private static Literal.Text Text(string text) => new(text);

    private static Rule.Compare Compare(string field, Operator op, Literal value) => new(field, op, value);

    private static Rule.Aggregate Aggregate(AggregateFunction function, string of, Operator op, decimal value) =>
        new("event", function, of, Rule.Group.Everyone, op, new Literal.Number(value));

    private static Rule.Group All(params Rule[] rules) => new(Combinator.And, [.. rules]);

    private RecordChange New(string type, string id, params (string Field, FieldValue Value)[] fields)
    {
        Record record = new(_engine.Schema.Find(type)!, id);
        foreach ((string field, FieldValue value) in fields)
        {
            record[field] = value;
        }

        return new(record);
    }

    private BoundRule Bind(Audience audience, params Rule[] rules)
    {
        BindResult result = new RuleBinder(_engine.Schema, Now.Zone, EmptyMembershipCatalog.Instance).Bind(All(rules), audience);
        Assert.Empty(result.Errors);
        return result.Rule!;
    }

    private Task HoldsAsync(IEnumerable<string> expected, params Rule[] rules) => HoldsAsync(expected, All(rules), Audience.Contacts);

    private async Task HoldsAsync(IEnumerable<string> expected, Rule rule, Audience audience)
    {
        List<string> members = [];
        await foreach (ProfileKey member in _engine.MembersAsync(Bind(audience, rule), Now, TestContext.Current.CancellationToken))
        {
            members.Add(member.Id);
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), members.Order(StringComparer.Ordinal));
    }
}
