using System.Text.RegularExpressions;
using Muster.Rules.Json;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;

namespace Muster.Rules.Tests.Text;

/// <summary>Runs the examples of <c>docs/rule-language.md</c>.</summary>
public partial class GuideTests
{
    private static readonly (string Tag, string Body, bool FollowsAnother)[] Blocks = [.. Read()];

    [Fact]
    public void EveryRule_IsReadAndPrintsAsItself() => Assert.All(Of("rule"), body =>
    {
        Rule.Group rule = Parse(body);
        Assert.Equal(rule, Parse(RuleText.Print(rule)));
        Assert.Equal(rule, Parse(RuleText.PrintLines(rule)));
    });

    [Fact]
    public void EverySentence_ComesToItsCanonicalForm() => Assert.All(Of("rules").SelectMany(body => body.Split('\n')), line =>
    {
        string[] parts = line.Split(" -> ", StringSplitOptions.TrimEntries);
        Assert.Equal(parts[1], RuleText.Print(Parse(parts[0])));
    });

    [Fact]
    public void EveryJsonRule_IsRead() => Assert.All(Of("json"), body => Assert.Empty(RuleJson.Read(body).Errors));

    [Fact]
    public void JsonBehindText_IsTheSameRule()
    {
        (string Text, string Json)[] pairs = [.. Blocks.Zip(Blocks.Skip(1)).Where(pair => pair is { First.Tag: "rule", Second: { Tag: "json", FollowsAnother: true } })
            .Select(pair => (pair.First.Body, pair.Second.Body))];
        Assert.Equal(2, pairs.Length);
        Assert.All(pairs, pair => Assert.Equal(Parse(pair.Text), RuleJson.Read(pair.Json).Rule));
    }

    [Fact]
    public void EveryError_IsReportedAsShown() => Assert.All(Of("errors"), body =>
    {
        string[] lines = body.Split('\n');
        IEnumerable<string> errors = RuleText.Parse(lines[0], CrmSchema.Standard, Audience.Contacts).Errors
            .Select(error => $"{error.Span!.Value.Line}:{error.Span.Value.Column} {error.Message}");
        Assert.Equal(lines[1..], errors);
    });

    private static Rule.Group Parse(string text)
    {
        ParsedRule read = RuleText.Parse(text, CrmSchema.Standard, Audience.Contacts);
        Assert.True(read.Errors.Count == 0, $"{text}\n{string.Join("\n", read.Errors)}");
        return read.Rule!;
    }

    private static string[] Of(string tag)
    {
        string[] bodies = [.. Blocks.Where(block => block.Tag == tag).Select(block => block.Body)];
        Assert.NotEmpty(bodies);
        return bodies;
    }

    private static IEnumerable<(string Tag, string Body, bool FollowsAnother)> Read()
    {
        string guide = File.ReadAllText(Find()).ReplaceLineEndings("\n");
        int previousEnd = -1;
        foreach (Match block in Fence().Matches(guide))
        {
            yield return (block.Groups["tag"].Value, block.Groups["body"].Value, previousEnd >= 0 && guide[previousEnd..block.Index].Trim().Length == 0);
            previousEnd = block.Index + block.Length;
        }
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "docs", "rule-language.md");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("docs/rule-language.md is not above the tests.");
    }

    [GeneratedRegex("^```(?<tag>[a-z]+)\n(?<body>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();
}
