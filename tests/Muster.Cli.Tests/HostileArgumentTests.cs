namespace Muster.Cli.Tests;

/// <summary>Arguments and data that nobody means well with: each ends in a message and its exit code, and harms nothing.</summary>
public sealed class HostileArgumentTests : IDisposable
{
    private readonly CommandRunner _commands = new();

    public void Dispose() => _commands.Dispose();

    [Theory]
    [InlineData("--data names no directory", "import", "people.csv", "--object", "contact", "--data", " ")]
    [InlineData("--data names no directory", "count", "everyone", "--data", "")]
    [InlineData("--at names no instant", "count", "everyone", "--at", "")]
    [InlineData("After @ belongs the name of the file", "count", "@")]
    [InlineData("is a directory: name a file to read the rule from", "count", "@.")]
    [InlineData("--limit takes a number from 0 to 1000", "preview", "everyone", "--limit", "x")]
    [InlineData("--limit takes a number from 0 to 1000", "preview", "everyone", "--limit", "99999999999")]
    [InlineData("--limit takes a number from 0 to 1000", "preview", "everyone", "--limit", "-1")]
    [InlineData("--limit takes a number from 0 to 1000", "preview", "everyone", "--limit", "1001")]
    [InlineData("it is a directory. Name another file with --errors", "import", "people.csv", "--object", "contact", "--errors", ".")]
    [InlineData("its directory does not exist. Name another file with --errors", "import", "people.csv", "--object", "contact", "--errors", "none/errors.csv")]
    public async Task AnArgumentThatSaysNothing_IsTold(string message, params string[] args)
    {
        string people = _commands.WriteFile("people.csv", "id,name\n1,Ann\n");
        await _commands.MustAsync("import", people, "--object", "contact");

        CommandResult result = await _commands.RunAsync([.. args.Select(arg => arg == "people.csv" ? people : arg)]);

        Assert.Equal((ExitCode.Usage, ""), (result.Exit, result.Output));
        Assert.Contains(message, result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("people.csv")]
    [InlineData("./people.csv")]
    [InlineData("link.csv")]
    public async Task Errors_NeverOverwriteTheFileThatIsImported(string errors)
    {
        const string Content = "id,name\n1,Ann\n2\n";
        string people = _commands.WriteFile("people.csv", Content);
        File.CreateSymbolicLink(Path.Combine(_commands.Root, "link.csv"), people);

        CommandResult result = await _commands.RunAsync(["import", people, "--object", "contact", "--errors", Path.Combine(_commands.Root, errors)]);

        Assert.Equal(Content, await File.ReadAllTextAsync(people, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains("it is the file that is imported", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoTextForPeople_HoldsWhatATerminalObeys()
    {
        const string Escape = "\u001b[31m\u202e\a";
        string people = _commands.WriteFile(
            "people.ndjson",
            $$"""{"id":"1","name":"{{@"\u001b[31m\u202e\u0007"}}","colour{{@"\u001b[31m"}}":"x","lead_score":"{{@"\u001b[31m\u202e"}}"}""" + "\n{" + Escape + "\n");
        List<CommandResult> results = [await _commands.RunAsync(["import", people, "--object", "contact"])];
        Assert.Equal(ExitCode.SomeRefused, results[0].Exit);
        results.Add(await _commands.RunAsync(["preview", "everyone", "--conditions"]));
        results.Add(await _commands.RunAsync(["explain", "1", "name is filled and country = \"" + Escape + "\""]));
        results.Add(await _commands.RunAsync(["explain", "no" + Escape, "everyone"]));
        results.Add(await _commands.RunAsync(["count", "name frob " + Escape]));
        results.Add(await _commands.RunAsync(["count", "everyone", "--audience", Escape]));
        results.Add(await _commands.RunAsync([Escape]));
        results.Add(await _commands.RunAsync(["schema", "contact"]));

        Assert.All(results, result =>
        {
            string shown = result.Output + result.Messages;
            Assert.NotEmpty(shown);
            Assert.DoesNotContain(shown, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        });
    }
}
