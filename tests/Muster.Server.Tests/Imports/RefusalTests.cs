using System.Text;
using Muster.Server.Imports;

namespace Muster.Server.Tests.Imports;

public class RefusalTests : ImportTestBase
{
    private const string Good = "1,Ann,Bonn\n";

    [Theory]
    [InlineData("too few cells", "2,Bob\n", "it is cut")]
    [InlineData("too many cells", "2,Bob,Rome,x\n", "4 cells where the header has 3")]
    [InlineData("text after a quote", "2,\"Bob\"x,Rome\n", "A quote stands where none may be")]
    [InlineData("a quote in a bare cell", "2,Bo\"b,Rome\n", "A quote stands where none may be")]
    [InlineData("an empty id", ",Bob,Rome\n", "The id is empty")]
    [InlineData("an id of white space", "\"  \",Bob,Rome\n", "The id is empty")]
    [InlineData("a control character in the id", "\"2\n3\",Bob,Rome\n", "control character")]
    [InlineData("a NUL", "2,B\0b,Rome\n", "NUL")]
    [InlineData("a quote never closed", "2,\"Bob,Rome\n", "do not pair up")]
    public async Task ABadRow_IsRefusedWithItsLine_AndTheRestStands(string because, string row, string expected)
    {
        ImportReport report = await ImportAsync("contact", "id,name,city\n" + Good + row + "8,Hal,Oslo\n9,\"Ida\",Riga\n");

        Assert.True((report.Read, report.Added, report.Refused) == (4, 3, 1), $"{because}: {report.Read} {report.Added} {report.Refused}");
        Assert.Equal(3, report.FirstRefused[0].Line);
        Assert.Contains(expected, report.FirstRefused[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", "half of a surrogate pair", "31002C0000D80A00")]
    [InlineData("utf-16", "half of a character", "31002C0041")]
    [InlineData("shift_jis", "a lead byte without its second", "312C810A")]
    public async Task BytesThatAreNoTextInTheEncoding_AreRefused(string encoding, string because, string rowInHex)
    {
        byte[] header = encoding == "utf-16" ? Encoding.Unicode.GetBytes("id,name\n8,Hal\n") : "id,name\n8,Hal\n"u8.ToArray();
        ImportReport report = await ImportAsync(Into("contact") with { Encoding = encoding }, [.. header, .. Convert.FromHexString(rowInHex)]);

        Assert.True((report.Added, report.Refused) == (1, 1), because);
        Assert.Equal(3, report.FirstRefused[0].Line);
        Assert.Contains("no text in " + encoding, report.FirstRefused[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHeaderThatIsNoTextInTheGivenEncoding_EndsTheImport()
    {
        ImportException failure = await Assert.ThrowsAsync<ImportException>(() => ImportAsync(Into("contact") with { Encoding = "utf-32" }, "id,name\n1,Ann\n"));
        Assert.Contains("no text in utf-32", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnIdTooLong_IsRefused()
    {
        ImportReport report = await ImportAsync("contact", $"id,name\n{new string('x', 512)},a\n{new string('x', 513)},b\n");
        Assert.Equal((1, 1), (report.Added, report.Refused));
    }

    [Fact]
    public async Task AFileCutWithinAQuotedCell_LosesItsLastRowOnly()
    {
        ImportReport report = await ImportAsync("contact", "id,name,city\n" + Good + "2,\"Bob\nand more\nand mo");

        Assert.Equal((2, 1, 1), (report.Read, report.Added, report.Refused));
        Assert.Equal(new RefusedRow(3, "The file ends within a quoted cell: the row is cut."), Assert.Single(report.FirstRefused));
    }

    [Fact]
    public async Task LinesAreCounted_AcrossQuotedLineBreaks()
    {
        ImportReport report = await ImportAsync("contact", "id,name,city\r\n1,\"a\r\nb\nc\",Bonn\r\n\r\n2,Bob\r\n");
        Assert.Equal(6, Assert.Single(report.FirstRefused).Line);
    }

    [Fact]
    public async Task AQuoteNeverClosed_IsRefusedAfterAMebibyte_AndItsOwnLineOnly()
    {
        StringBuilder text = new("id,name,city\n1,Ann,Bonn\n2,\"Bob,Rome\n");
        for (int id = 3; id < 200_000; id++)
        {
            text.Append(id).Append(",Some One,Somewhere\n");
        }

        ImportReport report = await ImportAsync("contact", text.ToString());
        Assert.Equal((199_999, 199_998, 1), (report.Read, report.Added, report.Refused));
        Assert.Equal(3, report.FirstRefused[0].Line);
    }

    [Fact]
    public async Task InvalidUtf8_IsRefused_WhereTheFileIsUtf8()
    {
        byte[] bytes = [.. "id,name\n1,Zo\u00eb\n2,Zo"u8, 0xEB, .. "\n3,Ann\n"u8];
        ImportReport given = await ImportAsync(Into("contact") with { Encoding = "utf-8" }, bytes);
        ImportReport marked = await ImportAsync(Into("lead"), [0xEF, 0xBB, 0xBF, .. bytes]);

        Assert.Equal((3, 2, 1), (given.Read, given.Added, given.Refused));
        Assert.Equal((3, 2, 1), (marked.Read, marked.Added, marked.Refused));
        Assert.Equal("It is not valid UTF-8.", marked.FirstRefused[0].Reason);
    }

    [Fact]
    public async Task TheErrorsFile_IsMendedAndImportedAgain()
    {
        using StringWriter errors = new();
        ImportReport first = await ImportAsync(
            Into("contact", "nr=id") with { Errors = errors }, "nr,name,city\n1,Ann,Bonn\n2,Bob\n3,\"C\"y,Rome\n,Dan,Oslo\n5,\"E,\"\"v\"\"\",Riga,x\n");
        Assert.Equal((5, 1, 4), (first.Read, first.Added, first.Refused));
        Assert.Equal(
            "refused_line,refused_because,nr,name,city\n" +
            "3,\"The row has 2 cells where the header has 3: it is cut.\",2,Bob\n" +
            "4,\"A quote stands where none may be: a cell with quotes in it is put in quotes, and each quote in it is doubled.\",3,\"\"\"C\"\"y\",Rome\n" +
            "5,\"The id is empty.\",,Dan,Oslo\n" +
            "6,\"The row has 4 cells where the header has 3.\",5,\"E,\"\"v\"\"\",Riga,x\n",
            errors.ToString());

        string mended = errors.ToString().Replace("2,Bob\n", "2,Bob,Kiel\n", StringComparison.Ordinal).Replace(",,Dan", ",4,Dan", StringComparison.Ordinal).Replace(",Riga,x", ",Riga", StringComparison.Ordinal);
        ImportReport second = await ImportAsync(Into("contact", "nr=id"), mended);

        Assert.Equal((4, 4, 0), (second.Read, second.Added, second.Refused));
        Assert.Equal("""{"name":"E,\u0022v\u0022","city":"Riga"}""", Text(Store["contact", "5"]));
        Assert.Empty(second.NewFields);
    }

    [Fact]
    public async Task AnNdjsonErrorsFile_IsMendedAndImportedAgain()
    {
        using StringWriter errors = new();
        ImportReport first = await ImportAsync(Into("contact") with { Errors = errors }, "{\"id\":\"1\"}\n{\"id\":\"2\",\"name\":\"Bob\"\n[1]\n");
        Assert.Equal((3, 1, 2), (first.Read, first.Added, first.Refused));

        ImportReport second = await ImportAsync(
            Into("contact"), errors.ToString().Replace("Bob\"\"", "Bob\"\"}", StringComparison.Ordinal).Replace("[1]", "{\"\"id\"\":3}", StringComparison.Ordinal));
        Assert.Equal((2, 2), (second.Read, second.Added));
        Assert.Equal("Bob", (string?)Store["contact", "2"]["name"]);
    }

    [Theory]
    [InlineData("an empty file", "", "empty")]
    [InlineData("blank lines", "\n\n", "empty")]
    [InlineData("a header that does not end", "id,\"name\n1,Ann\n", "header row")]
    [InlineData("a spreadsheet", "PK\u0003\u0004rest", "spreadsheet")]
    [InlineData("a JSON array", "[ {\"id\":1} ]", "jq")]
    public async Task AFileThatIsNone_IsRefusedAsAWhole(string because, string text, string expected)
    {
        ImportException refused = await Assert.ThrowsAsync<ImportException>(() => ImportAsync("contact", text));
        Assert.True(refused.Message.Contains(expected, StringComparison.Ordinal), $"{because}: {refused.Message}");
    }
}
