using System.Text.RegularExpressions;

namespace Muster.Cli.Tests;

/// <summary>Runs what the README shows.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly CommandRunner _commands = new();

    public void Dispose() => _commands.Dispose();

    [Fact]
    public async Task EveryRule_IsOne()
    {
        string[] rules = [.. Blocks().Where(block => block.Tag == "rule").Select(block => block.Body)];

        Assert.NotEmpty(rules);
        foreach (string rule in rules)
        {
            await _commands.MustAsync("parse", rule);
        }
    }

    [Fact]
    public async Task EverySession_PrintsWhatItShows()
    {
        string[] sessions = [.. Blocks().Where(block => block.Body.StartsWith("$ muster ", StringComparison.Ordinal)).Select(block => block.Body)];

        Assert.NotEmpty(sessions);
        foreach (string session in sessions)
        {
            string[] lines = session.Split('\n', 2);
            string[] words = lines[0]["$ muster ".Length..].Split('\'', StringSplitOptions.RemoveEmptyEntries);
            CommandResult result = await _commands.RunAsync([words[0].Trim(), words[1]]);
            Assert.Equal(lines[1].Trim(), (result.Output + result.Messages).Trim());
        }
    }

    private static IEnumerable<(string Tag, string Body)> Blocks()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Muster.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        string readme = File.ReadAllText(Path.Combine(folder ?? throw new InvalidOperationException("The tests run from outside the repository."), "README.md"));
        return Fence().Matches(readme).Select(match => (match.Groups["tag"].Value, match.Groups["body"].Value));
    }

    [GeneratedRegex(@"^```(?<tag>\w*)\n(?<body>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
