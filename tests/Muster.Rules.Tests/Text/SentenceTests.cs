using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;

namespace Muster.Rules.Tests.Text;

public class SentenceTests
{
    [Theory]
    [InlineData("""Has Tag "Customer" """, """tags has "Customer" """)]
    [InlineData("""Tag = "VIP" """, """tags has "VIP" """)]
    [InlineData("""tags = VIP""", """tags has "VIP" """)]
    [InlineData("""Tag is not "VIP" """, """tags has none of ("VIP")""")]
    [InlineData("""has any tag ("a", b)""", """tags has any of ("a", "b")""")]
    [InlineData("""has all of the tags ("a", "b")""", """tags has all of ("a", "b")""")]
    [InlineData("""has no tag "VIP" """, """tags has none of ("VIP")""")]
    [InlineData("Lead Score > 80", "lead_score > 80")]
    [InlineData("lead score is more than 1,000", "lead_score > 1000")]
    [InlineData("Status is equal to Subscribed", """status = "Subscribed" """)]
    [InlineData("Status equals 'In progress'", """status = "In progress" """)]
    [InlineData("Email Consent = true", "email_consent = true")]
    [InlineData("email consent is no", "email_consent = false")]
    [InlineData("Unsubscribed", "unsubscribed = true")]
    [InlineData("not unsubscribed", "not (unsubscribed = true)")]
    [InlineData("Name contains \"ann\"", "name contains ann")]
    [InlineData("Name doesn't start with “Ann B”", """name does not begin with "Ann B" """)]
    [InlineData("Email domain is \"company.com\"", "email_domain = \"company.com\"")]
    [InlineData("email = ann@company.com", "email = \"ann@company.com\"")]
    [InlineData("phone = +49 or phone = 0049123", "phone = \"+49\" or phone = \"0049123\"")]
    [InlineData("Country is any of (US, IN, \"DE\")", "country in (US, \"IN\", DE)")]
    [InlineData("country is not one of (US)", "country not in (US)")]
    [InlineData("country is missing or city is not null", "country is missing or city is filled")]
    [InlineData("Age is between 18 and 30 and lead score is not between 1 and 2", "age between 18 and 30 and lead_score not between 1 and 2")]
    [InlineData("age is at least 18 and age at most 65", "age >= 18 and age <= 65")]
    [InlineData("age over 18 and age is under 65 and lead score above 5 and lead score is below 9", "age > 18 and age < 65 and lead_score > 5 and lead_score < 9")]
    [InlineData("Company size > 100 and company.Industry is retail", "company.size > 100 and company.industry = retail")]
    [InlineData("Purchase Total > $1000", "purchase_total > 1000")]
    [InlineData("Purchase total is more than €1,234,567.50 or purchase total < -$5", "purchase_total > 1234567.5 or purchase_total < -5")]
    public void AFieldCondition_ReadsAsPeopleWriteIt(string text, string canonical) => AssertReads(text, canonical);

    [Theory]
    [InlineData("Created in last 30 days", "created_at during last 30 days")]
    [InlineData("Created within the last 30 days", "created_at during last 30 days")]
    [InlineData("Created not in the last 30 days", "created_at not during last 30 days")]
    [InlineData("Created < 14 days ago", "created_at during < 14 days ago")]
    [InlineData("Created is under 14 days ago", "created_at during < 14 days ago")]
    [InlineData("Last Activity > 30 days ago", "last_activity_at during > 30 days ago")]
    [InlineData("last activity was over 30 days ago", "last_activity_at during over 30 days ago")]
    [InlineData("last activity is more than 30 days ago", "last_activity_at during > 30 days ago")]
    [InlineData("Created today", "created_at during today")]
    [InlineData("Created is not yesterday", "created_at not during yesterday")]
    [InlineData("created = last month", "created_at during last month")]
    [InlineData("created since 2026-04-01", "created_at during after 2026-03-31")]
    [InlineData("created in 1997", "created_at during 1997-01-01..1997-12-31")]
    [InlineData("created_at during in 3 days", "created_at during in 3 days")]
    [InlineData("created in January 1997", "created_at during 1997-01-01..1997-01-31")]
    [InlineData("created before 2026-04-01 or created is after 2026-04-30", "created_at during before 2026-04-01 or created_at during after 2026-04-30")]
    [InlineData("Created on 2026-04-16", "created_at during 2026-04-16")]
    [InlineData("created = 2026-04-16", "created_at = \"2026-04-16\"")]
    [InlineData("created >= 2026-04-16", "created_at >= \"2026-04-16\"")]
    [InlineData("birthday during next 7 days ignoring the year", "birthday during next 7 days ignoring year")]
    [InlineData("birthday in 3 days ignoring year", "birthday during in 3 days ignoring year")]
    public void ADateCondition_ReadsAsPeopleWriteIt(string text, string canonical) => AssertReads(text, canonical);

