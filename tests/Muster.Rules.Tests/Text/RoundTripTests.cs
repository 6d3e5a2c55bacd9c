using Muster.Rules.Json;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using Muster.TestKit;

namespace Muster.Rules.Tests.Text;

public class RoundTripTests
{
    private const int Rules = 20_000;

    [Fact]
    public void TheTextForm_ReadsBackAsTheSameRule() => ForEveryRule((rule, seed) =>
        AssertReads(rule, RuleText.Print(rule, ArbitraryRules.Schema), seed));

    [Fact]
    public void TheTextFormOverSeveralLines_ReadsBackAsTheSameRule() => ForEveryRule((rule, seed) =>
        AssertReads(rule, RuleText.PrintLines(rule, ArbitraryRules.Schema, width: 40), seed));

    [Fact]
    public void TheJsonForm_ReadsBackAsTheSameRule() => ForEveryRule((rule, seed) =>
    {
        string json = RuleJson.Write(rule);
        ParsedRule read = RuleJson.Read(json);
        Assert.True(read.Errors.Count == 0, $"seed {seed}: {json}\n{string.Join("\n", read.Errors)}");
        Assert.True(rule.Equals(read.Rule), $"seed {seed}: {json}\n{RuleJson.Write(read.Rule!)}");
    });

    [Fact]
    public void EveryNodeHasAPlaceInTheText_AroundThoseOfItsParts() => ForEveryRule((rule, seed) =>
    {
        string text = RuleText.Print(rule, ArbitraryRules.Schema);
        ParsedRule read = RuleText.Parse(text, ArbitraryRules.Schema, Audience.Contacts);
        foreach ((string pointer, TextSpan span) in read.Spans)
        {
            Assert.True(span.Offset >= 0 && span.Length > 0 && span.Offset + span.Length <= text.Length, $"seed {seed}: {pointer} {span} in {text}");
            RuleError above = read.Locate(new(RuleErrorCode.InvalidValue, "", pointer + "/deeper/still"));
            Assert.Equal(span, above.Span);
        }

        Assert.Equal(new TextSpan(1, 1, 0, text.Length), read.Locate(new(RuleErrorCode.Syntax, "", "")).Span);
    });

    private static void AssertReads(Rule.Group rule, string text, int seed)
    {
        ParsedRule read = RuleText.Parse(text, ArbitraryRules.Schema, Audience.Contacts);
        Assert.True(read.Errors.Count == 0, $"seed {seed}: {text}\n{string.Join("\n", read.Errors)}");
        Assert.True(rule.Equals(read.Rule), $"seed {seed}: {text}\n{RuleText.Print(read.Rule!, ArbitraryRules.Schema)}");
    }

    private static void ForEveryRule(Action<Rule.Group, int> check)
    {
        for (int seed = 0; seed < Rules; seed++)
        {
            check(new ArbitraryRules(new Random(seed)).Next(), seed);
        }
    }
}
