using Muster.Rules.Schema;
using Muster.Server.Imports;

namespace Muster.Server.Tests.Imports;

public class NdjsonTests : ImportTestBase
{
    [Fact]
    public async Task Keys_GoToFields_AndElseBecomeCustomFieldsByTheirJsonType()
    {
        ImportReport report = await ImportAsync("order",
            """
            {"id":1,"contact":17,"amount":"1,200.50","paid":true,"gift":false,"weight":1.5,"note":"12","labels":["a","b"],"since":"2024-01-31","items":[{"product":"Phone","amount":5}],"address":{"city":"Bonn"}}

            {"id":"2","late":7,"paid":null,"amount":{"x":1}}
            """);

        Assert.Equal((2, 2, ImportFormat.Ndjson), (report.Read, report.Added, report.Format));
        Assert.Equal(
            [
                ("gift", FieldType.Boolean), ("weight", FieldType.Number), ("note", FieldType.Text), ("labels", FieldType.Tags), ("since", FieldType.Date), ("late", FieldType.Number),
            ],
            report.NewFields.Select(field => (field.Name, field.Type)));
        Assert.Equal(
            """{"contact":17,"amount":1200.5,"paid":true,"gift":false,"weight":1.5,"note":"12","labels":["a","b"],"since":"2024-01-31","items":[{"product":"Phone","amount":5}],"address":{"city":"Bonn"}}""",
            Text(Store["order", "1"]));
        Assert.Equal(["address", "amount"], report.DataIssues.Select(issue => issue.Field).Order());
        Assert.Equal(1, report.WithoutOwner);
        Assert.Equal(1, report.OwnerUnknown);
    }

    [Theory]
    [InlineData("no object", "[1]", "no JSON object")]
    [InlineData("no JSON", "{\"id\":\"2\",}", "not valid JSON")]
    [InlineData("cut", "{\"id\":\"2\",\"name\":\"B", "not valid JSON")]
    [InlineData("two in a line", "{\"id\":\"2\"}{\"id\":\"3\"}", "not valid JSON")]
    [InlineData("no id", "{\"name\":\"Bob\"}", "The id is missing")]
    [InlineData("a null id", "{\"id\":null}", "The id is missing")]
    [InlineData("an empty id", "{\"id\":\"\"}", "The id is empty")]
    [InlineData("an id of another type", "{\"id\":[1]}", "neither a text nor a number")]
    [InlineData("half a character", "{\"id\":\"2\",\"name\":\"\\ud800\"}", "half of a character")]
    [InlineData("half a character, deep", "{\"id\":\"2\",\"name\":{\"a\":[\"\\udc00\"]}}", "half of a character")]
    [InlineData("half a character in a key", "{\"id\":\"2\",\"\\ud800\":1}", "half of a character")]
    public async Task ABadLine_IsRefused_AndTheRestStands(string because, string line, string expected)
    {
        ImportReport report = await ImportAsync("contact", "{\"id\":\"1\"}\n" + line + "\n{\"id\":\"9\"}\n");

        Assert.True((report.Read, report.Added, report.Refused) == (3, 2, 1), because);
        Assert.Equal(2, report.FirstRefused[0].Line);
        Assert.Contains(expected, report.FirstRefused[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMappedKey_FillsAllItsFields_AndAnUnmetOneIsTold()
    {
        ImportReport report = await ImportAsync(Into("company", "account=id,name", "gone=city"), "{\"account\":\"Acme\",\"industry\":\"Tech\",\"industry\":\"Toys\"}\n");

        Assert.Equal("""{"name":"Acme","industry":"Toys"}""", Text(Store["company", "Acme"]));
        Assert.Contains("gone", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }
}
