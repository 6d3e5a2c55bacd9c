using System.Globalization;
using System.Text.Json;
using Muster.Storage.Records;
using NodaTime;
using static Muster.Server.Tests.Demo.DemoData;

namespace Muster.Server.Tests.Demo;

/// <summary>The shape of 20,000 profiles: shares within bounds, and records that agree with each other.</summary>
public sealed class DemoShapeTests
{
    private static readonly List<(string Id, JsonElement Fields)> Contacts = Shared.Of("contact");

    public static TheoryData<string, double, double, double> Shares => new()
    {
        { "with e-mail", Share(fields => fields.TryGetProperty("email", out _)), 0.9, 0.94 },
        { "with phone", Share(fields => fields.TryGetProperty("phone", out _)), 0.38, 0.42 },
        { "with birthday", Share(fields => fields.TryGetProperty("birthday", out _)), 0.53, 0.57 },
        { "at a company", Share(fields => fields.TryGetProperty("company", out _)), 0.57, 0.62 },
        { "from the United States", Share(fields => Text(fields, "country") == "US"), 0.2, 0.28 },
        { "from Germany", Share(fields => Text(fields, "country") == "DE"), 0.09, 0.16 },
        { "subscribed", Share(fields => Text(fields, "status") == "Subscribed"), 0.6, 0.75 },
        { "unsubscribed", Share(fields => fields.GetProperty("unsubscribed").GetBoolean()), 0.04, 0.12 },
        { "tagged Customer", Share(fields => Tags(fields).Contains("Customer")), 0.2, 0.45 },
        { "tagged VIP", Share(fields => Tags(fields).Contains("VIP")), 0.002, 0.06 },
        { "with a score above 80", Share(fields => fields.GetProperty("lead_score").GetInt32() > 80), 0.002, 0.1 },
        { "with a player", Share(fields => fields.TryGetProperty("player", out _)), 0.04, 0.08 },
        { "created in the last of four years", Share(fields => Time(fields, "created_at") > Now.Minus(Duration.FromDays(365))), 0.35, 0.55 },
        { "created in the first of four years", Share(fields => Time(fields, "created_at") < Now.Minus(Duration.FromDays(1096))), 0.06, 0.2 },
        { "created on a Saturday or Sunday", Share(fields => Time(fields, "created_at")!.Value.InUtc().DayOfWeek >= IsoDayOfWeek.Saturday), 0.1, 0.22 },
        { "with an order", With("order"), 0.15, 0.4 },
        { "with a deal", With("deal"), 0.08, 0.3 },
        { "with a ticket", With("ticket"), 0.05, 0.3 },
        { "with an event", With("event"), 0.35, 0.6 },
        { "with engagement", With("engagement"), 0.5, 0.85 },
        { "converted leads", Shared.Of("lead").Average(lead => lead.Fields.GetProperty("converted").GetBoolean() ? 1.0 : 0), 0.2, 0.3 },
        { "leads of nobody known", Shared.Of("lead").Average(lead => lead.Fields.TryGetProperty("contact", out _) ? 0.0 : 1), 0.6, 0.8 },
        { "paid orders", Shared.Of("order").Average(order => order.Fields.GetProperty("paid").GetBoolean() ? 1.0 : 0), 0.8, 0.95 },
        { "open deals", Shared.Of("deal").Average(deal => Text(deal.Fields, "status") == "open" ? 1.0 : 0), 0.1, 0.4 },
        { "won deals", Shared.Of("deal").Average(deal => Text(deal.Fields, "status") == "won" ? 1.0 : 0), 0.2, 0.5 },
        { "events a profile", Shared.Of("event").Count / 20_000.0, 4.5, 5.5 },
        { "appointments ahead", Shared.Of("appointment").Average(row => Time(row.Fields, "starts_at") > Now ? 1.0 : 0), 0.02, 0.3 },
        { "opened of delivered", Engaged("opened") / (double)Engaged("delivered"), 0.15, 0.45 },
        { "clicked of opened", Engaged("clicked") / (double)Engaged("opened"), 0.1, 0.3 },
        { "delivered of sent", Engaged("delivered") / (double)Engaged("sent"), 0.93, 0.99 },
    };

    [Theory, MemberData(nameof(Shares))]
    public void Shares_AreThoseOfACrm(string what, double share, double least, double most) =>
        Assert.True(share >= least && share <= most, string.Create(CultureInfo.InvariantCulture, $"{what}: {share:F4} is not within {least} to {most}"));

    [Fact]
    public void Counts_HaveHeavyTails()
    {
        foreach (string objectName in new[] { "order", "deal", "event" })
        {
            int[] counts = [.. CountByContact(objectName).Values.OrderDescending()];
            int top = counts.Take(Contacts.Count / 10).Sum();
            Assert.True(top > 0.4 * counts.Sum(), $"{objectName}: the tenth with the most has {top} of {counts.Sum()}");
        }

        Assert.True(CountByContact("order").Values.Max() >= 8);
        Assert.True(CountByContact("event").Values.Max() >= 60);
    }

