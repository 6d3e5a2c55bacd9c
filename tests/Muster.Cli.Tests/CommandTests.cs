using System.Text.Json;

namespace Muster.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private const string People =
        "id,name,email,country,tags,lead_score,birthday\n" +
        "1,Ann Lee,ann@example.com,DE,Customer;VIP,90,1990-02-28\n" +
        "2,Bob,bob@example.com,US,,40,\n" +
        "3,=cmd(),c@example.com,DE,Customer,10,2000-05-01\n";

    private readonly CommandRunner _commands = new();

    public void Dispose() => _commands.Dispose();

    [Fact]
    public async Task Count_AnswersForPeopleAndForMachines()
    {
        await ImportPeopleAsync();

        Assert.Equal("2 of 3 contacts\n", await _commands.MustAsync("count", "country = de"));
        using JsonDocument json = JsonDocument.Parse(await _commands.MustAsync("count", "country = de", "--at", "2026-04-15T12:00:00Z", "--json"));
        Assert.Equal(2, json.RootElement.GetProperty("count").GetInt64());
        Assert.Equal(3, json.RootElement.GetProperty("total").GetInt64());
        Assert.Equal("2026-04-15T12:00:00.000Z", json.RootElement.GetProperty("at").GetString());
        Assert.True(json.RootElement.GetProperty("elapsedMs").GetDouble() >= 0);
    }

    [Fact]
    public async Task ARule_MayComeFromAFileOrStandardInputOrAsJson()
    {
        await ImportPeopleAsync();
        string file = _commands.WriteFile("rule.txt", "tags has \"VIP\"\n");

        Assert.Equal("1 of 3 contacts\n", await _commands.MustAsync("count", "@" + file));
        CommandResult piped = await _commands.RunAsync(["count", "-"], "lead_score > 20");
        Assert.Equal((ExitCode.Done, "2 of 3 contacts\n"), (piped.Exit, piped.Output));
        Assert.Equal("1 of 3 contacts\n", await _commands.MustAsync("count", """{"combinator":"and","rules":[{"field":"tags","operator":"hasAny","value":["vip"]}]}"""));
    }

    [Fact]
    public async Task Preview_ShowsTheFirstAndEachConditionsCount()
    {
        await ImportPeopleAsync();

        string text = await _commands.MustAsync("preview", "country = DE and (lead_score > 80 or tags has VIP)", "--conditions");
        Assert.StartsWith("1 of 3 contacts, counted exactly in ", text, StringComparison.Ordinal);
        Assert.Contains("Ann Lee", text, StringComparison.Ordinal);
        Assert.Contains("country = DE", text, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await _commands.MustAsync("preview", "country = DE and lead_score > 80", "--json", "--limit", "0"));
        Assert.Equal(0, json.RootElement.GetProperty("sample").GetArrayLength());
        Assert.Equal(
            [("", 1L), ("/rules/0", 2L), ("/rules/1", 1L)],
            json.RootElement.GetProperty("conditions").EnumerateArray().Select(row => (row.GetProperty("pointer").GetString()!, row.GetProperty("count").GetInt64())));
    }

    [Fact]
    public async Task Members_AreCsvThatNoSpreadsheetRuns()
    {
        await ImportPeopleAsync();

        Assert.Equal(
            "id,kind,name,email,company\n1,contact,Ann Lee,ann@example.com,\n3,contact,'=cmd(),c@example.com,\n",
            await _commands.MustAsync("members", "country = DE"));
        string[] lines = (await _commands.MustAsync("members", "country = DE", "--format", "ndjson")).TrimEnd('\n').Split('\n');
        Assert.Equal(["1", "3"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Explain_NamesTheValuesThatDecided()
    {
        await ImportPeopleAsync();

        string text = await _commands.MustAsync("explain", "2", "country = DE or lead_score > 30");
        Assert.Contains("Bob (contact:2) matches.", text, StringComparison.Ordinal);
        Assert.Contains("no   country = DE   [country: US]", text, StringComparison.Ordinal);
        Assert.Contains("yes  lead_score > 30   [lead_score: 40]", text, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await _commands.MustAsync("explain", "contact:2", "country = DE", "--json"));
        Assert.False(json.RootElement.GetProperty("matches").GetBoolean());
    }

    [Fact]
    public async Task Parse_TurnsOneFormIntoTheOther_WithoutData()
    {
        string json = await _commands.MustAsync("parse", "Has Tag \"Customer\" and Lead Score > 80");
        Assert.Equal("tags has \"Customer\" and lead_score > 80\n", await _commands.MustAsync("parse", json));
        Assert.False(Directory.Exists(_commands.Data));
    }

    [Fact]
    public async Task AFault_IsShownWhereItIs_WithTheLikelyName()
    {
        CommandResult result = await _commands.RunAsync(["parse", "country = DE and lead_scor > 80 and tags has"]);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains("1:18  country = DE and lead_scor > 80", result.Messages, StringComparison.Ordinal);
        Assert.Contains("lead_score", result.Messages, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse((await _commands.RunAsync(["parse", "lead_scor > 80", "--json"])).Output);
        Assert.Equal(1, json.RootElement.GetProperty("errors")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task CustomFieldsAndObjects_AreDeclaredFilledAndAsked()
    {
        await _commands.MustAsync("field", "add", "contact", "plan", "text", "--label", "Subscription plan");
        await _commands.MustAsync("object", "add", "visit");
        await _commands.MustAsync("field", "add", "visit", "minutes", "number");
        await _commands.MustAsync("import", _commands.WriteFile("c.csv", "id,Subscription plan\n1,Pro\n2,Free\n"), "--object", "contact");
        await _commands.MustAsync("import", _commands.WriteFile("v.csv", "id,contact,minutes\nv1,1,30\nv2,1,5\nv3,2,90\n"), "--object", "visit");

        Assert.Equal("1 of 2 contacts\n", await _commands.MustAsync("count", "Subscription plan = pro and at least 2 visits"));
        Assert.Contains("Subscription plan", await _commands.MustAsync("schema", "contact"), StringComparison.Ordinal);
        Assert.Contains("visit", await _commands.MustAsync("schema"), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await _commands.RunAsync(["field", "add", "contact", "plan", "text"])).Exit);
        Assert.Equal(ExitCode.Usage, (await _commands.RunAsync(["field", "add", "contact", "Bad Name", "text"])).Exit);
    }

    [Fact]
    public async Task AnExport_ImportedElsewhere_IsTheSameData()
    {
        await ImportPeopleAsync();
        string file = _commands.WriteFile("out.ndjson", await _commands.MustAsync("export", "contact"));
        string other = Path.Combine(_commands.Root, "other");

        await _commands.MustAsync("import", file, "--object", "contact", "--data", other);

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), await _commands.MustAsync("export", "contact", "--data", other));
        Assert.Equal("2 of 3 contacts\n", await _commands.MustAsync("count", "tags has customer", "--data", other));
        Assert.Contains("\"created_at\":", await _commands.MustAsync("export", "contact"), StringComparison.Ordinal);
        Assert.StartsWith("id,name,", await _commands.MustAsync("export", "contact", "--format", "csv"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count")]
    [InlineData("count", "country = DE", "--audience", "contact")]
    [InlineData("count", "country = DE", "--at", "yesterday-ish")]
    [InlineData("count", "country = DE", "--time-zone", "Europe/Berlim")]
    [InlineData("count", "@no-such-file")]
    [InlineData("preview", "country = DE", "--limit", "-1")]
    [InlineData("members", "country = DE", "--format", "xml")]
    [InlineData("schema", "contakt")]
    [InlineData("import", "no-such-file.csv", "--object", "contact")]
    [InlineData("frobnicate")]
    public async Task AWrongCommand_IsToldSo(params string[] args)
    {
        await ImportPeopleAsync();

        CommandResult result = await _commands.RunAsync(args);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.NotEmpty(result.Messages);
        Assert.DoesNotContain("   at ", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutData_TheMessageSaysHowToGetSome()
    {
        CommandResult result = await _commands.RunAsync(["count", "country = DE"]);

        Assert.Equal(ExitCode.Failed, result.Exit);
        Assert.Contains(_commands.Data, result.Messages, StringComparison.Ordinal);
        Assert.Contains("muster import", result.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_commands.Data));
    }

    [Fact]
    public async Task RefusedRows_AreCountedKeptInAFileAndShownByTheExit()
    {
        string file = _commands.WriteFile("bad.csv", "id,name\n1,Ann\n2,Bob,too many\n,Nobody\n4,Dan\n");
        string errors = Path.Combine(_commands.Root, "errors.csv");

        CommandResult result = await _commands.RunAsync(["import", file, "--object", "contact", "--errors", errors, "--json"]);

        Assert.Equal(ExitCode.SomeRefused, result.Exit);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.Equal((2, 2), (json.RootElement.GetProperty("added").GetInt32(), json.RootElement.GetProperty("refused").GetInt32()));
        Assert.Contains("too many", await File.ReadAllTextAsync(errors, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMapThatNamesNoColumn_IsToldWithTheColumnsThereAre()
    {
        CommandResult result = await _commands.RunAsync(["import", _commands.WriteFile("p.csv", People), "--object", "contact", "--map", "mail=email"]);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains("\"mail\"", result.Messages, StringComparison.Ordinal);
        Assert.Contains("lead_score", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_FillsAFreshDirectoryOnce_AndAnswersThreeRules()
    {
        string first = await _commands.MustAsync("demo", "--profiles", "500", "--at", "2026-04-15T12:00:00Z");
        string again = await _commands.MustAsync("demo", "--profiles", "500", "--at", "2026-04-15T12:00:00Z");

        Assert.Equal(3, first.Split('\n').Count(line => line.Contains(" contacts, in ", StringComparison.Ordinal)));
        Assert.Contains("Try next:", again, StringComparison.Ordinal);
        foreach (string command in first.Split("Try next:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).Where(line => line.StartsWith("muster ", StringComparison.Ordinal)))
        {
            await _commands.MustAsync([.. SplitCommand(command).Skip(1)]);
        }
    }

    [Fact]
    public async Task Demo_LeavesDataOfAnotherKindAlone()
    {
        await ImportPeopleAsync();

        CommandResult result = await _commands.RunAsync(["demo", "--profiles", "10"]);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Equal("3 of 3 contacts\n", await _commands.MustAsync("count", "everyone"));
    }

    private async Task ImportPeopleAsync() => await _commands.MustAsync("import", _commands.WriteFile("people.csv", People), "--object", "contact");

    /// <summary>Splits as a shell does, single quotes only.</summary>
    private static IEnumerable<string> SplitCommand(string command) =>
        command.Split('\'').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
