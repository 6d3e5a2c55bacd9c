using System.Text;
using Muster.Server.Imports;
using Muster.Server.Imports.Values;
using NodaTime;

namespace Muster.Server.Tests.Imports;

public class ValueTests : ImportTestBase
{
    [Theory]
    [InlineData("1234.50", false, "1234.5")]
    [InlineData("1,234.50", false, "1234.5")]
    [InlineData("$1,000", false, "1000")]
    [InlineData("-$1,000,000.25", false, "-1000000.25")]
    [InlineData("1000 €", false, "1000")]
    [InlineData("+007", false, "7")]
    [InlineData(".5", false, "0.5")]
    [InlineData("-0.0", false, "0")]
    [InlineData("1.5e3", false, "1.5e3")]
    [InlineData("1.234,50", true, "1234.5")]
    [InlineData("1.234", true, "1234")]
    [InlineData("1,5", true, "1.5")]
    [InlineData("1,5", false, null)]
    [InlineData("1,23,456", false, null)]
    [InlineData("12,34.5", false, null)]
    [InlineData("1.2.3", false, null)]
    [InlineData("1,234e2", false, null)]
    [InlineData("-", false, null)]
    [InlineData("$", false, null)]
    [InlineData(".", false, null)]
    [InlineData("12a", false, null)]
    [InlineData("", false, null)]
    public void ANumber_IsReadInOneWayOrNotAtAll(string text, bool decimalComma, string? expected)
    {
        byte[] into = new byte[NumberText.MaxLength + 2];
        string? read = NumberText.TryNormalize(Encoding.UTF8.GetBytes(text), decimalComma, into, out int written) ? Encoding.ASCII.GetString(into, 0, written) : null;
        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("days above 12 come first", "13/01/2024|02/03/2024", "dd/MM/yyyy", false, "2024-03-02")]
    [InlineData("days above 12 come second", "01/13/2024|02/03/2024", "MM/dd/yyyy", false, "2024-02-03")]
    [InlineData("a slash leaves it open", "01/02/2024|02/03/2024", "MM/dd/yyyy", true, "2024-02-03")]
    [InlineData("a point leaves it open", "01.02.2024|02.03.2024", "dd.MM.yyyy", true, "2024-03-02")]
    [InlineData("points", "31.12.2023|2.3.2024", "dd.MM.yyyy", false, "2024-03-02")]
    [InlineData("compact", "20231231|20240302", "yyyyMMdd", false, "2024-03-02")]
    [InlineData("the year first", "2023/12/31|2024/3/2", "yyyy/MM/dd", false, "2024-03-02")]
    [InlineData("hyphens", "31-12-2023|02-03-2024", "dd-MM-yyyy", false, "2024-03-02")]
    public async Task TheOrderOfADate_IsDetected(string because, string days, string format, bool ambiguous, string expected)
    {
        string[] each = days.Split('|');
        ImportReport report = await ImportAsync("contact", $"id,birthday\n1,{each[0]}\n2,{each[1]}\n");

        DateReading reading = Assert.Single(report.DateFormats);
        Assert.True(reading == new DateReading("birthday", format, ambiguous), $"{because}: {reading}");
        Assert.Equal(ambiguous ? 1 : 0, report.Warnings.Count);
        Assert.Equal(expected, (string?)Store["contact", "2"]["birthday"]);
        Assert.Empty(report.DataIssues);
    }

    [Theory]
    [InlineData("2024-07-01", "2024-06-30T22:00:00.000Z")]
    [InlineData("2024-07-01 12:30", "2024-07-01T10:30:00.000Z")]
    [InlineData("2024-07-01T12:30:05.2509+05:30", "2024-07-01T07:00:05.250Z")]
    [InlineData("2024-07-01T12:30:05Z", "2024-07-01T12:30:05.000Z")]
    [InlineData("31.07.2024 08:15", "2024-07-31T06:15:00.000Z")]
    [InlineData("7/31/2024 1:05 PM", "2024-07-31T11:05:00.000Z")]
    [InlineData("2024-03-31 02:30", "2024-03-31T01:30:00.000Z")]
    [InlineData("1969-12-31 23:59:59.999", "1969-12-31T22:59:59.999Z")]
    public async Task ATime_IsStoredAsAnInstant_InTheWorkspacesZone(string given, string expected)
    {
        await ImportAsync(Into("contact") with { Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"] }, $"id,created_at\n1,{given}\n");
        Assert.Equal(expected, (string?)Store["contact", "1"]["created_at"]);
    }

    [Fact]
    public async Task ADateFormat_CanBeGiven()
    {
        ImportReport report = await ImportAsync(Into("contact") with { DateFormat = "d MMM yyyy" }, "id,birthday,joined\n1,3 Feb 1980,1 Jan 2024\n2,1980-02-04,2 Jan 2024\n3,02/05/1980,2024-01-03\n");

        Assert.Equal("1980-02-03", (string?)Store["contact", "1"]["birthday"]);
        Assert.Equal("1980-02-04", (string?)Store["contact", "2"]["birthday"]);
        Assert.Equal("2024-01-02", (string?)Store["contact", "2"]["joined"]);
        Assert.Equal("02/05/1980", Assert.Single(report.DataIssues).Examples[0].Value);
        ImportException wrong = await Assert.ThrowsAsync<ImportException>(() => ImportAsync(Into("contact") with { DateFormat = "qq" }, "id\n1\n"));
        Assert.Contains("no date format", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ids with zeros in front", "007|123", "text")]
    [InlineData("phones", "+4930123456|+4930123457", "text")]
    [InlineData("ones and zeros", "1|0", "number")]
    [InlineData("yes and no", "yes|No", "boolean")]
    [InlineData("currency", "$1,000|$12.50", "money")]
    [InlineData("decimal commas", "1.234,50|0,5", "number")]
    [InlineData("mixed", "1|x", "text")]
    [InlineData("days and times", "2024-01-01|2024-01-01T10:00", "datetime")]
    [InlineData("no such day", "2024-02-30|2024-01-01", "text")]
    public async Task ANewField_IsTypedFromItsValues(string because, string values, string expected)
    {
        ImportReport report = await ImportAsync("contact", "id;thing\n" + string.Concat(values.Split('|').Select((value, index) => $"{index};{value}\n")));

        string type = Muster.Rules.Schema.FieldTypes.NameOf(Assert.Single(report.NewFields).Type);
        Assert.True(type == expected, $"{because}: {type}");
        Assert.Empty(report.DataIssues);
    }

    [Fact]
    public async Task Values_TakeTheFormOfTheirType()
    {
        await ImportAsync("deal", "id;amount;contact;product\n1;1.234,50 €; 17 ;Phone\n2;99,9;18;\n");
        Assert.Equal("""{"amount":1234.5,"contact":"17","product":"Phone"}""", Text(Store["deal", "1"]));

        ImportReport tags = await ImportAsync("contact", "id,tags\n1,\"VIP, Gold;;vip|New\"\n");
        Assert.Equal("""{"tags":["VIP","Gold","New"]}""", Text(Store["contact", "1"]));
        Assert.Empty(tags.DataIssues);

        ImportReport money = await ImportAsync("order", "id,amount\n1,1.23456\n2,1000000000000000\n");
        Assert.Equal(2, Assert.Single(money.DataIssues).Count);
    }
}