    [Fact]
    public void Tags_FollowZipfOverManyTags()
    {
        int[] counts = [.. Contacts.SelectMany(contact => Tags(contact.Fields)).CountBy(tag => tag).Select(pair => pair.Value).OrderDescending()];
        Assert.InRange(counts.Length, 58, 64);
        Assert.True(counts[0] > 20 * counts[^1], $"{counts[0]} to {counts[^1]}");
    }

    [Fact]
    public void Customers_BoughtSomething()
    {
        HashSet<string> buyers = [.. Shared.Of("order").Concat(Shared.Of("deal").Where(deal => Text(deal.Fields, "status") == "won"))
            .Select(row => Text(row.Fields, "contact")).OfType<string>()];
        (string Id, JsonElement Fields)[] customers = [.. Contacts.Where(contact => Tags(contact.Fields).Contains("Customer"))];
        Assert.True(customers.Count(contact => buyers.Contains(contact.Id)) > 0.95 * customers.Length);
        Assert.All(Contacts, contact => Assert.Equal(buyers.Contains(contact.Id), Text(contact.Fields, "stage") is "Customer" or "Advocate" or "Churned"));
    }

    [Fact]
    public void Scores_RiseWithActivity()
    {
        Dictionary<string, int> events = CountByContact("event");
        double busy = Contacts.Where(contact => events.GetValueOrDefault(contact.Id) >= 15).Average(contact => contact.Fields.GetProperty("lead_score").GetInt32());
        double quiet = Contacts.Where(contact => !events.ContainsKey(contact.Id)).Average(contact => contact.Fields.GetProperty("lead_score").GetInt32());
        Assert.True(busy > quiet + 20, $"{busy} to {quiet}");
    }

    [Fact]
    public void BigCompanies_HaveMoreContacts()
    {
        Dictionary<string, int> size = Shared.Of("company").ToDictionary(company => company.Id, company => company.Fields.GetProperty("size").GetInt32());
        Dictionary<string, int> staff = Contacts.Select(contact => Text(contact.Fields, "company")).OfType<string>().CountBy(id => id).ToDictionary();
        double big = size.Where(pair => pair.Value >= 200).Average(pair => staff.GetValueOrDefault(pair.Key));
        double small = size.Where(pair => pair.Value < 20).Average(pair => staff.GetValueOrDefault(pair.Key));
        Assert.True(big > 2 * small, $"{big} to {small}");
        Assert.InRange(size.Values.Order().ElementAt(size.Count / 2), 18, 33);
    }

    [Fact]
    public void MailStanding_AgreesWithStatusAndEngagement()
    {
        ILookup<string, string> engaged = Shared.Of("engagement").Where(row => row.Fields.TryGetProperty("contact", out _))
            .ToLookup(row => Text(row.Fields, "contact")!, row => Text(row.Fields, "type")!);
        int left = 0;
        foreach ((string id, JsonElement fields) in Contacts)
        {
            string[] types = [.. engaged[id]];
            bool unsubscribed = fields.GetProperty("unsubscribed").GetBoolean();
            Assert.Equal(unsubscribed, Text(fields, "status") == "Unsubscribed");
            Assert.False(unsubscribed && fields.GetProperty("email_consent").GetBoolean(), id);
            if (types.Contains("unsubscribed") || types.Contains("complained"))
            {
                Assert.True(unsubscribed, id);
                Assert.True(types[^1] is "unsubscribed" or "complained", id + " got something after it had left");
                left++;
            }

            if (Text(fields, "status") == "Bounced")
            {
                Assert.True(types is [] or ["sent", "bounced"], id);
            }

            Assert.True(types.Length == 0 || (fields.TryGetProperty("email", out _) && Text(fields, "status") != "Not subscribed"), id);
        }

        Assert.True(left > 100);
        Assert.Equal(12, Shared.Of("engagement").Select(row => Text(row.Fields, "campaign")).Distinct().Count());
        Assert.All(Shared.Of("engagement"), row => Assert.Equal(Text(row.Fields, "type") == "clicked", row.Fields.TryGetProperty("link", out _)));
    }

    [Fact]
    public void Deals_AgreeWithTheirStage() => Assert.All(Shared.Of("deal"), deal =>
    {
        string status = Text(deal.Fields, "status")!;
        Assert.Equal(status, Text(deal.Fields, "stage") switch { "Won" => "won", "Lost" => "lost", _ => "open" });
        Assert.Equal(status != "open", deal.Fields.TryGetProperty("closed_at", out _));
    });

    [Fact]
    public void Orders_AgreeWithTheirItems() => Assert.All(Shared.Of("order"), order =>
    {
        JsonElement[] items = [.. order.Fields.GetProperty("items").EnumerateArray()];
        Assert.All(items, item => Assert.Equal(item.GetProperty("quantity").GetInt32() * item.GetProperty("price").GetDecimal(), item.GetProperty("amount").GetDecimal()));
        Assert.Equal(order.Fields.GetProperty("amount").GetDecimal(), items.Sum(item => item.GetProperty("amount").GetDecimal()));
        Assert.Equal(order.Fields.GetProperty("paid").GetBoolean(), order.Fields.TryGetProperty("paid_at", out _));
    });

