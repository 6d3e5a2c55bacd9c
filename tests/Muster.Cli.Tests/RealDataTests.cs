using System.Text.Json;

namespace Muster.Cli.Tests;

public sealed class CdnowStore : IAsyncLifetime
{
    internal CommandRunner Commands { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Commands.MustAsync("import", SharedData.Find("cdnow/contacts.csv"), "--object", "contact", "--map", "contact_id=id");
        await Commands.MustAsync(
            "import", SharedData.Find("cdnow/orders.csv"), "--object", "order", "--map", "order_id=id", "--map", "contact_id=contact", "--map", "ordered_on=created_at");
    }

    public ValueTask DisposeAsync()
    {
        Commands.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class CdnowTests(CdnowStore store) : IClassFixture<CdnowStore>
{
    private const string Recent = "created_at during last 365 days";

    public static TheoryData<string, long> Counts => new()
    {
        { "at least 3 orders", 7_583 },
        { "sum(order.amount) > 1000", 200 },
        { "exactly 1 order", 11_908 },
        { "sum(order.amount) > 500 and no orders where (created_at during last 180 days)", 93 },
        { "sum of order amounts over 500 and no order in the last 180 days", 93 },
        { "first(order.created_at) during 1997-01-01..1997-01-31", 7_846 },
        { "first order in January 1997", 7_846 },
        { "some orders where (amount > 200)", 307 },
        { "an order above 200", 307 },
        { $"at least 2 orders where (amount >= 50 and {Recent}) or sum(order.amount) > 2000", 1_224 },
        { "(at least 2 orders of 50 or more in the last 365 days) or sum of order amounts over 2000", 1_224 },
        { "some orders where (amount = 0)", 80 },
        { "an order of exactly 0", 80 },
        { """{"combinator":"and","rules":[{"field":"order","match":{"mode":"atLeast","threshold":3},"value":{"combinator":"and","rules":[]}}]}""", 7_583 },
    };

    [Theory, MemberData(nameof(Counts))]
    public async Task ARule_Counts(string rule, long expected) => Assert.Equal((expected, 23_570), await CountAsync(store.Commands, rule, "contacts"));

    [Fact]
    public async Task TheSameFileAgain_ChangesNothing()
    {
        string report = await store.Commands.MustAsync(
            "import", SharedData.Find("cdnow/orders.csv"), "--object", "order", "--map", "order_id=id", "--map", "contact_id=contact", "--map", "ordered_on=created_at", "--json");

        using JsonDocument json = JsonDocument.Parse(report);
        Assert.Equal(69_659, json.RootElement.GetProperty("unchanged").GetInt64());
        Assert.Equal(0, json.RootElement.GetProperty("added").GetInt64() + json.RootElement.GetProperty("updated").GetInt64());
    }

    internal static async Task<(long Count, long Total)> CountAsync(CommandRunner commands, string rule, string audience)
    {
        string output = await commands.MustAsync("count", rule, "--audience", audience, "--at", "1998-07-01T12:00:00Z", "--time-zone", "UTC", "--json");
        using JsonDocument json = JsonDocument.Parse(output);
        return (json.RootElement.GetProperty("count").GetInt64(), json.RootElement.GetProperty("total").GetInt64());
    }
}

public sealed class PipelineStore : IAsyncLifetime
{
    internal CommandRunner Commands { get; } = new();

    internal JsonDocument Report { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Commands.MustAsync(
            "import", SharedData.Find("crm-sales/accounts.csv"), "--object", "company", "--map", "account=id,name", "--map", "sector=industry",
            "--map", "office_location=country", "--map", "employees=size");
        Report = JsonDocument.Parse(await Commands.MustAsync(
            "import", SharedData.Find("crm-sales/sales_pipeline.csv"), "--object", "deal", "--map", "opportunity_id=id", "--map", "account=company",
            "--map", "sales_agent=owner", "--map", "deal_stage=stage", "--map", "close_value=amount", "--map", "engage_date=created_at",
            "--map", "close_date=closed_at", "--json"));
    }

    public ValueTask DisposeAsync()
    {
        Report?.Dispose();
        Commands.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class PipelineTests(PipelineStore store) : IClassFixture<PipelineStore>
{
    public static TheoryData<string, long> Counts => new()
    {
        { "at least 60 deals where (status = won)", 19 },
        { "at least 60 won deals", 19 },
        { "country = \"United States\" and sum(deal.amount where status = won) > 150000", 13 },
        { "industry = software or size > 5000", 30 },
        { "some deals where (status = won and product = \"GTX Plus Pro\" and amount > 6000 and owner = \"Darcel Schlecht\")", 4 },
        { "country != \"United States\" and some deals where (status = won)", 14 },
    };

    [Theory, MemberData(nameof(Counts))]
    public async Task ARule_Counts(string rule, long expected) => Assert.Equal((expected, 85), await CdnowTests.CountAsync(store.Commands, rule, "companies"));

    [Fact]
    public void DealsWithoutAnAccount_AreImportedAndCounted()
    {
        Assert.Equal(8_800, store.Report.RootElement.GetProperty("added").GetInt64());
        Assert.Equal(1_425, store.Report.RootElement.GetProperty("withoutOwner").GetInt64());
        Assert.Equal(0, store.Report.RootElement.GetProperty("refused").GetInt64());
    }

    [Fact]
    public async Task DealsWithoutAnAccount_AreLostNowhere()
    {
        string exported = await store.Commands.MustAsync("export", "deal");

        Assert.Equal(8_800, exported.Count(c => c == '\n'));
    }
}
