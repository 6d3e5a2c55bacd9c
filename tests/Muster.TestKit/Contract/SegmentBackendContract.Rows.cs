using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Xunit;
using Record = Muster.Rules.Data.Record;

namespace Muster.TestKit;

public abstract partial class SegmentBackendContract
{
    [Fact]
    public async Task Quantifiers_CountTheRowsThatMatch()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        Rule.Compare won = Table.Where("status", Operator.Equal, "won");
        await table.AddAsync(
            table.New("contact", "none"), table.New("contact", "lost"), table.New("contact", "one of two"), table.New("contact", "both"),
            Deal(table, "1", "lost", "lost"), Deal(table, "2", "one of two", "won"), Deal(table, "3", "one of two", "lost"),
            Deal(table, "4", "both", "Won"), Deal(table, "5", "both", "WON"), Deal(table, "6", "unknown", "won"));

        await table.HoldsAsync("some", Table.Rows("deal", Quantifier.Some, 0, won), "one of two", "both");
        await table.HoldsAsync("none", Table.Rows("deal", Quantifier.None, 0, won), "none", "lost");
        await table.HoldsAsync("all needs a row", Table.Rows("deal", Quantifier.All, 0, won), "both");
        await table.HoldsAsync("all of any", Table.Rows("deal", Quantifier.All), "lost", "one of two", "both");
        await table.HoldsAsync("at least", Table.Rows("deal", Quantifier.AtLeast, 2, won), "both");
        await table.HoldsAsync("at least none", Table.Rows("deal", Quantifier.AtLeast, 0, won), "none", "lost", "one of two", "both");
        await table.HoldsAsync("at most", Table.Rows("deal", Quantifier.AtMost, 1, won), "none", "lost", "one of two");
        await table.HoldsAsync("exactly", Table.Rows("deal", Quantifier.Exactly, 1, won), "one of two");
        await table.HoldsAsync("exactly none", Table.Rows("deal", Quantifier.Exactly, 0, won), "none", "lost");
        await table.HoldsAsync("not", new Rule.Related("deal", Quantifier.Some, 0, Table.Not(won)), "lost", "one of two");