    [Fact]
    public void ClosedTickets_AloneHaveAnEnd() =>
        Assert.All(Shared.Of("ticket"), ticket => Assert.Equal(Text(ticket.Fields, "status") == "closed", ticket.Fields.TryGetProperty("closed_at", out _)));

    [Fact]
    public void AddressesAndNumbers_AreReservedOnesAndNobodyElses()
    {
        (string Id, JsonElement Fields)[] people = [.. Contacts, .. Shared.Of("company"), .. Shared.Of("lead").Where(lead => !lead.Fields.TryGetProperty("contact", out _))];
        foreach (string means in new[] { "email", "phone" })
        {
            string[] keys = [.. people.Select(person => Text(person.Fields, means)).OfType<string>()
                .Select(value => (means == "email" ? Identity.OfEmail(value) : Identity.OfPhone(value)) ?? throw new InvalidOperationException(value + " is no " + means))];
            Assert.Equal(keys.Length, keys.Distinct().Count());
            Assert.All(keys, key => Assert.True(means == "phone" || (key.EndsWith(".example", StringComparison.Ordinal) && key.All(char.IsAscii)), key));
        }

        Assert.All(Shared.Of("company").Select(company => Text(company.Fields, "website")).OfType<string>(), site => Assert.EndsWith(".example", site, StringComparison.Ordinal));
    }

    [Fact]
    public void ALinkedLead_IsTheContact()
    {
        Dictionary<string, JsonElement> byId = Contacts.ToDictionary(contact => contact.Id, contact => contact.Fields);
        foreach ((_, JsonElement lead) in Shared.Of("lead").Where(lead => lead.Fields.TryGetProperty("contact", out _)))
        {
            JsonElement contact = byId[Text(lead, "contact")!];
            Assert.All(["name", "email", "phone", "messenger", "country", "company"], (string field) => Assert.Equal(Text(contact, field), Text(lead, field)));
            Assert.Equal(lead.GetProperty("converted").GetBoolean(), Time(contact, "created_at") >= Time(lead, "created_at"));
        }
    }

    [Fact]
    public void TimeZones_AreKnown() =>
        Assert.All(Contacts.Select(contact => Text(contact.Fields, "time_zone")!).Distinct(), zone => Assert.NotNull(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)));

    [Fact]
    public void Birthdays_IncludeThe29thOfFebruary() => Assert.Contains(Contacts, contact => Text(contact.Fields, "birthday")?.EndsWith("-02-29", StringComparison.Ordinal) == true);

    [Fact]
    public void Names_KeepTheirOwnLetters()
    {
        HashSet<string> names = [.. Contacts.SelectMany(contact => new[] { Text(contact.Fields, "first_name")!, Text(contact.Fields, "last_name")! })];
        Assert.Superset(new HashSet<string> { "Léa", "José", "Łukasz", "Zoë", "山田", "Søren" }, names);
        Assert.Contains(Contacts, contact => Text(contact.Fields, "country") == "JP" && Text(contact.Fields, "name")!.StartsWith("山田 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Events_ComeInSessions()
    {
        Instant[][] walks = [.. Shared.Of("event").Where(row => row.Fields.TryGetProperty("contact", out _))
            .GroupBy(row => Text(row.Fields, "contact"), (_, rows) => rows.Select(row => Time(row.Fields, "at")!.Value).ToArray())];
        Assert.All(walks, walk => Assert.Equal(walk.Order(), walk));
        Duration[] gaps = [.. walks.SelectMany(walk => walk.Zip(walk.Skip(1), (earlier, later) => later - earlier))];
        Assert.InRange(gaps.Count(gap => gap <= Duration.FromMinutes(10)) / (double)gaps.Length, 0.5, 0.9);
        Assert.InRange(gaps.Count(gap => gap >= Duration.FromDays(1)) / (double)gaps.Length, 0.05, 0.4);
        string[] names = [.. Shared.Of("event").Select(row => Text(row.Fields, "name")!).Distinct()];
        Assert.Superset(new HashSet<string> { "page_view", "product_view", "add_to_cart", "checkout", "login", "signup" }, names.ToHashSet());
    }

    private static double Share(Func<JsonElement, bool> holds) => Contacts.Count(contact => holds(contact.Fields)) / (double)Contacts.Count;

    private static double With(string objectName) => CountByContact(objectName).Count / (double)Contacts.Count;

    private static Dictionary<string, int> CountByContact(string objectName) =>
        Shared.Of(objectName).Select(row => Text(row.Fields, "contact")).OfType<string>().CountBy(id => id).ToDictionary();

    private static int Engaged(string type) => Shared.Of("engagement").Count(row => Text(row.Fields, "type") == type);
}
