using System.Text;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using NodaTime;
using Record = Muster.Rules.Data.Record;

namespace Muster.Rules.Tests.Data;

public class RecordReaderTests
{
    private static readonly CrmSchema Schema = CrmSchema.Standard.WithField("item", "colour", FieldType.Text).WithField("contact", "größe", FieldType.Number);

    private static readonly RecordReader Reader = new(Schema, DateTimeZone.Utc);

    private static readonly Instant Created = Instant.FromUtc(2026, 4, 1, 0, 0);

    private static readonly Instant Updated = Instant.FromUtc(2026, 4, 2, 0, 0);

    private static Record Read(string type, string json, List<DataIssue>? issues = null) => ReadBytes(type, Encoding.UTF8.GetBytes(json), issues);

    private static Record ReadBytes(string type, ReadOnlySpan<byte> document, List<DataIssue>? issues = null)
    {
        Record record = new(Schema.Find(type)!, "before") { ["created_at"] = FieldValue.OfDateTime(1) };
        Reader.Read(Schema.Find(type)!, "7", document, Created, Updated, record, issues);
        return record;
    }

    [Fact]
    public void Fields_AreReadByName_AndWhatIsUnknownOrDerivedIsPassedOver()
    {
        List<DataIssue> issues = [];
        Record record = Read(
            "contact",
            """{"id":"x","name":"Ann","n\u0061me_":1,"unknown":{"a":[1]},"age":99,"client_type":"x","last_activity_at":"2026-04-03T00:00:00Z","gr\u00f6\u00dfe":1.5,"tags":["a"]}""", issues);

        Assert.Empty(issues);
        Assert.Equal(("contact", "7"), (record.Type.Name, record.Id));
        string[] filled = [.. record.Type.Fields.Where(field => !record[field.Name].IsMissing).Select(field => field.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(["created_at", "größe", "last_activity_at", "name", "tags", "updated_at"], filled);
        Assert.Equal(1.5, record["größe"].AsNumber());
    }

    [Fact]
    public void CreatedAndUpdated_AreTheDocuments_ElseTheGiven()
    {
        Assert.Equal(Created.ToUnixTimeMilliseconds(), Read("contact", "{}")["created_at"].AsDateTime());
        Assert.Equal(Updated.ToUnixTimeMilliseconds(), Read("contact", """{"updated_at":null}""")["updated_at"].AsDateTime());
        Assert.Equal(1000, Read("contact", """{"created_at":"1970-01-01T00:00:01Z"}""")["created_at"].AsDateTime());
    }

    [Fact]
    public void AValueThatDoesNotFit_IsLeftOutAndNoted_AndTheRestIsKept()
    {
        List<DataIssue> issues = [];
        Record record = Read("contact", $$"""{"name":"Ann","lead_score":"{{new string('ä', 200)}}","birthday":{"y":1},"country":"US"}""", issues);

        Assert.Equal(("Ann", "US"), (record["name"].AsText(), record["country"].AsText()));
        Assert.True(record["lead_score"].IsMissing && record["birthday"].IsMissing);
        Assert.Equal([("contact", "7", "lead_score", new string('ä', 100)), ("contact", "7", "birthday", "{\"y\":1}")], issues.Select(issue => (issue.Object, issue.Id, issue.Field, issue.Value)));
    }

    [Theory]
    [InlineData("""{"name":"A","name":"B"}""", "B")]
    [InlineData("""{"name":"A","name":null}""", "")]
    [InlineData("""{"name":"A","name":{}}""", "")]
    public void OfDuplicateKeys_TheLastWins(string json, string name) => Assert.Equal(name, Read("contact", json)["name"].ToString());

    [Theory]
    [InlineData("", 0)]
    [InlineData("[]", 0)]
    [InlineData("5", 0)]
    [InlineData("nonsense", 1)]
    [InlineData("{\"name\":\"Ann\"", 13)]
    [InlineData("{\"name\":\"An", 11)]
    [InlineData("{\"name\":", 8)]
    [InlineData("{\"name\"", 7)]
    [InlineData("{\"name\":\"A\",}", 12)]
    [InlineData("{\n\"name\":\"A\"\n}x", 14)]
    [InlineData("{} {}", 3)]
    [InlineData("{\"tags\":[\"a\"", 12)]
    [InlineData("{\"lead_score\":01}", 15)]
    public void AMalformedDocument_SaysWhere(string json, long position)
    {
        RecordFormatException failure = Assert.Throws<RecordFormatException>(() => Read("contact", json));
        Assert.Equal(position, failure.Position);
    }

    [Fact]
    public void InvalidUtf8_SaysWhere()
    {
        byte[] document = [.. "{\"name\":\"ä"u8, 0xFF, .. "\"}"u8];
        Assert.Equal(11, Assert.Throws<RecordFormatException>(() => ReadBytes("contact", document)).Position);
    }

    [Fact]
    public void DeepNesting_IsRefused() =>
        Assert.Throws<RecordFormatException>(() => Read("contact", $$"""{"x":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}"""));

    [Fact]
    public void NoDocument_ThrowsAnythingElse()
    {
        const int Seed = 11;
        Random random = new(Seed);
        byte[] whole = Encoding.UTF8.GetBytes(
            """{"name":"Än\u00e4","lead_score":1.5,"tags":["a",1,null],"birthday":"2026-02-28","items":[{"product":"P","amount":1}],"amount":"$1,000","stage":"won"}""");
        for (int i = 0; i < 20_000; i++)
        {
            byte[] document = whole[..random.Next(whole.Length + 1)];
            for (int changes = random.Next(4); changes > 0 && document.Length > 0; changes--)
            {
                document[random.Next(document.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : whole[random.Next(whole.Length)];
            }

            try
            {
                ReadBytes(i % 2 == 0 ? "deal" : "contact", document, []);
                SchemaGrowth.Grow(Schema, Schema.Find("deal")!, "7", document, []);
            }
            catch (RecordFormatException failure)
            {
                Assert.True(failure.Position >= 0 && failure.Position <= document.Length, $"seed {Seed}, step {i}");
            }
        }
    }

    [Theory]
    [InlineData("{}", "open")]
    [InlineData("""{"stage":"Won"}""", "won")]
    [InlineData("""{"stage":"Closed WON"}""", "won")]
    [InlineData("""{"stage":"closed lost"}""", "lost")]
    [InlineData("""{"stage":"lost"}""", "lost")]
    [InlineData("""{"stage":"Qualified"}""", "open")]
    [InlineData("""{"stage":"won","status":"open"}""", "open")]
    [InlineData("""{"stage":"won","status":""}""", "won")]
    [InlineData("""{"status":{},"stage":"won"}""", "won")]
    public void ADealWithoutAStatus_HasTheOneOfItsStage(string json, string status) => Assert.Equal(status, Read("deal", json)["status"].AsText());

    [Fact]
    public void OnlyDeals_HaveAStatusOfThemselves() => Assert.True(Read("order", """{"stage":"won"}""")["status"].IsMissing);

    [Fact]
    public void Items_AreRecordsOfTheirOwn_WithWhatTheirParentSays()
    {
        List<DataIssue> issues = [];
        Record order = Read(
            "order",
            """
            {"items":[{"product":"Phone","quantity":"2","price":100,"amount":200.5,"colour":"red","status":"x","kind":"y","unknown":1},5,{"product":"Case","quantity":"many"}],
             "status":"sent","paid":true,"contact":"c1","company":"k1","created_at":"2026-04-03T00:00:00Z"}
            """, issues);

        Assert.Equal(["7/1", "7/3"], order.Items.Select(item => item.Id));
        Record phone = order.Items[0];
        Assert.Equal(("item", "Phone", 2.0, 2_005_000L, "red"), (phone.Type.Name, phone["product"].AsText(), phone["quantity"].AsNumber(), phone["amount"].AsMoney(), phone["colour"].AsText()));
        Assert.Equal(("order", "sent", true, "c1", "k1"), (phone["kind"].AsText(), phone["status"].AsText(), phone["paid"].AsBoolean(), phone["contact"].AsText(), phone["company"].AsText()));
        Assert.Equal((order["created_at"], order["updated_at"]), (phone["created_at"], phone["updated_at"]));
        Assert.Equal([("order", "7", "items", "5"), ("item", "7/3", "quantity", "many")], issues.Select(issue => (issue.Object, issue.Id, issue.Field, issue.Value)));
    }

    [Theory]
    [InlineData("""{"product":"Phone","amount":5}""", "7/1:Phone:5.00")]
    [InlineData("""{"items":[{"product":"PHONE"}],"product":"Phone"}""", "7/1:PHONE:")]
    [InlineData("""{"product":"Phone","items":[{"product":"Case"},7]}""", "7/1:Case:,7/3:Phone:")]
    [InlineData("""{"product":"","items":null}""", "")]
    public void ADealsProduct_IsAnItem_UnlessOneNamesIt(string json, string items)
    {
        Record deal = Read("deal", json, []);
        Assert.Equal(items, string.Join(",", deal.Items.Select(item => $"{item.Id}:{item["product"]}:{item["amount"]}")));
        Assert.All(deal.Items, item => Assert.Equal(("deal", "open"), (item["kind"].AsText(), item["status"].AsText())));
    }

    [Fact]
    public void ARecord_CanBeUsedAgain()
    {
        Record record = Read("deal", """{"product":"Phone","title":"A"}""");
        Reader.Read(Schema.Find("deal")!, "8", "{}"u8, Created, Updated, record, null);
        Assert.Equal((true, 0, "8"), (record["title"].IsMissing, record.Items.Count, record.Id));
    }

    [Fact]
    public void Items_OfOtherObjectsAreAFieldLikeAnyOther()
    {
        CrmSchema grown = SchemaGrowth.Grow(Schema, Schema.Find("contact")!, "7", """{"items":["a"]}"""u8, null);
        Record record = new(grown.Find("contact")!, "7");
        new RecordReader(grown, DateTimeZone.Utc).Read(grown.Find("contact")!, "7", """{"items":["a"]}"""u8, Created, Updated, record, null);
        Assert.Equal(["a"], record["items"].AsTags());
    }

    [Fact]
    public void Reading_AllocatesTheValuesAlone()
    {
        ObjectType type = Schema.Find("deal")!;
        Record record = new(type, "7");
        byte[] document = """{"amount":12.5,"closed_at":"2026-04-03T00:00:00Z","unknown":"x","created_at":"2026-04-03","status":"won"}"""u8.ToArray();
        Reader.Read(type, "7", document, Created, Updated, record, null);
        long least = long.MaxValue;

        // Code that is not optimised yet allocates for itself, so that rounds go on until the runtime has done its work.
        for (int round = 0; round < 500 && least > 32; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1_000; i++)
            {
                Reader.Read(type, "7", document, Created, Updated, record, null);
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000);
        }

        // 32 bytes are the text "won".
        Assert.Equal(32, least);
    }
}
