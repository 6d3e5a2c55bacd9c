using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;
using Xunit;

namespace Muster.TestKit;

public abstract partial class SegmentBackendContract
{
    [Fact]
    public async Task NegativeOperators_HoldWhereTheValueIsMissing()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(
            table.New("contact", "a", ("name", Table.Text("Anna")), ("lead_score", FieldValue.OfNumber(5)), ("tags", FieldValue.OfTags(["VIP"])), ("birthday", Day(new(2026, 4, 15)))),
            table.New("contact", "b", ("name", Table.Text("Bob")), ("lead_score", FieldValue.OfNumber(50)), ("tags", FieldValue.OfTags(["new"])), ("birthday", Day(new(2020, 1, 1)))),
            table.New("contact", "none", ("name", Table.Text("")), ("tags", FieldValue.OfTags([""]))));

        foreach ((string field, Operator positive, object[] values) in new (string, Operator, object[])[]
        {
            ("name", Operator.Equal, ["ANNA"]),
            ("name", Operator.In, ["anna", "zoe"]),
            ("name", Operator.Contains, ["NN"]),
            ("name", Operator.BeginsWith, ["an"]),
            ("name", Operator.EndsWith, ["NA"]),
            ("lead_score", Operator.Equal, [5]),
            ("lead_score", Operator.In, [5, 6]),
            ("lead_score", Operator.Between, [1, 5]),
            ("tags", Operator.HasAny, ["vip", "x"]),
            ("birthday", Operator.During, ["today"]),
            ("birthday", Operator.Equal, ["2026-04-15"]),
        })
        {
            Rule.Compare rule = Table.Where(field, positive, values);
            Rule.Compare opposite = rule with { Operator = positive.Spec().Opposite!.Value };
            await table.HoldsAsync($"{field} {positive}", rule, "a");
            await table.HoldsAsync($"{field} {opposite.Operator}", opposite, "b", "none");
            await table.HoldsAsync($"not {field} {opposite.Operator}", Table.Not(opposite), "a");
        }

        foreach (string field in new[] { "name", "lead_score", "tags", "birthday" })
        {
            await table.HoldsAsync(field, Table.Where(field, Operator.Null), "none");
            await table.HoldsAsync(field, Table.Where(field, Operator.NotNull), "a", "b");
        }

