using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using Muster.TestKit;

namespace Muster.Rules.Tests.Text;

public class TextErrorTests
{
    [Theory]
    [InlineData("lead_scor > 80", RuleErrorCode.UnknownField, 1, 9, "lead_score")]
    [InlineData("Lead scor > 80", RuleErrorCode.UnknownField, 1, 9, "lead_score")]
    [InlineData("country = US and contry = DE", RuleErrorCode.UnknownField, 18, 6, "country")]
    [InlineData("industry = retail", RuleErrorCode.UnknownField, 1, 8, "company.industry")]
    [InlineData("company.industri = retail", RuleErrorCode.UnknownField, 1, 16, "company.industry")]
    [InlineData("at least 2 deels", RuleErrorCode.UnknownObject, 12, 5, "deals")]
    [InlineData("at least 2 contacts", RuleErrorCode.UnknownObject, 12, 8, null)]
    [InlineData("at least 2 deals where (statis = won)", RuleErrorCode.UnknownField, 25, 6, "status")]
    [InlineData("sum(order.amont) > 5", RuleErrorCode.UnknownField, 11, 5, "amount")]
    [InlineData("country containz US", RuleErrorCode.UnknownOperator, 9, 8, "contains")]
    [InlineData("country = ", RuleErrorCode.Syntax, 11, 0, null)]
    [InlineData("country = In Progress", RuleErrorCode.Syntax, 11, 11, "\"In Progress\"")]
    [InlineData("country = US adn city = BERLIN", RuleErrorCode.Syntax, 14, 3, "and")]
    [InlineData("country = \"US", RuleErrorCode.Syntax, 11, 1, null)]
    [InlineData("country = \"\\q\"", RuleErrorCode.Syntax, 12, 2, null)]
    [InlineData("(country = US", RuleErrorCode.Syntax, 14, 0, ")")]
    [InlineData("country = US)", RuleErrorCode.Syntax, 13, 1, null)]
    [InlineData("country = US and", RuleErrorCode.Syntax, 17, 0, null)]
    [InlineData("and country = US", RuleErrorCode.Syntax, 1, 3, null)]
    [InlineData("", RuleErrorCode.Syntax, 1, 0, null)]
    [InlineData("3 orders", RuleErrorCode.Syntax, 1, 8, "at least 3")]
    [InlineData("an order of 50", RuleErrorCode.Syntax, 13, 2, "exactly 50")]
    [InlineData("created within 7 days", RuleErrorCode.InvalidValue, 16, 6, "last 7 days")]
    [InlineData("appointment in 7 days", RuleErrorCode.Syntax, 1, 11, "some appointments")]
    [InlineData("an appointment in 7 days", RuleErrorCode.InvalidValue, 16, 9, null)]
    [InlineData("last order in 7 days", RuleErrorCode.InvalidValue, 12, 9, null)]
    [InlineData("created in 7 days", RuleErrorCode.InvalidValue, 9, 9, null)]
    [InlineData("at least 2 deals where status = won and source = web", RuleErrorCode.Syntax, 41, 6, null)]
    [InlineData("at least two deals", RuleErrorCode.Syntax, 1, 2, null)]
    [InlineData("member of VIP", RuleErrorCode.Syntax, 1, 6, null)]
    [InlineData("has had", RuleErrorCode.UnknownObject, 5, 3, null)]
    [InlineData("country = US, CA", RuleErrorCode.Syntax, 13, 1, null)]
    [InlineData("country = 'US", RuleErrorCode.Syntax, 11, 1, null)]
    [InlineData("created >= 14 days ago", RuleErrorCode.InvalidValue, 9, 14, null)]
    [InlineData("created during last moon", RuleErrorCode.InvalidValue, 21, 4, null)]
    [InlineData("country = null", RuleErrorCode.InvalidValue, 11, 4, "is missing")]
    [InlineData("lead_score in (1,000, 2)", RuleErrorCode.InvalidValue, 17, 1, null)]
    [InlineData("lead_score > 1,00", RuleErrorCode.InvalidValue, 14, 4, null)]
    [InlineData("purchase_total > €1.000", RuleErrorCode.InvalidValue, 18, 6, null)]
    [InlineData("lead_score > 79228162514264337593543950336", RuleErrorCode.InvalidValue, 14, 29, null)]
    [InlineData("lead_score > 1e-40", RuleErrorCode.InvalidValue, 14, 5, null)]
    [InlineData("has tags (a, b)", RuleErrorCode.Syntax, 1, 8, "tags has any of")]
    [InlineData("Had deals", RuleErrorCode.Syntax, 1, 9, "had_deals = true")]
    [InlineData("open orders", RuleErrorCode.UnknownField, 1, 4, null)]
    [InlineData("some open orders", RuleErrorCode.Syntax, 6, 4, null)]
    [InlineData("in segment", RuleErrorCode.Syntax, 11, 0, null)]
    [InlineData("purchase_total > 1.000,50", RuleErrorCode.InvalidValue, 18, 8, null)]
    [InlineData("purchase_total > 1.000", RuleErrorCode.InvalidValue, 18, 5, null)]
    [InlineData("lead_score between -12.500 and 3", RuleErrorCode.InvalidValue, 20, 7, null)]
    [InlineData("no deals where status = won and amount > 5", RuleErrorCode.Syntax, 33, 6, null)]
    [InlineData("some deals where status = won or stage = won", RuleErrorCode.Syntax, 34, 5, null)]
    [InlineData("country = US or DE", RuleErrorCode.UnknownField, 17, 2, "country in (US, DE)")]
    [InlineData("age > 5 and country is not US and DE", RuleErrorCode.UnknownField, 35, 2, "country not in (US, DE)")]
    [InlineData("has no email", RuleErrorCode.UnknownObject, 8, 5, null)]
    [InlineData("without email", RuleErrorCode.UnknownObject, 9, 5, null)]
    [InlineData("without deals", RuleErrorCode.Syntax, 1, 13, "had_deals = false")]
    [InlineData("birthday today", RuleErrorCode.InvalidValue, 10, 5, "during today ignoring year")]
    [InlineData("birthday is in the next 7 days", RuleErrorCode.InvalidValue, 10, 21, "during next 7 days ignoring year")]
    [InlineData("birthday in 7 days and age > 5", RuleErrorCode.InvalidValue, 10, 9, "during in 7 days ignoring year")]
    [InlineData("a deal of \"GTX Plus Pro\" above 6000", RuleErrorCode.InvalidValue, 11, 14, "where (product = \"GTX Plus Pro\")")]
    [InlineData("birthday not in the next 7 days", RuleErrorCode.InvalidValue, 10, 22, "during next 7 days ignoring year")]
    [InlineData("created on April 16", RuleErrorCode.UnknownOperator, 9, 2, "in")]
    [InlineData("created < 30 days", RuleErrorCode.InvalidValue, 9, 9, "< 30 days ago")]
    [InlineData("created more than 2 weeks and age > 3", RuleErrorCode.InvalidValue, 9, 17, "> 2 weeks ago")]
    [InlineData("won deal", RuleErrorCode.Syntax, 1, 3, "some won deals")]
    [InlineData("2 orders or more", RuleErrorCode.Syntax, 1, 8, "at least 2")]
    [InlineData("total orders over 5", RuleErrorCode.Syntax, 14, 4, null)]
    [InlineData("sum(amount) > 3", RuleErrorCode.UnknownObject, 5, 6, null)]
    [InlineData("never ordered", RuleErrorCode.Syntax, 1, 5, null)]
    [InlineData("between 2 and 4 orders", RuleErrorCode.Syntax, 1, 7, null)]
    [InlineData("lead_score between 1 or 2", RuleErrorCode.Syntax, 22, 2, "and")]
    public void AnError_SaysWhereAndWhatWasProbablyMeant(string text, RuleErrorCode code, int column, int length, string? suggestion)
    {
        ParsedRule read = RuleText.Parse(text, CrmSchema.Standard, Audience.Contacts);
        Assert.Null(read.Rule);
        RuleError first = read.Errors[0];
        Assert.Equal((code, 1, column, length, suggestion), (first.Code, first.Span!.Value.Line, first.Span.Value.Column, first.Span.Value.Length, first.Suggestion));
        Assert.Single(read.Errors);
    }

