using System.Text;
using Muster.Rules.Schema;
using Muster.Server.Imports;

namespace Muster.Server.Tests.Imports;

public class CsvTests : ImportTestBase
{
    [Theory]
    [InlineData("comma", "id,name,city\n1,Ann,Bonn\n2,Bob,Köln\n", ',')]
    [InlineData("semicolon", "id;name;city\n1;Ann;Bonn\n2;Bob;Köln\n", ';')]
    [InlineData("tab", "id\tname\tcity\n1\tAnn\tBonn\n2\tBob\tKöln\n", '\t')]
    [InlineData("bar", "id|name|city\n1|Ann|Bonn\n2|Bob|Köln\n", '|')]
    [InlineData("semicolon beside decimal commas", "id;name;city;rate\n1;Ann;Bonn;1,5\n2;Bob;Köln;2,5\n", ';')]
    [InlineData("commas in quotes do not count", "id;name;city\n1;\"A,n,n\";Bonn\n2;\"B,o,b\";Köln\n", ';')]
    [InlineData("declared as spreadsheets do", "sep=;\nid;name;city\n1;Ann;Bonn\n2;Bob;Köln\n", ';')]
    [InlineData("CRLF", "id,name,city\r\n1,Ann,Bonn\r\n2,Bob,Köln", ',')]
    [InlineData("CR alone", "id,name,city\r1,Ann,Bonn\r2,Bob,Köln\r", ',')]
    [InlineData("blank lines", "\nid,name,city\n\n1,Ann,Bonn\n\n\n2,Bob,Köln\n\n", ',')]
    public async Task TheDelimiter_IsDetected(string because, string text, char expected)
    {
        ImportReport report = await ImportAsync("contact", text);

        Assert.True(report.Delimiter == expected, because);
        Assert.Equal((2, 2, 0), (report.Read, report.Added, report.Refused));
        Assert.Equal("Köln", (string?)Store["contact", "2"]["city"]);
    }

