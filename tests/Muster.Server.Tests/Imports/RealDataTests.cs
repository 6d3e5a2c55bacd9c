using Muster.Server.Imports;
using Muster.Storage.Sqlite;

namespace Muster.Server.Tests.Imports;

public sealed class RealDataTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("muster-import-").FullName;
    private SqliteRecordStore? _store;

    public ValueTask InitializeAsync()
    {
        _store = SqliteRecordStore.Open(_directory, new SqliteStoreOptions { Create = true });
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Cdnow_IsImportedWhole_AndTheSecondTimeChangesNothing()
    {
        ImportReport contacts = await ImportAsync("cdnow/contacts.csv", "contact", "contact_id=id");
        ImportReport orders = await ImportAsync("cdnow/orders.csv", "order", "order_id=id", "contact_id=contact", "ordered_on=created_at");
        TestContext.Current.SendDiagnosticMessage($"{contacts.Added} contacts in {contacts.Elapsed}, {orders.Added} orders in {orders.Elapsed}");

        Assert.Equal((23_570, 0), (contacts.Added, contacts.Refused));
        Assert.Equal((69_659, 0, 0, 0), (orders.Added, orders.Refused, orders.WithoutOwner, orders.OwnerUnknown));
        Assert.Empty(orders.DataIssues);
        Assert.Equal(["quantity"], orders.NewFields.Select(field => field.Name));
        Assert.InRange(orders.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));

        long sequence = _store!.LastSequence;
        Assert.Equal(23_570, (await ImportAsync("cdnow/contacts.csv", "contact", "contact_id=id")).Unchanged);
        Assert.Equal(69_659, (await ImportAsync("cdnow/orders.csv", "order", "order_id=id", "contact_id=contact", "ordered_on=created_at")).Unchanged);
        Assert.Equal(sequence, _store.LastSequence);
    }

    [Fact]
    public async Task CrmSales_IsImportedWhole_AndTheSecondTimeChangesNothing()
    {
        string[] accounts = ["account=id,name", "sector=industry", "office_location=country", "employees=size"];
        string[] deals = ["opportunity_id=id", "account=company", "sales_agent=owner", "deal_stage=stage", "close_value=amount", "engage_date=created_at", "close_date=closed_at"];
        ImportReport companies = await ImportAsync("crm-sales/accounts.csv", "company", accounts);
        ImportReport pipeline = await ImportAsync("crm-sales/sales_pipeline.csv", "deal", deals);

        Assert.Equal((85, 0), (companies.Added, companies.Refused));
        Assert.Equal((8_800, 0, 1_425, 0), (pipeline.Added, pipeline.Refused, pipeline.WithoutOwner, pipeline.OwnerUnknown));
        Assert.Empty(companies.DataIssues);
        Assert.Empty(pipeline.DataIssues);

        long sequence = _store!.LastSequence;
        Assert.Equal(85, (await ImportAsync("crm-sales/accounts.csv", "company", accounts)).Unchanged);
        Assert.Equal(8_800, (await ImportAsync("crm-sales/sales_pipeline.csv", "deal", deals)).Unchanged);
        Assert.Equal(sequence, _store.LastSequence);
    }

    private async Task<ImportReport> ImportAsync(string file, string objectName, params string[] mappings)
    {
        string path = Path.Combine(FindData(), file);
        await using FileStream input = File.OpenRead(path);
        ImportOptions options = new() { Object = objectName, FileName = path, Mappings = [.. mappings.Select(ColumnMapping.Parse)] };
        return await new Importer(_store!, TimeProvider.System).ImportAsync(input, input.Length, options, null, TestContext.Current.CancellationToken);
    }

    private static string FindData()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (Directory.Exists(Path.Combine(directory, "shared", "data")))
            {
                return Path.Combine(directory, "shared", "data");
            }
        }

        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, "The folder shared/data is not beside the repository.");
        throw new InvalidOperationException("CI is set, and there is no folder shared/data above the tests.");
    }
}