        await table.AddAsync(table.New("contact", "unknown"));
        await table.HoldsAsync("rows that came before their owner", Table.Rows("deal", Quantifier.All, 0, won), "both", "unknown");
        await table.DeleteAsync(table.New("contact", "both"));
        await table.HoldsAsync("an owner that goes", Table.Rows("deal", Quantifier.Some, 0, won), "one of two", "unknown");
        await table.AddAsync(table.New("contact", "both"));
        await table.HoldsAsync("and comes back to its rows", Table.Rows("deal", Quantifier.AtLeast, 2, won), "both");
        await table.AddAsync(Deal(table, "4", "lost", "won"));
        await table.HoldsAsync("a row that moves", Table.Rows("deal", Quantifier.Exactly, 1, won), "lost", "one of two", "both", "unknown");
    }

    [Fact]
    public async Task TheInnerRule_IsTestedOnOneRowAtATime()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(
            table.New("contact", "same"), table.New("contact", "apart"),
            Deal(table, "1", "same", "won", 20_000), Deal(table, "2", "apart", "won", 5_000), Deal(table, "3", "apart", "lost", 20_000));

        await table.HoldsAsync(
            "of one deal", Table.Rows("deal", Quantifier.Some, 0, Table.Where("status", Operator.Equal, "won"), Table.Where("amount", Operator.Greater, 1)), "same");
    }

    [Fact]
    public async Task ADeletedDeal_IsRememberedAndMatchesNothing()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        Record deal = Deal(table, "1", "a", "won", 10_000);
        Record unseen = table.New("deal", "2", ("company", Table.Link("firm")));
        Rule.Compare had = Table.Where("had_deals", Operator.Equal, true);
        await table.AddAsync(table.New("contact", "a"), table.New("contact", "b"), table.New("company", "firm"), deal);
        await table.DeleteAsync(table.New("deal", "1", ("contact", Table.Link("a"))));
        await table.DeleteAsync(unseen);

        await table.HoldsAsync("had one", Audience.Clients, had, "a", "firm");
        await table.HoldsAsync("never had one", Audience.Clients, Table.Where("had_deals", Operator.Equal, false), "b");
        await table.HoldsAsync("has none", Table.Rows("deal", Quantifier.Some));
        await table.HoldsAsync("counts none", Table.Where("deal_count", Operator.Equal, 0), "a", "b");
        await table.HoldsAsync("sums none", Table.Where("lifetime_value", Operator.Equal, 0), "a", "b");
        await table.AddAsync(Deal(table, "1", "b", "won"));
        await table.HoldsAsync("written anew for another", Audience.Clients, had, "b", "firm");
        await table.AddAsync(Deal(table, "1", "a", "won"));
        await table.HoldsAsync("moved", Audience.Clients, had, "a", "firm");
    }

    [Fact]
    public async Task Items_BelongToWhomTheirDealOrOrderBelongsTo_AndLiveAsLong()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        Rule.Related wheel = Table.Rows("item", Quantifier.Some, 0, Table.Where("product", Operator.Equal, "wheel"), Table.Where("kind", Operator.Equal, "order"));
        Record Order(string contact, params string[] products)
        {
            Record order = table.New("order", "1", ("contact", Table.Link(contact)), ("company", Table.Link("firm")), ("paid", FieldValue.OfBoolean(true)));
            foreach ((int line, string product) in products.Index())
            {
                order.Items.Add(table.New(
                    "item", $"1:{line}", ("product", Table.Text(product)), ("kind", Table.Text("order")), ("contact", Table.Link(contact)), ("company", Table.Link("firm"))));
            }

            return order;
        }

        await table.AddAsync(table.New("contact", "a"), table.New("contact", "b"), table.New("company", "firm"), Order("a", "Wheel", "axle"));
        await table.HoldsAsync("the contact and the company", Audience.Clients, wheel, "a", "firm");
        await table.HoldsAsync(
            "each knows the other", Audience.Clients, Table.Rows("item", Quantifier.All, 0, Table.Where("contact", Operator.Equal, "a"), Table.Where("company", Operator.Equal, "firm")), "a", "firm");
        await table.HoldsAsync("two lines", Table.Rows("item", Quantifier.Exactly, 2), "a");
        await table.AddAsync(Order("b", "Wheel"));
        await table.HoldsAsync("they move with it", Audience.Clients, wheel, "b", "firm");
        await table.HoldsAsync("and are put in place of the last", Audience.Clients, Table.Rows("item", Quantifier.Exactly, 1), "b", "firm");
        await table.AddAsync(Order("b", "axle", "axle", "Wheel"));
        await table.AddAsync(Order("b", "axle"));
        await table.HoldsAsync("of the same owners too", Audience.Clients, Table.Rows("item", Quantifier.Exactly, 1), "b", "firm");
        await table.HoldsAsync("with nothing left of the last", Audience.Clients, wheel);
        await table.AddAsync(Order("b", "Wheel"));
        await table.DeleteAsync(Order("b"));
        await table.HoldsAsync("and go with it", Audience.Clients, wheel);
    }

    [Fact]
    public async Task AggregatesOverNoRows_AreZeroOrMissing()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(table.New("contact", "none"), table.New("contact", "empty"), table.New("order", "1", ("contact", Table.Link("empty"))));

        foreach (AggregateFunction function in new[] { AggregateFunction.Sum, AggregateFunction.Count, AggregateFunction.Distinct })
        {
            await table.HoldsAsync($"{function}", Table.Over(function, "order", "amount", Operator.Equal, 0), "none", "empty");
        }

        foreach (AggregateFunction function in new[] { AggregateFunction.Avg, AggregateFunction.Min, AggregateFunction.Max, AggregateFunction.First, AggregateFunction.Last })
        {
            await table.HoldsAsync($"{function}", Table.Over(function, "order", "amount", Operator.Null), "none", "empty");
            await table.HoldsAsync($"{function}", Table.Over(function, "order", "amount", Operator.LessOrEqual, 0));
            await table.HoldsAsync($"{function}", Table.Over(function, "order", "amount", Operator.NotEqual, 0), "none", "empty");
        }

        await table.HoldsAsync("rows", Table.Over(AggregateFunction.Count, "order", null, Operator.Equal, 1), "empty");
    }

    [Fact]
    public async Task Money_IsSummedExactly_AndSaturates()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(
            [
                .. new[] { "tenths", "large", "up", "down", "half", "negative half" }.Select(id => table.New("contact", id)),
                .. Enumerable.Range(0, 10).Select(i => Deal(table, $"t{i}", "tenths", "won", 1_000)),
                Deal(table, "l1", "large", "won", 9_007_199_254_740_992), Deal(table, "l2", "large", "won", 1), Deal(table, "l3", "large", "won", -9_007_199_254_740_992),
                Deal(table, "u1", "up", "won", long.MaxValue), Deal(table, "u2", "up", "won", 1),
                Deal(table, "d1", "down", "won", -long.MaxValue), Deal(table, "d2", "down", "won", -long.MaxValue),
                Deal(table, "h1", "half", "won", 1), Deal(table, "h2", "half", "won", 2),
                Deal(table, "n1", "negative half", "won", -1), Deal(table, "n2", "negative half", "won", -2),
            ]);

        await table.HoldsAsync("ten tenths", Table.Over(AggregateFunction.Sum, "deal", "amount", Operator.Equal, 1), "tenths");
        await table.HoldsAsync("what a double would lose", Table.Over(AggregateFunction.Sum, "deal", "amount", Operator.Equal, 0.0001m), "large");
        await table.HoldsAsync("beyond 64 bits", Table.Over(AggregateFunction.Sum, "deal", "amount", Operator.Greater, 900_000_000_000_000m), "up");
        await table.HoldsAsync("below 64 bits", Table.Over(AggregateFunction.Sum, "deal", "amount", Operator.Less, -900_000_000_000_000m), "down");
        await table.HoldsAsync("the mean is not of the saturated sum", Table.Over(AggregateFunction.Avg, "deal", "amount", Operator.Greater, 400_000_000_000_000m), "up");
        await table.HoldsAsync("half to even", Table.Over(AggregateFunction.Avg, "deal", "amount", Operator.Equal, 0.0002m), "half");
        await table.HoldsAsync("half to even below zero", Table.Over(AggregateFunction.Avg, "deal", "amount", Operator.Equal, -0.0002m), "negative half");
        await table.HoldsAsync("lifetime value", Table.Where("lifetime_value", Operator.Equal, 1), "tenths");
    }

    [Fact]
    public async Task FirstAndLast_GoByTheTime_AndTiesByTheValue()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        Record At(string id, string instant, string title) => table.New(
            "deal", id, ("contact", Table.Link("a")), ("title", Table.Text(title)), ("created_at", instant.Length == 0 ? FieldValue.Missing : Table.Instant(instant)));
        await table.AddAsync(
            table.New("contact", "a"),
            At("1", "2026-01-02T00:00:00Z", "\uFF5A"), At("2", "2026-01-02T00:00:00Z", "\U0001F642"), At("3", "2026-01-02T00:00:00Z", "B"),
            At("4", "2026-01-01T00:00:00Z", ""), At("5", "2026-03-01T00:00:00Z", ""), At("6", "", "a"));

        await table.HoldsAsync("first", Table.Over(AggregateFunction.First, "deal", "title", Operator.Equal, "b"), "a");
        await table.HoldsAsync("last, by bytes of UTF-8", Table.Over(AggregateFunction.Last, "deal", "title", Operator.Equal, "\U0001F642"), "a");
        await table.AddAsync(At("5", "2026-03-01T00:00:00Z", "now filled"));
        await table.HoldsAsync("a later value", Table.Over(AggregateFunction.Last, "deal", "title", Operator.BeginsWith, "now"), "a");
        await table.HoldsAsync("different values", Table.Over(AggregateFunction.Distinct, "deal", "title", Operator.Equal, 5), "a");
    }

    [Fact]
    public async Task AnExplanation_TellsTheValuesThatDecided()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(
            table.New("contact", "a", ("country", Table.Text("us"))), Deal(table, "1", "a", "won", 15_000), Deal(table, "2", "a", "lost", 20_000));
        Rule.Group rule = Table.All(
            Table.Where("country", Operator.Equal, "US"),
            Table.Rows("deal", Quantifier.AtLeast, 2, Table.Where("status", Operator.Equal, "won")),
            Table.Over(AggregateFunction.Sum, "deal", "amount", Operator.Greater, 1));

        Explanation? explanation = await table.Backend.Backend.ExplainAsync(
            table.Bind(rule, Audience.Contacts), new(ProfileKind.Contact, "a"), table.Moment, TestContext.Current.CancellationToken);

        Assert.NotNull(explanation);
        Assert.False(explanation.Matches);
        Assert.Equal([true, false, true], explanation.Root.Nodes.Select(node => node.Holds));
        Assert.Contains(new ExplainedValue("country", Table.Text("us")), explanation.Root.Nodes[0].Values);
        Assert.Contains(new ExplainedValue("rows", FieldValue.OfNumber(2)), explanation.Root.Nodes[1].Values);
        Assert.Contains(new ExplainedValue("matching", FieldValue.OfNumber(1)), explanation.Root.Nodes[1].Values);
        Assert.Contains(new ExplainedValue("sum(deal.amount)", Table.Units(35_000)), explanation.Root.Nodes[2].Values);
    }

    private static Record Deal(Table table, string id, string contact, string status, long? amount = null) => table.New(
        "deal", id, ("contact", Table.Link(contact)), ("status", Table.Text(status)), ("amount", amount is { } units ? Table.Units(units) : FieldValue.Missing));
}