        await table.HoldsAsync("a comparison with a missing value is false", Table.Where("lead_score", Operator.Less, 1_000), "a", "b");
        await table.HoldsAsync("and so its complement is true", Table.Not(Table.Where("lead_score", Operator.Less, 10)), "b", "none");
        await table.HoldsAsync("all tags", Table.Where("tags", Operator.HasAll, "vip"), "a");
        await table.HoldsAsync("no tag of several", Table.Where("tags", Operator.HasAll, "vip", "new"));
    }

    [Fact]
    public async Task Text_ComparesWithoutCaseAfterNfc_AndLinksExactly()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(
            table.New("contact", "nfc", ("city", Table.Text("Caf\u00E9")), ("company", Table.Link("K"))),
            table.New("contact", "nfd", ("city", Table.Text("CAFE\u0301")), ("company", Table.Link("k"))),
            table.New("contact", "plain", ("city", Table.Text("Cafe"))),
            table.New("contact", "sigma", ("city", Table.Text("\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2"))));

        await table.HoldsAsync("either form", Table.Where("city", Operator.Equal, "cAF\u00C9"), "nfc", "nfd");
        await table.HoldsAsync("by code points", Table.Where("city", Operator.BeginsWith, "cafe"), "plain");
        await table.HoldsAsync("final sigma", Table.Where("city", Operator.EndsWith, "\u03C3"), "sigma");
        await table.HoldsAsync("a link", Table.Where("company", Operator.Equal, "K"), "nfc");
        await table.HoldsAsync("an id", Table.Where("id", Operator.Equal, "NFC"), "nfc");
    }

    [Fact]
    public async Task Groups_JoinNegateAndLeaveOut()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(table.New("contact", "a", ("name", Table.Text("Anna"))), table.New("contact", "b"));
        Rule.Compare anna = Table.Where("name", Operator.Equal, "anna");
        Rule.Compare off = anna with { Disabled = true };

        await table.HoldsAsync("empty and", Table.All(), "a", "b");
        await table.HoldsAsync("empty or", Table.Any());
        await table.HoldsAsync("not everyone", Table.Not());
        await table.HoldsAsync("not no one", Table.Any() with { Negated = true }, "a", "b");
        await table.HoldsAsync("all disabled: an empty and", Table.All(off), "a", "b");
        await table.HoldsAsync("all disabled: an empty or", Table.Any(off));
        await table.HoldsAsync("one disabled", Table.Any(off, Table.Not(anna)), "b");
        await table.HoldsAsync("a disabled group", Table.All(anna, Table.Any() with { Disabled = true }), "a");
        await table.HoldsAsync("a group of disabled ones is an empty group", Table.All(anna, Table.Any(off)));
    }

    [Fact]
    public async Task Audiences_HoldTheirKinds()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(
            table.New("contact", "contact"), table.New("company", "company"), table.New("recipient", "recipient", ("email", Table.Text("a@b.c"))),
            table.New("lead", "email", ("email", Table.Text("a@b.c"))), table.New("lead", "phone", ("phone", Table.Text("1"))),
            table.New("lead", "messenger", ("messenger", Table.Text("@a"))), table.New("lead", "no way to reach", ("name", Table.Text("A"))),
            table.New("lead", "of a contact", ("email", Table.Text("a@b.c")), ("contact", Table.Link("nowhere"))),
            table.New("lead", "of a company", ("email", Table.Text("a@b.c")), ("company", Table.Link("company"))));

        await table.HoldsAsync("contacts", Audience.Contacts, Rule.Group.Everyone, "contact");
        await table.HoldsAsync("companies", Audience.Companies, Rule.Group.Everyone, "company");
        await table.HoldsAsync("clients", Audience.Clients, Rule.Group.Everyone, "contact", "company");
        await table.HoldsAsync("leads", Audience.Leads, Rule.Group.Everyone, "email", "phone", "messenger");
        await table.HoldsAsync("one kind of clients", Audience.Clients, Table.Where("client_type", Operator.Equal, "Company"), "company");
        await table.HoldsAsync("a field that the other kind lacks", Audience.Clients, Table.Where("industry", Operator.NotEqual, "x"), "contact", "company");
        await table.HoldsAsync("objects that the other kind does not own", Audience.Clients, Table.Rows("appointment", Quantifier.None), "contact", "company");

        await table.AddAsync(table.New("lead", "of a contact", ("email", Table.Text("a@b.c"))));
        await table.DeleteAsync(table.New("lead", "phone"));
        await table.HoldsAsync("leads later", Audience.Leads, Rule.Group.Everyone, "email", "messenger", "of a contact");
    }

    [Fact]
    public async Task FieldsOfTheCompany_FollowItsLink()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(
            table.New("company", "acme", ("industry", Table.Text("Tools")), ("size", FieldValue.OfNumber(200)), ("email", Table.Text("a@acme.com"))),
            table.New("contact", "at acme", ("company", Table.Link("acme"))),
            table.New("contact", "at none"),
            table.New("contact", "at unknown", ("company", Table.Link("later"))));
        Rule.Compare tools = Table.Where("company.industry", Operator.Equal, "tools");

        await table.HoldsAsync("linked", tools, "at acme");
        await table.HoldsAsync("not", Table.Where("company.industry", Operator.NotEqual, "tools"), "at none", "at unknown");
        await table.HoldsAsync("number", Table.Where("company.size", Operator.Greater, 100), "at acme");
        await table.HoldsAsync("ready-made", Table.Where("company.email_domain", Operator.Equal, "ACME.com"), "at acme");
        await table.HoldsAsync("missing without a company", Table.Where("company.has_email", Operator.Null), "at none", "at unknown");
        await table.AddAsync(table.New("company", "later", ("industry", Table.Text("TOOLS"))));
        await table.HoldsAsync("a company that comes later", tools, "at acme", "at unknown");
        await table.DeleteAsync(table.New("company", "acme"));
        await table.HoldsAsync("a company that goes", tools, "at unknown");
        await table.HoldsAsync("is missing", Table.Where("company.has_email", Operator.Null), "at none", "at acme");
    }

    [Fact]
    public async Task ReadyMadeFields_AreComputed()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync(
            table.New("contact", "leap", ("birthday", Day(new LocalDate(2000, 2, 29))), ("email", Table.Text("a@b@Mail.com")), ("created_at", Table.Instant("2026-04-13T22:30:00Z"))),
            table.New("contact", "other", ("email", Table.Text("nobody")), ("last_activity_at", Table.Instant("2026-01-01T00:00:00Z"))),
            table.New("activity", "1", ("contact", Table.Link("leap")), ("at", Table.Instant("2026-03-01T00:00:00Z"))),
            table.New("conversation", "1", ("contact", Table.Link("leap")), ("started_at", Table.Instant("2026-04-02T00:00:00Z")), ("last_message_at", Table.Instant("2026-03-02T00:00:00Z"))),
            table.New("conversation", "2", ("contact", Table.Link("other")), ("started_at", Table.Instant("2026-02-02T00:00:00Z"))));

        await table.HoldsAsync("domain", Table.Where("email_domain", Operator.Equal, "mail.COM"), "leap");
        await table.HoldsAsync("no domain", Table.Where("email_domain", Operator.Null), "other");
        await table.HoldsAsync("days", Table.Where("days_since_created", Operator.Equal, 1), "leap");
        await table.HoldsAsync("count", Table.Where("activity_count", Operator.Equal, 0), "other");
        await table.HoldsAsync("latest of rows", Table.Where("last_activity_at", Operator.Equal, "2026-03-02T00:00:00Z"), "leap");
        await table.HoldsAsync("later than given", Table.Where("last_activity_at", Operator.Equal, "2026-02-02T00:00:00Z"), "other");
        table.Moment = Table.At("2026-02-27T12:00:00Z", "UTC");
        await table.HoldsAsync("the day before", Table.Where("age", Operator.Equal, 25), "leap");
        table.Moment = Table.At("2026-02-28T00:00:00Z", "UTC");
        await table.HoldsAsync("29 February falls on the 28th", Table.Where("age", Operator.Equal, 26), "leap");
        table.Moment = Table.At("2028-02-28T12:00:00Z", "UTC");
        await table.HoldsAsync("but not in a leap year", Table.Where("age", Operator.Equal, 27), "leap");
    }
}