    [Theory]
    [InlineData("No conversation in 60 days", "no conversations where (started_at during last 60 days)")]
    [InlineData("Had conversation in last 7 days", "some conversations where (started_at during last 7 days)")]
    [InlineData("no order in the last 180 days", "no orders where (created_at during last 180 days)")]
    [InlineData("had deals in the last 30 days", "some deals where (created_at during last 30 days)")]
    [InlineData("Has email and not has phone", "has_email = true and not (has_phone = true)")]
    [InlineData("Company tags = x", "company.tags has \"x\"")]
    [InlineData("had_deals = true", "had_deals = true")]
    [InlineData("Had deals is false", "had_deals = false")]
    [InlineData("Opened campaign \"Spring\"", "some engagements where (type = opened and campaign = \"Spring\")")]
    [InlineData("Clicked campaign \"Spring\"", "some engagements where (type = clicked and campaign = \"Spring\")")]
    [InlineData("never opened campaign Spring in the last 30 days", "no engagements where (type = opened and campaign = \"Spring\" and at during last 30 days)")]
    [InlineData("opened any campaign this month", "some engagements where (type = opened and at during this month)")]
    [InlineData("Booked appointment", "some appointments")]
    [InlineData("booked an appointment in the last 7 days", "some appointments where (starts_at during last 7 days)")]
    [InlineData("Submitted form \"Demo\"", "some submissions where (form = \"Demo\")")]
    [InlineData("submitted a form", "some submissions")]
    [InlineData("Has open ticket", "some tickets where (status = open)")]
    [InlineData("has no open tickets", "no tickets where (status = open)")]
    [InlineData("at least 2 orders of 50 or more in the last 365 days", "at least 2 orders where (amount >= 50 and created_at during last 365 days)")]
    [InlineData("an order above 200", "some orders where (amount > 200)")]
    [InlineData("an order of exactly 0", "some orders where (amount = 0)")]
    [InlineData("an order of at least $1,000", "some orders where (amount >= 1000)")]
    [InlineData("exactly 1 order", "exactly 1 order")]
    [InlineData("at least 3 orders", "at least 3 orders")]
    [InlineData("more than 3 orders and fewer than 10 orders", "at least 4 orders and at most 9 orders")]
    [InlineData("no more than 2 tickets", "at most 2 tickets")]
    [InlineData("At least 60 won deals", "at least 60 deals where (status = won)")]
    [InlineData("some unpaid orders over 30 days ago", "some orders where (paid = false and created_at during over 30 days ago)")]
    [InlineData("every paid order where amount > 5", "all orders where (paid = true and amount > 5)")]
    [InlineData("at least 2 paid orders where (amount > 5 or amount < 1)", "at least 2 orders where (paid = true and (amount > 5 or amount < 1))")]
    [InlineData("at least 2 deals where status = won and country = US", "at least 2 deals where (status = won) and country = US")]
    [InlineData("at least 2 orders where paid", "at least 2 orders where (paid = true)")]
    [InlineData("no orders since 1998-01-01", "no orders where (created_at during after 1997-12-31)")]
    [InlineData("at least 3 orders in 1997", "at least 3 orders where (created_at during 1997-01-01..1997-12-31)")]
    [InlineData("bought product \"GTX Pro\" in the last 30 days", "some items where (product = \"GTX Pro\" and created_at during last 30 days)")]
    public void ASentenceAboutRelatedRows_ReadsAsPeopleWriteIt(string text, string canonical) => AssertReads(text, canonical);

    [Theory]
    [InlineData("sum of order amounts over 1000", "sum(order.amount) > 1000")]
    [InlineData("sum of won deals over 150000", "sum(deal.amount where status = won) > 150000")]
    [InlineData("sum of orders where paid = true is over 10", "sum(order.amount where paid = true) > 10")]
    [InlineData("sum of the won deal amounts over 150000", "sum(deal.amount where status = won) > 150000")]
    [InlineData("2 or more orders", "at least 2 orders")]
    [InlineData("2 or fewer paid orders in the last 30 days", "at most 2 orders where (paid = true and created_at during last 30 days)")]
    [InlineData("has never opened campaign \"Spring\"", "no engagements where (type = opened and campaign = \"Spring\")")]
    [InlineData("has not bought product \"Pen\" in the last 90 days", "no items where (product = \"Pen\" and created_at during last 90 days)")]
    [InlineData("has bought product \"Pen\"", "some items where (product = \"Pen\")")]
    [InlineData("never had deals", "had_deals = false")]
    [InlineData("birthday during today", "birthday during today")]
    [InlineData("birthday today ignoring year", "birthday during today ignoring year")]
    [InlineData("birthday < 18 years ago", "birthday during < 18 years ago")]
    [InlineData("lead_score > 1.125 or lead_score > 0.500", "lead_score > 1.125 or lead_score > 0.5")]
    [InlineData("sum of order.amount over 1000", "sum(order.amount) > 1000")]
    [InlineData("total order amount is at least 1,000", "sum(order.amount) >= 1000")]
    [InlineData("sum(orders.Amount where paid and status = done) > 1000", "sum(order.amount where paid = true and status = done) > 1000")]
    [InlineData("average order amount between 5 and 10", "avg(order.amount) between 5 and 10")]
    [InlineData("number of won deals > 3", "count(deal where status = won) > 3")]
    [InlineData("COUNT(order) = 0", "count(order) = 0")]
    [InlineData("first order in January 1997", "first(order.created_at) during 1997-01-01..1997-01-31")]
    [InlineData("last order in the last 180 days", "last(order.created_at) during last 180 days")]
    [InlineData("first order during last year", "first(order.created_at) during last year")]
    [InlineData("last order > 30 days ago", "last(order.created_at) during > 30 days ago")]
    [InlineData("last conversation before 2026-01-01", "last(conversation.started_at) during before 2026-01-01")]
    [InlineData("first order amount > 100", "first(order.amount) > 100")]
    [InlineData("distinct(order.currency) > 1", "distinct(order.currency) > 1")]
    [InlineData("max(order.paid_at) is missing", "max(order.paid_at) is missing")]
    public void AnAggregate_ReadsAsPeopleWriteIt(string text, string canonical) => AssertReads(text, canonical);

