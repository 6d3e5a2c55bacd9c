using Muster.Rules.Binding;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.Rules.Tests.Binding;

public partial class RuleBinderTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    private static readonly CrmSchema Schema = CrmSchema.Standard
        .WithField("contact", "homepage", FieldType.Link)
        .WithField("contact", "balance", FieldType.Money)
        .WithField("deal", "labels", FieldType.Tags)
        .WithField("deal", "due", FieldType.Date);

    private static readonly Rule Anything = Is("country", Operator.Equal, Text("US"));

    private static BindResult Bind(Rule.Group rule, Audience audience = Audience.Contacts) =>
        new RuleBinder(Schema, Berlin, EmptyMembershipCatalog.Instance).Bind(rule, audience);

    private static Rule.Group All(params Rule[] rules) => new(Combinator.And, [.. rules]);

    private static Rule.Compare Is(string field, Operator op, Literal value) => new(field, op, value);

    private static Literal.Text Text(string text) => new(text);

    private static Literal.Number Number(decimal number) => new(number);

    private static Literal.List List(params Literal[] items) => new([.. items]);

    private static Literal.Window During(string text)
    {
        Assert.True(DateWindowText.TryParse(text, out DateWindow? window, out string? error), error);
        return new(window!);
    }

    private static BoundNode.Condition BindOne(string field, Operator op, Literal value, Audience audience = Audience.Contacts)
    {
        BindResult result = Bind(All(Is(field, op, value)), audience);
        Assert.Empty(result.Errors);
        return Assert.IsType<BoundNode.Condition>(Assert.Single(result.Rule!.Root.Nodes));
    }

    private static RuleError Refused(Rule rule, Audience audience = Audience.Contacts)
    {
        BindResult result = Bind(All(rule), audience);
        Assert.Null(result.Rule);
        return Assert.Single(result.Errors);
    }

    [Fact]
    public void DisabledRules_AreDroppedUnseen_AndPointersKeepTheirPlaces()
    {
        Rule wrong = Is("no_such_field", Operator.Equal, Text("x")) with { Disabled = true };
        Rule.Group wrongGroup = All(Is("nor_this", Operator.Equal, Text("x"))) with { Disabled = true };
        BindResult result = Bind(All(wrong, Anything, wrongGroup, new Rule.Group(Combinator.Or, [wrong, Anything], Negated: true)));

        Assert.Empty(result.Errors);
        Assert.Equal(["", "/rules/1", "/rules/3", "/rules/3/rules/1"], result.Rule!.Pointers);
        BoundNode.Group inner = Assert.IsType<BoundNode.Group>(result.Rule.Root.Nodes[1]);
        Assert.Equal((Combinator.Or, true, 1), (inner.Combinator, inner.Negated, inner.Nodes.Count));
    }

    [Fact]
    public void ADisabledRoot_HoldsEveryone() => Assert.Equal(new(Combinator.And, false, []), Bind(All(Anything) with { Disabled = true }).Rule!.Root);

    [Fact]
    public void Pointers_PassOverWhatIsWithinRelatedConditions()
    {
        Rule.Group where = All(All(Is("status", Operator.Equal, Text("won"))));
        BindResult result = Bind(All(
            new Rule.Related("deal", Quantifier.AtLeast, 2, where),
            new Rule.Aggregate("order", AggregateFunction.Sum, "amount", where, Operator.Greater, Number(5)),
            Anything));

        Assert.Equal(["", "/rules/0", "/rules/1", "/rules/2"], result.Rule!.Pointers);
    }

    [Fact]
    public void EveryError_IsReportedAtOnce_EachAtItsPlace()
    {
        BindResult result = Bind(All(
            Is("contry", Operator.Equal, Text("US")),
            Is("lead_score", Operator.Contains, Text("5")),
            Is("lead_score", Operator.Greater, Text("many")),
            Is("source", Operator.In, List(Text("web"), Text(""))),
            new Rule.Related("deal", Quantifier.AtLeast, -1, All(Anything, Is("amuont", Operator.Greater, Number(1)))),
            new Rule.Aggregate("order", AggregateFunction.Sum, "status", All(Is("piad", Operator.Equal, new Literal.Boolean(true))), Operator.Greater, Number(1)),
            new Rule.Related("dael", Quantifier.Some, 0, All()),
            new Rule.Membership(MembershipKind.Segment, false, ["VIP"])));

        Assert.Equal(
            [
                ("/rules/0/field", RuleErrorCode.UnknownField, "country"),
                ("/rules/1/operator", RuleErrorCode.OperatorNotAllowed, null),
                ("/rules/2/value", RuleErrorCode.InvalidValue, null),
                ("/rules/3/value/1", RuleErrorCode.InvalidValue, null),
                ("/rules/4/match/threshold", RuleErrorCode.InvalidValue, null),
                ("/rules/4/value/rules/0/field", RuleErrorCode.UnknownField, null),
                ("/rules/4/value/rules/1/field", RuleErrorCode.UnknownField, "amount"),
                ("/rules/5/where/rules/0/field", RuleErrorCode.UnknownField, "paid"),
                ("/rules/5/aggregate/of", RuleErrorCode.AggregateNotAllowed, null),
                ("/rules/6/field", RuleErrorCode.UnknownObject, "deal"),
                ("/rules/7/value/0", RuleErrorCode.UnknownMembership, (string?)null),
            ],
            result.Errors.Select(error => (error.Pointer, error.Code, error.Suggestion)));
        Assert.Null(result.Rule);
    }

    public static TheoryData<string, Audience, string, bool> Fields => new()
    {
        { "own", Audience.Contacts, "birthday", true },
        { "of another kind", Audience.Companies, "birthday", false },
        { "of one of the kinds", Audience.Clients, "birthday", true },
        { "of the other of the kinds", Audience.Clients, "industry", true },
        { "of the company", Audience.Contacts, "company.industry", true },
        { "of the company of some", Audience.Clients, "company.industry", true },
        { "leads link to a company", Audience.Leads, "company.industry", true },
        { "companies link to none", Audience.Companies, "company.industry", false },
        { "the company's derived field", Audience.Contacts, "company.lifetime_value", true },
        { "a derived field of a kind that never has it", Audience.Companies, "age", true },
        { "custom", Audience.Contacts, "balance", true },
        { "a label", Audience.Contacts, "Lead Score", false },
        { "another case", Audience.Contacts, "Country", false },
        { "a deeper path", Audience.Contacts, "company.contact.name", false },
    };

    [Theory, MemberData(nameof(Fields))]
    public void Fields_AreThoseOfTheAudience(string because, Audience audience, string field, bool known)
    {
        BindResult result = Bind(All(Is(field, Operator.NotNull, Literal.None.Instance)), audience);
        Assert.True((result.Rule is not null) == known, because);
        Assert.True(known || result.Errors.Single() is { Code: RuleErrorCode.UnknownField, Pointer: "/rules/0/field" }, because);
    }

    [Theory]
    [InlineData("Lead Score", "lead_score")]
    [InlineData("Country", "country")]
    [InlineData("company.indsutry", "company.industry")]
    [InlineData("lifetime_valeu", "lifetime_value")]
    [InlineData("quite_another_thing", null)]
    public void AnUnknownField_SuggestsTheNearest(string field, string? suggestion)
    {
        RuleError error = Refused(Is(field, Operator.Null, Literal.None.Instance));
        Assert.Equal(suggestion, error.Suggestion);
        Assert.Contains(field.Split('.')[^1], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDerivedLastActivity_WinsOverTheStoredOne()
    {
        FieldSource source = BindOne("last_activity_at", Operator.During, During("today")).Source;
        Assert.Equal((DerivedField.LastActivityAt, FieldOrigin.Derived), (source.Derived!.Value, source.Field.Origin));
    }

    [Fact]
    public void BothNamesOfLifetimeValue_BindToTheSameCondition() =>
        Assert.Equal(BindOne("lifetime_value", Operator.Greater, Number(5)), BindOne("purchase_total", Operator.Greater, Number(5)));

    [Theory]
    [InlineData("order", Audience.Contacts, true)]
    [InlineData("conversation", Audience.Companies, false)]
    [InlineData("conversation", Audience.Clients, true)]
    [InlineData("deal", Audience.Leads, false)]
    [InlineData("event", Audience.Leads, true)]
    [InlineData("company", Audience.Contacts, false)]
    [InlineData("deals", Audience.Contacts, false)]
    public void RelatedObjects_AreThoseThatTheAudienceOwns(string name, Audience audience, bool owned)
    {
        BindResult result = Bind(All(new Rule.Related(name, Quantifier.Some, 0, All())), audience);
        Assert.Equal(owned, result.Rule is not null);
        Assert.True(owned || result.Errors.Single() is { Code: RuleErrorCode.UnknownObject, Pointer: "/rules/0/field" });
    }

    public static TheoryData<Rule, RuleErrorCode> BesideNotWithin => new()
    {
        { new Rule.Related("order", Quantifier.Some, 0, Rule.Group.Everyone), RuleErrorCode.UnknownObject },
        { new Rule.Aggregate("order", AggregateFunction.Count, null, Rule.Group.Everyone, Operator.Greater, new Literal.Number(1)), RuleErrorCode.UnknownObject },
        { new Rule.Membership(MembershipKind.List, false, ["x"]), RuleErrorCode.UnknownMembership },
        { new Rule.Compare("company.industry", Operator.Null, Literal.None.Instance), RuleErrorCode.UnknownField },
        { new Rule.Compare("lifetime_value", Operator.Null, Literal.None.Instance), RuleErrorCode.UnknownField },
    };

    [Theory, MemberData(nameof(BesideNotWithin))]
    public void WithinARelatedRule_ThereAreOnlyGroupsAndTheRowsOwnFields(Rule within, RuleErrorCode code)
    {
        RuleError error = Refused(new Rule.Related("deal", Quantifier.Some, 0, All(All(within))));
        Assert.Equal((code, "/rules/0/value/rules/0/rules/0/field"), (error.Code, error.Pointer));
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void Depth_IsLimited(int groupsAround, bool fits)
    {
        Rule.Group rule = All(Anything);
        for (int i = 0; i < groupsAround; i++)
        {
            rule = All(rule);
        }

        BindResult result = Bind(rule);
        Assert.Equal(fits, result.Rule is not null);
        Assert.True(fits || result.Errors.Single().Code == RuleErrorCode.TooLarge);
    }

    [Theory]
    [InlineData(499, true)]
    [InlineData(500, false)]
    public void Nodes_AreLimited(int conditions, bool fits)
    {
        BindResult result = Bind(All([.. Enumerable.Repeat(Anything, conditions)]));
        Assert.Equal(fits, result.Rule is not null);
        Assert.True(fits || result.Errors.Single().Code == RuleErrorCode.TooLarge);
    }

    [Fact]
    public void AVeryDeepRule_IsRefusedWithoutGoingDown()
    {
        Rule.Group rule = All();
        for (int i = 0; i < 100_000; i++)
        {
            rule = All(rule);
        }

        Assert.Equal(RuleErrorCode.TooLarge, Bind(rule).Errors.Single().Code);
    }

    [Fact]
    public void EveryCaseOfRule_IsBound()
    {
        Rule[] cases =
        [
            All(), Anything, new Rule.Related("deal", Quantifier.All, 0, All()),
            new Rule.Aggregate("deal", AggregateFunction.Count, null, All(), Operator.Greater, Number(1)), new Rule.Membership(MembershipKind.List, true, ["l"]),
        ];
        Assert.Equal(typeof(Rule).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Rule))).ToHashSet(), cases.Select(rule => rule.GetType()).ToHashSet());

        BindResult result = new RuleBinder(Schema, Berlin, new Catalog { new(MembershipKind.List, new("l", "l", null, null)) }).Bind(All(cases), Audience.Contacts);
        Assert.Empty(result.Errors);
        Assert.Equal(
            typeof(BoundNode).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(BoundNode))).ToHashSet(), result.Rule!.Root.Nodes.Select(node => node.GetType()).ToHashSet());
    }

    [Fact]
    public void WhatCanNeverBeTrue_IsWarnedOf()
    {
        Assert.Equal("/rules/0", Assert.Single(Bind(All(Is("deal_count", Operator.Null, Literal.None.Instance))).Warnings).Pointer);
        Assert.Equal("/rules/0", Assert.Single(Bind(All(Is("company.name", Operator.NotNull, Literal.None.Instance)), Audience.Leads).Warnings).Pointer);
        Assert.Equal("/rules/0", Assert.Single(Bind(All(Is("company.name", Operator.Equal, Text("x"))), Audience.Leads).Warnings).Pointer);
        Assert.Equal("/rules/0/value", Assert.Single(Bind(All(Is("balance", Operator.Equal, Number(1.00001m)))).Warnings).Pointer);
        Assert.Empty(Bind(All(Is("company.name", Operator.NotEqual, Text("x")), Is("company.name", Operator.Null, Literal.None.Instance)), Audience.Leads).Warnings);
        Assert.Empty(Bind(All(Is("balance", Operator.NotEqual, Number(1.00001m)), Is("company.deal_count", Operator.Null, Literal.None.Instance))).Warnings);
    }
}
