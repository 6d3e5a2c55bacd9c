using System.Text;
using Muster.Rules.Json;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using Muster.TestKit;

namespace Muster.Rules.Tests.Json;

public class RuleJsonTests
{
    private const string Specified = """
        {"combinator":"or","rules":[
          {"combinator":"and","rules":[
            {"field":"tags","operator":"hasAny","value":["Customer"]},
            {"field":"country","operator":"=","value":"US"},
            {"field":"company.size","operator":">","value":100},
            {"field":"last_activity_at","operator":"during","value":"last 90 days"},
            {"field":"deal","match":{"mode":"atLeast","threshold":2},
             "value":{"combinator":"and","rules":[{"field":"status","operator":"=","value":"won"}]}},
            {"field":"order","aggregate":{"function":"sum","of":"amount"},
             "where":{"combinator":"and","rules":[{"field":"paid","operator":"=","value":true}]},
             "operator":">","value":1000},
            {"field":"segment","operator":"notIn","value":["churned"]}]},
          {"field":"lead_score","operator":">","value":80}]}
        """;

    [Fact]
    public void EveryKindOfRule_IsReadAndWrittenAsSpecified()
    {
        ParsedRule read = RuleJson.Read(Specified);
        Assert.Empty(read.Errors);
        Assert.Equal(
            "(tags has \"Customer\" and country = US and company.size > 100 and last_activity_at during last 90 days and at least 2 deals where (status = won)"
            + " and sum(order.amount where paid = true) > 1000 and not in segment \"churned\") or lead_score > 80",
            RuleText.Print(read.Rule!));
        Assert.Equal(Specified.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal).Replace("\n ", "", StringComparison.Ordinal).Replace(", \"", ",\"", StringComparison.Ordinal),
            RuleJson.Write(read.Rule!));
    }

    [Theory]
    [InlineData("""{"id":"r1","path":[0],"combinator":"AND","rules":[{"id":"1","field":"country","operator":"=","valueSource":"value","value":"US"}]}""", "country = US")]
    [InlineData("""{"combinator":"and","not":true,"rules":[{"field":"age","operator":"in","value":"1, 2\\,3"}]}""", """not (age in ("1", "2,3"))""")]
    [InlineData("""{"combinator":"and","rules":[{"field":"age","operator":"between","value":"1,2"}]}""", """age between "1" and "2" """)]
    [InlineData("""{"combinator":"and","rules":[{"field":"tags","operator":"hasAll","value":"VIP"}]}""", """tags has all of ("VIP")""")]
    [InlineData("""{"combinator":"and","rules":[{"field":"age","operator":"in","value":5}]}""", "age in (5)")]
    [InlineData("""{"combinator":"and","rules":[{"field":"age","operator":"null","value":""}]}""", "age is missing")]
    [InlineData("""{"combinator":"and","rules":[{"field":"deal","operator":"=","match":{"mode":"some","threshold":3},"value":""}]}""", "some deals")]
    [InlineData("""{"combinator":"and","rules":[{"field":"deal","match":{"mode":"exactly","threshold":1.0},"value":{"combinator":"or","rules":[]}}]}""", "exactly 1 deal where nobody")]
    [InlineData("""{"combinator":"and","rules":[{"field":"order","aggregate":{"function":"count"},"operator":"=","value":0}]}""", "count(order) = 0")]
    [InlineData("""{"rules":[{"field":"age","operator":"=","value":1},"or",{"field":"age","operator":"=","value":2}]}""", "age = 1 or age = 2")]
    [InlineData("""{"rules":[{"field":"age","operator":"=","value":1},"or",{"field":"age","operator":"=","value":2},"AND",{"field":"age","operator":"=","value":3}]}""", "age = 1 or (age = 2 and age = 3)")]
    [InlineData("""{"rules":[]}""", "everyone")]
    [InlineData("""{"combinator":"or","rules":[{"field":"age","operator":"=","value":1,"disabled":true}]}""", "any of (disabled age = 1)")]
    [InlineData("""{"combinator":"and","rules":[{"field":"age","operator":"","value":"","disabled":true},{"field":"age","operator":"=","value":1}]}""", "age = 1")]
    [InlineData("""{"combinator":"and","rules":[{"field":"segment","kind":"field","operator":"in","value":["SMB"]}]}""", "`segment` in (SMB)")]
    [InlineData("""{"field":"country","operator":"=","value":"US"}""", "country = US")]
    public void WhatBuildersEmit_IsRead(string json, string text)
    {
        ParsedRule read = RuleJson.Read(json);
        Assert.True(read.Errors.Count == 0, string.Join("\n", read.Errors));
        Assert.Equal(text.Trim(), RuleText.Print(read.Rule!, audience: Audience.Contacts));
        Assert.Equal(read.Rule, RuleJson.Read(RuleJson.Write(read.Rule!)).Rule);
    }

    [Theory]
    [InlineData("""{"field":"age","operator":"greater","value":1}""", RuleErrorCode.UnknownOperator, "/rules/0/operator", null)]
    [InlineData("""{"field":"age","operator":"beginWith","value":"a"}""", RuleErrorCode.UnknownOperator, "/rules/0/operator", "beginsWith")]
    [InlineData("""{"field":"age","operator":"=="}""", RuleErrorCode.UnknownOperator, "/rules/0/operator", "=")]
    [InlineData("""{"field":"age"}""", RuleErrorCode.UnknownOperator, "/rules/0/operator", null)]
    [InlineData("""{"field":"age","operator":"="}""", RuleErrorCode.InvalidValue, "/rules/0/value", null)]
    [InlineData("""{"field":"age","operator":"=","value":[1]}""", RuleErrorCode.InvalidValue, "/rules/0/value", null)]
    [InlineData("""{"field":"age","operator":"=","value":1e300}""", RuleErrorCode.InvalidValue, "/rules/0/value", null)]
    [InlineData("""{"field":"age","operator":"=","valueSource":"field","value":"lead_score"}""", RuleErrorCode.InvalidValue, "/rules/0/valueSource", null)]
    [InlineData("""{"field":"age","operator":"in","value":[1,null]}""", RuleErrorCode.InvalidValue, "/rules/0/value/1", null)]
    [InlineData("""{"field":"age","operator":"in","value":[]}""", RuleErrorCode.InvalidValue, "/rules/0/value", null)]
    [InlineData("""{"field":"age","operator":"between","value":[1]}""", RuleErrorCode.InvalidValue, "/rules/0/value", null)]
    [InlineData("""{"field":"birthday","operator":"during","value":"last moon"}""", RuleErrorCode.InvalidValue, "/rules/0/value", null)]
    [InlineData("""{"field":5,"operator":"="}""", RuleErrorCode.Syntax, "/rules/0/field", null)]
    [InlineData("""{"feild":"age","operator":"=","value":1}""", RuleErrorCode.Syntax, "/rules/0", "field")]
    [InlineData("""{"field":"age","field":"name","operator":"=","value":1}""", RuleErrorCode.Syntax, "/rules/0/field", null)]
    [InlineData("""{"field":"deal","match":{"mode":"most"},"value":null}""", RuleErrorCode.Syntax, "/rules/0/match/mode", null)]
    [InlineData("""{"field":"deal","match":{"mode":"atleast","threshold":1},"value":null}""", RuleErrorCode.Syntax, "/rules/0/match/mode", "atLeast")]
    [InlineData("""{"field":"deal","match":{"mode":"atLeast","threshold":0.5},"value":null}""", RuleErrorCode.InvalidValue, "/rules/0/match/threshold", null)]
    [InlineData("""{"field":"deal","match":{"mode":"some"},"value":"won"}""", RuleErrorCode.Syntax, "/rules/0/value", null)]
    [InlineData("""{"field":"deal","match":{"mode":"some"},"value":{"combinator":"and","rules":[{"field":"a","operator":"?"}]}}""", RuleErrorCode.UnknownOperator, "/rules/0/value/rules/0/operator", null)]
    [InlineData("""{"field":"order","aggregate":{"function":"sum"},"operator":"=","value":0}""", RuleErrorCode.Syntax, "/rules/0/aggregate/of", null)]
    [InlineData("""{"field":"order","aggregate":{"function":"summ","of":"amount"},"operator":"=","value":0}""", RuleErrorCode.Syntax, "/rules/0/aggregate/function", "sum")]
    [InlineData("""{"field":"segment","operator":"=","value":"VIP"}""", RuleErrorCode.UnknownOperator, "/rules/0/operator", null)]
    [InlineData("""{"field":"segment","operator":"in","value":[5]}""", RuleErrorCode.InvalidValue, "/rules/0/value/0", null)]
    [InlineData("""{"combinator":"adn","rules":[]}""", RuleErrorCode.Syntax, "/rules/0/combinator", "and")]
    [InlineData("""{"combinator":"and"}""", RuleErrorCode.Syntax, "/rules/0/rules", null)]
    [InlineData("""{"combinator":"and","rules":{}}""", RuleErrorCode.Syntax, "/rules/0/rules", null)]
    [InlineData("""{"combinator":"and","not":"yes","rules":[]}""", RuleErrorCode.Syntax, "/rules/0/not", null)]
    [InlineData("""{"rules":[{"field":"a","operator":"null"},{"field":"b","operator":"null"}]}""", RuleErrorCode.Syntax, "/rules/0/combinator", null)]
    [InlineData("""{"rules":[{"field":"a","operator":"null"},"and","or",{"field":"b","operator":"null"}]}""", RuleErrorCode.Syntax, "/rules/0/rules", null)]
    [InlineData("\"and\"", RuleErrorCode.Syntax, "/rules", null)]
    [InlineData("7", RuleErrorCode.Syntax, "/rules/0", null)]
    public void AnError_NamesItsPlaceAndWhatWasProbablyMeant(string rule, RuleErrorCode code, string pointer, string? suggestion)
    {
        ParsedRule read = RuleJson.Read($$"""{"combinator":"and","rules":[{{rule}}]}""");
        Assert.Null(read.Rule);
        RuleError error = Assert.Single(read.Errors);
        Assert.Equal((code, pointer, suggestion), (error.Code, error.Pointer, error.Suggestion));
    }

    [Fact]
    public void SeveralErrors_AreReportedAtOnce() => Assert.Equal(["/rules/0/operator", "/rules/1/rules/0", "/rules/2/value"],
        RuleJson.Read("""{"combinator":"and","rules":[{"field":"a","operator":"?"},{"combinator":"or","rules":[{}]},{"field":"a","operator":"="}]}""").Errors.Select(error => error.Pointer));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"combinator\":\"and\",\"rules\":[]")]
    [InlineData("{\"combinator\":\"and\",\"rules\":[],}")]
    [InlineData("{\"combinator\":\"and\",\"rules\":[{\"field\":\"\\ud800\",\"operator\":\"null\"}]}")]
    [InlineData("{\"\\udc00\":1,\"rules\":[]}")]
    [InlineData("\ud800")]
    public void WhatIsNoRule_IsAnError(string json) => Assert.Equal(RuleErrorCode.Syntax, Assert.Single(RuleJson.Read(json).Errors).Code);

    [Fact]
    public void InvalidUtf8_IsAnError() => Assert.Contains("UTF-8", Assert.Single(RuleJson.Read([(byte)'"', 0xFF, (byte)'"']).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void AByteOrderMark_IsSkipped() => Assert.NotNull(RuleJson.Read([.. Encoding.UTF8.Preamble, .. "{\"rules\":[]}"u8]).Rule);

    [Theory]
    [InlineData("{\"combinator\":\"and\",\"rules\":[", "]}")]
    [InlineData("{\"combinator\":\"and\",\"rules\":[{\"field\":\"deal\",\"match\":{\"mode\":\"some\"},\"value\":", "}]}")]
    [InlineData("[", "]")]
    public void ARuleTooDeep_IsAnErrorAndNoOverflow(string open, string close)
    {
        string json = string.Concat(Enumerable.Repeat(open, 10_000)) + "{\"combinator\":\"and\",\"rules\":[]}" + string.Concat(Enumerable.Repeat(close, 10_000));
        Assert.Equal(RuleErrorCode.TooLarge, Assert.Single(RuleJson.Read(json).Errors).Code);
    }

    [Fact]
    public void TheLimits_AreThoseOfTheLanguage()
    {
        static Rule.Group Deep(int levels) => Enumerable.Range(1, levels - 1).Aggregate(new Rule.Group(Combinator.And, []), (inner, _) => new(Combinator.And, [inner]));
        static Rule.Group Wide(int nodes) => new(Combinator.Or, Enumerable.Repeat<Rule>(new Rule.Compare("a", Operator.Null, Literal.None.Instance), nodes - 1).ToEquatableArray());
        Assert.NotNull(RuleJson.Read(RuleJson.Write(Deep(RuleLimits.MaxDepth))).Rule);
        Assert.NotNull(RuleJson.Read(RuleJson.Write(Wide(RuleLimits.MaxNodes))).Rule);
        RuleError deep = Assert.Single(RuleJson.Read(RuleJson.Write(Deep(RuleLimits.MaxDepth + 1))).Errors);
        Assert.Equal((RuleErrorCode.TooLarge, string.Concat(Enumerable.Repeat("/rules/0", RuleLimits.MaxDepth))), (deep.Code, deep.Pointer));
        RuleError wide = Assert.Single(RuleJson.Read(RuleJson.Write(Wide(RuleLimits.MaxNodes + 1))).Errors);
        Assert.Equal((RuleErrorCode.TooLarge, $"/rules/{RuleLimits.MaxNodes - 1}"), (wide.Code, wide.Pointer));
    }

    [Fact]
    public void AnyBytes_GiveARuleOrErrors()
    {
        for (int seed = 0; seed < 10_000; seed++)
        {
            Random random = new(seed);
            byte[] json = Encoding.UTF8.GetBytes(RuleJson.Write(new ArbitraryRules(random).Next()));
            for (int change = random.Next(4); change > 0; change--)
            {
                json[random.Next(json.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : json[random.Next(json.Length)];
            }

            ParsedRule read = RuleJson.Read(json.AsSpan(0, random.Next(2) == 0 ? json.Length : random.Next(json.Length)));
            Assert.True(read.Rule is null == read.Errors.Count > 0, $"seed {seed}");
            Assert.True(read.Rule is null || read.Rule.Equals(RuleJson.Read(RuleJson.Write(read.Rule)).Rule), $"seed {seed}");
        }
    }
}