    public static TheoryData<string, string, byte[]> Encodings => new()
    {
        { "utf-8", "utf-8", Encoding.UTF8.GetBytes(Umlauts) },
        { "utf-8 with a mark", "utf-8", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Umlauts)] },
        { "utf-16 little", "utf-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Umlauts)] },
        { "utf-16 big", "utf-16BE", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Umlauts)] },
        { "utf-16 without a mark", "utf-16", Encoding.Unicode.GetBytes(Umlauts) },
        { "windows-1252", "windows-1252", Encoding.Latin1.GetBytes(Umlauts) },
        { "windows-1252, late in the file", "windows-1252", Encoding.Latin1.GetBytes("id,city\n" + string.Concat(Enumerable.Range(10, 30_000).Select(id => $"{id},Bonn\n")) + "1,Köln\n2,Zürich\n") },
    };

    private const string Umlauts = "id,city\n1,Köln\n2,Zürich\n";

    [Theory, MemberData(nameof(Encodings))]
    public async Task TheEncoding_IsDetected(string because, string expected, byte[] bytes)
    {
        ImportReport report = await ImportAsync(Into("contact"), bytes);

        Assert.True(expected.Equals(report.Encoding, StringComparison.OrdinalIgnoreCase), $"{because}: {report.Encoding}");
        Assert.Equal(0, report.Refused);
        Assert.Equal("Köln", (string?)Store["contact", "1"]["city"]);
        Assert.Equal("Zürich", (string?)Store["contact", "2"]["city"]);
    }

    [Fact]
    public async Task TheEncoding_CanBeGiven()
    {
        await ImportAsync(Into("contact") with { Encoding = "iso-8859-15" }, [.. "id,city\n1,"u8, 0xA4, .. "\n"u8]);
        Assert.Equal("€", (string?)Store["contact", "1"]["city"]);
        await Assert.ThrowsAsync<ImportException>(() => ImportAsync(Into("contact") with { Encoding = "utf-9" }, "id\n1\n"));
    }

    [Fact]
    public async Task QuotedCells_HoldDelimitersQuotesAndLineBreaks()
    {
        await ImportAsync("contact", "id,name,city\n1,\"Say \"\"hi\"\", Ann\",\"a\r\nb\"\n2,\"\",x\n");

        Assert.Equal("Say \"hi\", Ann", (string?)Store["contact", "1"]["name"]);
        Assert.Equal("a\r\nb", (string?)Store["contact", "1"]["city"]);
        Assert.False(Store["contact", "2"].ContainsKey("name"));
    }

    [Fact]
    public async Task Columns_GoToFieldsByNameAndLabel_AndElseBecomeCustomFields()
    {
        ImportReport report = await ImportAsync("contact", "ID,Lead Score,EMAIL,Email consent,Created,Shoe Size,Plan,VIP,Since,Seen,Zip,Empty\n" +
            "1,80,a@b.c,yes,2024-03-01,42.5,Gold,true,2024-01-31,2024-01-31T10:00:00+01:00,01234,\n");

        Assert.Equal(
            [
                new("shoe_size", FieldType.Number, "Shoe Size"), new("plan", FieldType.Text, "Plan"), new("vip", FieldType.Boolean, "VIP"), new("since", FieldType.Date, "Since"),
                new("seen", FieldType.DateTime, "Seen"), new("zip", FieldType.Text, "Zip"), new("empty", FieldType.Text, "Empty"),
            ],
            report.NewFields);
        Assert.Equal(
            """{"lead_score":80,"email":"a@b.c","email_consent":true,"created_at":"2024-03-01T00:00:00.000Z","shoe_size":42.5,"plan":"Gold","vip":true,"since":"2024-01-31","seen":"2024-01-31T09:00:00.000Z","zip":"01234"}""",
            Text(Store["contact", "1"]));
        Assert.Equal(FieldType.Number, Store.Schema.Find("contact")!.Find("shoe_size")!.Type);
    }

    [Fact]
    public async Task AColumn_FillsAllFieldsItIsMappedTo()
    {
        await ImportAsync(Into("company", "account=id,name", "sector=industry", "note="), "account,sector,note\nAcme,Tech,x\n");
        Assert.Equal("""{"name":"Acme","industry":"Tech"}""", Text(Store["company", "Acme"]));
    }

    [Fact]
    public async Task AProfileField_TakesTheTypeThatAnotherKindHas()
    {
        await ImportAsync("contact", "id,code\n1,abc\n");
        ImportReport report = await ImportAsync("lead", "id,code\n1,17\n");

        Assert.Equal(FieldType.Text, Assert.Single(report.NewFields).Type);
        Assert.Equal("17", (string?)Store["lead", "1"]["code"]);
    }

    [Theory]
    [InlineData("no such column", "contact", "E-Mial=email", "The file has no column \"E-Mial\". Did you mean \"E-Mail\"?")]
    [InlineData("no field name", "contact", "E-Mail=e mail!", "Try \"e_mail\"")]
    [InlineData("a computed field", "contact", "E-Mail=deal_count", "\"deal_count\" is computed")]
    [InlineData("two columns for one field", "contact", "E-Mail=name", "both go to \"name\"")]
    [InlineData("one field twice", "contact", "E-Mail=email,email", "twice")]
    [InlineData("items", "item", "E-Mail=product", "Items cannot be imported on their own")]
    [InlineData("an unknown object", "contcat", "E-Mail=email", "Did you mean \"contact\"?")]
    public async Task AWrongMapping_SaysWhatWouldFit(string because, string objectName, string mapping, string expected)
    {
        ImportException refused = await Assert.ThrowsAsync<ImportException>(() => ImportAsync(Into(objectName, mapping), "id,E-Mail,name\n1,a@b.c,Ann\n"));
        Assert.True(refused.Message.Contains(expected, StringComparison.Ordinal), $"{because}: {refused.Message}");
    }

    [Fact]
    public async Task DuplicateAndEmptyHeadings_AreNumbered_TheSameWayEachTime()
    {
        const string Text = "id,city,city,,age\n1,Bonn,Rome,x,30\n";
        ImportReport first = await ImportAsync("contact", Text);
        ImportReport second = await ImportAsync("contact", Text);

        Assert.Equal(["city_2", "column_4", "age_2"], first.NewFields.Select(field => field.Name));
        Assert.Equal("""{"city":"Bonn","city_2":"Rome","column_4":"x","age_2":30}""", Muster.Server.Tests.Imports.ImportTestBase.Text(Store["contact", "1"]));
        Assert.Equal((0, 1), (second.NewFields.Count, second.Unchanged));
    }

    [Fact]
    public async Task AValueThatDoesNotFit_IsKeptAndCounted()
    {
        ImportReport report = await ImportAsync("contact", "id,lead_score,birthday,email_consent\n1,12,1980-02-30,maybe\n2,high,1980-02-03,yes\n3,n/a,,no\n");

        Assert.Equal((3, 3), (report.Read, report.Added));
        Assert.Equal("high", (string?)Store["contact", "2"]["lead_score"]);
        FieldIssues scores = Assert.Single(report.DataIssues, issue => issue.Field == "lead_score");
        Assert.Equal((FieldType.Number, 2), (scores.Type, scores.Count));
        Assert.Equal((3, "high"), (scores.Examples[0].Line, scores.Examples[0].Value));
        Assert.Equal(["birthday", "email_consent", "lead_score"], report.DataIssues.Select(issue => issue.Field).Order());
    }

    [Fact]
    public async Task ABlankCell_LeavesWhatIsThere_UnlessTheRowReplacesIt()
    {
        await ImportAsync("contact", "id,name,city\n1,Ann,Bonn\n");
        await ImportAsync("contact", "id,name,city\n1,Anna, \n");
        Assert.Equal("""{"city":"Bonn","name":"Anna"}""", Text(Store["contact", "1"]));

        ImportReport add = await ImportAsync(Into("contact") with { Mode = ImportMode.Add }, "id,name\n1,Eve\n2,Bob\n");
        Assert.Equal((1, 1), (add.Added, add.Unchanged));
        await ImportAsync(Into("contact") with { Mode = ImportMode.Replace }, "id,name,city\n1,Anna,\n");
        Assert.Equal("""{"name":"Anna"}""", Text(Store["contact", "1"]));
    }
}