    [Theory]
    [InlineData("has no email", "email is missing")]
    [InlineData("no email consent", "email_consent = false")]
    [InlineData("no tag VIP", "tags has none of (\"VIP\")")]
    public void AFieldCountedAsIfItWereAnObject_IsShownHowToCompareIt(string text, string shown)
    {
        ParsedRule read = RuleText.Parse(text, CrmSchema.Standard, Audience.Contacts);
        Assert.Contains(shown, Assert.Single(read.Errors).Message, StringComparison.Ordinal);
        Assert.NotNull(RuleText.Parse(shown, CrmSchema.Standard, Audience.Contacts).Rule);
    }

    [Fact]
    public void SeveralErrors_AreReportedAtOnce()
    {
        ParsedRule read = RuleText.Parse("contry = US\nand (lead_scor between 1 and 5 or city contans x)\nand at least 2 deels", CrmSchema.Standard, Audience.Contacts);
        Assert.Equal([(1, 1), (2, 6), (2, 40), (3, 16)], read.Errors.Select(error => (error.Span!.Value.Line, error.Span.Value.Column)));
    }

    [Fact]
    public void AnErrorFoundLater_IsLocatedInTheText()
    {
        ParsedRule read = RuleText.Parse("country = US and\n  at least 2 deals where (status = won and amount > many)", CrmSchema.Standard, Audience.Contacts);
        Assert.Equal(new TextSpan(2, 53, 69, 4), read.Locate(new(RuleErrorCode.InvalidValue, "", "/rules/1/value/rules/1/value")).Span);
        Assert.Equal(new TextSpan(2, 3, 19, 16), read.Locate(new(RuleErrorCode.UnknownObject, "", "/rules/1/field")).Span);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not ", "")]
    [InlineData("any of (", ")")]
    [InlineData("some deals where (", ")")]
    [InlineData("sum(order.amount where ", ") > 1")]
    public void ARuleTooDeep_IsAnErrorAndNoOverflow(string open, string close)
    {
        foreach (int depth in new[] { 40, 10_000 })
        {
            string text = string.Concat(Enumerable.Repeat(open, depth)) + "everyone" + string.Concat(Enumerable.Repeat(close, depth));
            ParsedRule read = RuleText.Parse(text, CrmSchema.Standard, Audience.Contacts);
            Assert.Equal(RuleErrorCode.TooLarge, Assert.Single(read.Errors).Code);
        }
    }

    [Fact]
    public void ARuleOfTooManyNodes_IsAnError()
    {
        string Rule(int conditions) => string.Join(" or ", Enumerable.Repeat("age > 5", conditions));
        Assert.NotNull(RuleText.Parse(Rule(RuleLimits.MaxNodes - 1), CrmSchema.Standard, Audience.Contacts).Rule);
        Assert.Equal(RuleErrorCode.TooLarge, Assert.Single(RuleText.Parse(Rule(RuleLimits.MaxNodes), CrmSchema.Standard, Audience.Contacts).Errors).Code);
        Assert.Equal(RuleErrorCode.TooLarge, Assert.Single(RuleText.Parse(Rule(100_000), CrmSchema.Standard, Audience.Contacts).Errors).Code);
    }

    [Fact]
    public void AnyText_GivesARuleOrErrorsWithinIt()
    {
        string[] words = ["and", "or", "not", "(", ")", ",", "\"", "`", "=", "<", "deals", "orders", "at least", "2", "where", "country", "US", "sum", "last", "in", "3 days", "ago", "has", "tag", ".", "\\", "$", "&", "|", "segment", "first", "any of", "between", "\ud800", "disabled"];
        for (int seed = 0; seed < 10_000; seed++)
        {
            Random random = new(seed);
            string valid = RuleText.Print(new ArbitraryRules(random).Next(), ArbitraryRules.Schema, Audience.Contacts);
            string text = random.Next(4) switch
            {
                0 => string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(12)).Select(_ => words[random.Next(words.Length)])),
                1 => valid[..random.Next(valid.Length + 1)],
                2 => new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(0, random.Next(2) == 0 ? 128 : 65536))]),
                _ => Mutate(valid, random, words),
            };
            AssertSound(text, seed);
        }
    }

    private static string Mutate(string text, Random random, string[] words)
    {
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(text.Length + 1);
            int until = random.Next(3) == 0 ? at : Math.Min(text.Length, at + random.Next(10));
            text = text[..at] + (random.Next(2) == 0 ? words[random.Next(words.Length)] : "") + text[until..];
        }

        return text;
    }

    private static void AssertSound(string text, int seed)
    {
        ParsedRule read = RuleText.Parse(text, ArbitraryRules.Schema, Audience.Contacts);
        Assert.True(read.Rule is null == read.Errors.Count > 0, $"seed {seed}: {text}");
        Assert.All(read.Errors, error =>
        {
            TextSpan span = error.Span!.Value;
            Assert.True(span.Offset >= 0 && span.Length >= 0 && span.Offset + span.Length <= text.Length && span.Line > 0 && span.Column > 0, $"seed {seed}: {text} {span}");
        });
        if (read.Rule is { } rule)
        {
            ParsedRule again = RuleText.Parse(RuleText.Print(rule, ArbitraryRules.Schema, Audience.Contacts), ArbitraryRules.Schema, Audience.Contacts);
            Assert.True(rule.Equals(again.Rule), $"seed {seed}: {text}\n{RuleText.Print(rule, ArbitraryRules.Schema, Audience.Contacts)}");
        }
    }
}