    [Theory]
    [InlineData("Member of segment \"VIP\"", "in segment \"VIP\"")]
    [InlineData("is a member of the segment VIP", "in segment \"VIP\"")]
    [InlineData("not member of segment \"VIP\"", "not in segment \"VIP\"")]
    [InlineData("in segments (\"A\", B)", "in any segment (\"A\", \"B\")")]
    [InlineData("NOT IN LIST \"X\"", "not in list \"X\"")]
    [InlineData("is not in any of the lists (\"X\")", "not in list \"X\"")]
    public void AMembership_ReadsAsPeopleWriteIt(string text, string canonical) => AssertReads(text, canonical);

    [Theory]
    [InlineData("country = US and city = BERLIN or lead_score > 80", "(country = US and city = BERLIN) or lead_score > 80")]
    [InlineData("country = US AND (city = BERLIN OR lead_score > 80)", "country = US and (city = BERLIN or lead_score > 80)")]
    [InlineData("(country = US)", "country = US")]
    [InlineData("((country = US))", "((country = US))")]
    [InlineData("not country = US", "not (country = US)")]
    [InlineData("not (country = US or city = BERLIN)", "not (country = US or city = BERLIN)")]
    [InlineData("any of (country = US, city = BERLIN and age > 5)", "country = US or (city = BERLIN and age > 5)")]
    [InlineData("all of (country = US, city = BERLIN)", "country = US and city = BERLIN")]
    [InlineData("none of (country = US, city = BERLIN)", "not (country = US or city = BERLIN)")]
    [InlineData("any of (country = US)", "any of (country = US)")]
    [InlineData("Everyone", "everyone")]
    [InlineData("not everyone", "not everyone")]
    [InlineData("nobody or disabled country = US", "nobody or disabled country = US")]
    [InlineData("country = US && city = BERLIN || age > 5", "(country = US and city = BERLIN) or age > 5")]
    public void Groups_ReadByPrecedence(string text, string canonical) => AssertReads(text, canonical);

    [Fact]
    public void TheRuleOfTheGuide_PrintsOverSeveralLines()
    {
        const string Text = """
            (
              tags has "Customer"
              and country = US
              and last_activity_at during last 90 days
              and at least 2 deals where (status = won and amount > 1000)
              and sum(order.amount where paid = true) > 1000
              and no conversations where (started_at during last 60 days)
              and not in segment "Churned"
            )
            or lead_score > 80
            """;
        Assert.Equal(Text.ReplaceLineEndings("\n"), RuleText.PrintLines(Read(Text)));
    }

    [Fact]
    public void LabelsOfCustomFields_AreNamesToo()
    {
        CrmSchema schema = CrmSchema.Standard.WithField("contact", "mrr", FieldType.Money, "Monthly revenue").WithObject("subscription");
        ParsedRule read = RuleText.Parse("Monthly Revenue over 50 and at least 2 subscriptions", schema, Audience.Contacts);
        Assert.Equal("mrr > 50 and at least 2 subscriptions", RuleText.Print(read.Rule!, schema));
    }

    private static void AssertReads(string text, string canonical)
    {
        Rule.Group rule = Read(text);
        Assert.Equal(canonical.Trim(), RuleText.Print(rule));
        Assert.Equal(rule, Read(canonical));
    }

    private static Rule.Group Read(string text)
    {
        ParsedRule read = RuleText.Parse(text, CrmSchema.Standard, Audience.Contacts);
        Assert.True(read.Errors.Count == 0, $"{text}\n{string.Join("\n", read.Errors)}");
        return read.Rule!;
    }
}
