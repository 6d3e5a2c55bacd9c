using Muster.Rules.Schema;
using Muster.Storage.Sqlite;
using static Muster.Storage.Tests.TestStore;

namespace Muster.Storage.Tests;

public class SchemaTests
{
    [Fact]
    public async Task SchemaAndSettings_ComeBackAsTheyWere()
    {
        await using TestStore test = new();
        CrmSchema schema = test.Store.Schema.WithObject("visit").WithField("visit", "rooms", FieldType.Number, "Rooms seen").WithObject("café", "cafés")
            .WithField("contact", "plan", FieldType.Text).WithField("event", "price", FieldType.Money).WithField("contact", "größe", FieldType.Date);
        await test.Store.SaveSchemaAsync(schema, Token);
        await test.Store.SaveSettingsAsync(new("Europe/Berlin"), Token);

        await test.ReopenAsync();

        Assert.Equal(Describe(schema), Describe(test.Store.Schema));
        Assert.Equal("Europe/Berlin", test.Store.Settings.TimeZone);
        await Assert.ThrowsAsync<ArgumentException>(async () => await test.Store.SaveSettingsAsync(new("Europe/Nowhere"), Token));
    }

    [Fact]
    public async Task NothingIsTakenFromASchema()
    {
        await using TestStore test = new();
        await test.Store.SaveSchemaAsync(CrmSchema.Standard.WithField("contact", "plan", FieldType.Text).WithObject("visit"), Token);

        await test.Store.SaveSchemaAsync(CrmSchema.Standard.WithField("contact", "rank", FieldType.Number), Token);

        Assert.NotNull(test.Store.Schema.Find("contact")!.Find("plan"));
        Assert.NotNull(test.Store.Schema.Find("contact")!.Find("rank"));
        Assert.NotNull(test.Store.Schema.Find("visit"));
        await Assert.ThrowsAsync<SchemaException>(async () => await test.Store.SaveSchemaAsync(CrmSchema.Standard.WithField("contact", "plan", FieldType.Number), Token));
        await test.ReopenAsync();
        Assert.Equal(FieldType.Text, test.Store.Schema.Find("contact")!.Find("plan")!.Type);
    }

    [Fact]
    public async Task TheWriter_TakesUpWhatAnotherSavedBeforeIt()
    {
        await using TestStore test = new();
        await using SqliteRecordStore early = SqliteRecordStore.Open(test.Directory);
        await test.Store.SaveSchemaAsync(CrmSchema.Standard.WithObject("visit"), Token);
        await test.WriteAsync(1, Merge("visit", "1", "{}"));
        await test.Store.DisposeAsync();

        await early.WriteAsync([Merge("visit", "2", "{}")], At(2), Token);

        Assert.Equal(["1", "2"], early.ReadAll("visit").Select(record => record.Id));
        Assert.Equal(2, early.LastSequence);
    }

    [Fact]
    public async Task Views_ShowRecordsInPlainSql()
    {
        await using TestStore test = new();
        await test.Store.SaveSchemaAsync(test.Store.Schema.WithField("contact", "größe", FieldType.Number).WithField("contact", "order", FieldType.Text), Token);
        await test.WriteAsync(
            1_500, Merge("contact", "1", """{"name":"Ann","tags":["a","b"],"größe":1.5,"order":"it's","email_consent":true,"created_at":"2026-01-02"}"""),
            Merge("contact", "2", """{"email":"b@x.org"}"""), Merge("contact", "3", "{}"), Merge("deal", "d", """{"amount":12.5,"contact":"1","items":[{"product":"P"}]}"""),
            Merge("event", "e", """{"name":"opened","contact":"1"}"""));
        await test.WriteAsync(2_000, Delete("contact", "3"));

        Assert.Equal(
            ["""1|Ann||["a","b"]|1.5|it's|1|2026-01-02|1970-01-01T00:00:01.500Z""", "2||b@x.org|||||1970-01-01T00:00:01.500Z|1970-01-01T00:00:01.500Z"],
            test.Query("""SELECT id, name, email, tags, "größe", "order", email_consent, created_at, updated_at FROM contact ORDER BY id"""));
        Assert.Equal(["""Ann|12.5|[{"product":"P"}]"""], test.Query("SELECT contact.name, amount, items FROM deal JOIN contact ON contact.id = deal.contact"));
        Assert.Equal(["e|opened|1"], test.Query("SELECT id, name, contact FROM events"));
    }

    [Fact]
    public async Task Views_GrowWithTheSchemaAndStepAsideForTables()
    {
        await using TestStore test = new();
        CrmSchema schema = test.Store.Schema;
        foreach (string name in (string[])["visit", "record", "meta", "sqlite_schema", "view", "object", "objects_records"])
        {
            schema = schema.WithObject(name, name == "object" ? "records_of_objects" : null);
        }

        await test.Store.SaveSchemaAsync(schema, Token);
        await test.WriteAsync(1, Merge("visit", "1", """{"rooms":3,"when":"now"}"""), Merge("record", "r", "{}"), Merge("sqlite_schema", "s", "{}"), Merge("meta", "m", "{}"));
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => test.Query("SELECT rooms FROM visit"));

        await test.Store.SaveSchemaAsync(test.Store.Schema.WithField("visit", "rooms", FieldType.Number).WithField("visit", "when", FieldType.Text), Token);

        Assert.Equal(["1|3|now"], test.Query("SELECT id, rooms, \"when\" FROM visit"));
        Assert.Equal(["r"], test.Query("SELECT id FROM records"));
        Assert.Equal(["m"], test.Query("SELECT id FROM metas"));
        Assert.Equal(["s"], test.Query("SELECT id FROM object_sqlite_schema"));
        Assert.Equal([$"{test.Store.Schema.Objects.Count}"], test.Query("SELECT count(*) FROM sqlite_schema WHERE type = 'view'"));
    }

    private static IEnumerable<string> Describe(CrmSchema schema) =>
        schema.Objects.SelectMany(type => type.Fields.Select(field => $"{type.Name} {type.Plural} {type.IsCustom} {type.Kind} {field}"));
}
