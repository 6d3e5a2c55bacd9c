using System.Collections;
using Muster.Rules.Binding;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Tests.Binding;

public partial class RuleBinderTests
{
    private static Rule.Membership InSegment(params string[] names) => new(MembershipKind.Segment, false, [.. names]);

    private static MembershipDefinition Segment(string name, params Rule[] rules) => new("seg_" + name, name, Audience.Contacts, All(rules));

    private static BindResult BindWith(Catalog catalog, Rule.Group rule, MembershipDefinition? self = null) =>
        new RuleBinder(Schema, Berlin, catalog).Bind(rule, Audience.Contacts, self);

    [Fact]
    public void Sources_AreDynamicOrStatic_AndEachOnce()
    {
        Catalog catalog =
        [
            new(MembershipKind.Segment, Segment("a", Anything)), new(MembershipKind.Segment, new("seg_s", "s", Audience.Contacts, null)),
        ];
        BindResult result = BindWith(catalog, All(InSegment("a", "seg_a", "s") with { Negated = true }));

        BoundNode.Membership membership = Assert.IsType<BoundNode.Membership>(Assert.Single(result.Rule!.Root.Nodes));
        Assert.True(membership.Negated);
        Assert.Equal(
            [new MembershipSource.Dynamic("seg_a", Audience.Contacts, Bind(All(Anything)).Rule!.Root), new MembershipSource.Static("seg_s")], membership.Sources);
    }

    [Fact]
    public void ACycle_IsRefusedWithItsPath()
    {
        Catalog catalog =
        [
            new(MembershipKind.Segment, Segment("A", InSegment("B"))), new(MembershipKind.Segment, Segment("B", All(InSegment("A")))),
        ];
        RuleError error = Assert.Single(BindWith(catalog, All(Anything, InSegment("A"))).Errors);

        Assert.Equal((RuleErrorCode.Cycle, "/rules/1/value/0"), (error.Code, error.Pointer));
        Assert.Contains("A → B → A", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARuleThatComesToReferToItself_IsRefusedBeforeItIsSaved()
    {
        Catalog catalog = [new(MembershipKind.Segment, Segment("A", Anything)), new(MembershipKind.Segment, Segment("B", InSegment("A")))];
        Rule.Group changed = All(InSegment("B"));

        Assert.Empty(BindWith(catalog, changed).Errors);
        RuleError error = Assert.Single(BindWith(catalog, changed, Segment("A", Anything)).Errors);
        Assert.Equal(RuleErrorCode.Cycle, error.Code);
        Assert.Contains("A → B → A", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoWaysToOneSegment_AreNoCycle()
    {
        Catalog catalog =
        [
            new(MembershipKind.Segment, Segment("base", Anything)), new(MembershipKind.Segment, Segment("x", InSegment("base"))),
            new(MembershipKind.Segment, Segment("y", InSegment("base"))),
        ];
        Assert.Empty(BindWith(catalog, All(InSegment("x", "y", "base"))).Errors);
    }

    [Fact]
    public void AnErrorInAReferredSegment_IsReportedAtTheConditionThatRefersToIt()
    {
        Catalog catalog =
        [
            new(MembershipKind.Segment, Segment("outer", InSegment("inner"))), new(MembershipKind.Segment, Segment("inner", Is("gone", Operator.Equal, Text("x")))),
        ];
        RuleError error = Assert.Single(BindWith(catalog, All(InSegment("outer"))).Errors);

        Assert.Equal((RuleErrorCode.UnknownField, "/rules/0/value/0"), (error.Code, error.Pointer));
        Assert.Contains("\"outer\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"inner\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"gone\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownSegment_SuggestsTheNearest()
    {
        Catalog catalog = [new(MembershipKind.Segment, Segment("Churned", Anything))];
        Assert.Equal("Churned", Assert.Single(BindWith(catalog, All(InSegment("chruned"))).Errors).Suggestion);
        Assert.Equal("/rules/0/value", Assert.Single(BindWith(catalog, All(InSegment())).Errors).Pointer);
    }

    [Fact]
    public void ASegmentOfOtherProfiles_IsWarnedOf()
    {
        Catalog catalog = [new(MembershipKind.Segment, new("c", "c", Audience.Companies, All()))];
        Assert.Equal("/rules/0", Assert.Single(BindWith(catalog, All(InSegment("c"))).Warnings).Pointer);
        Assert.Empty(BindWith(catalog, All(InSegment("c") with { Negated = true })).Warnings);
    }

    [Fact]
    public void SegmentsThatDoubleAtEachStep_AreRefusedInGoodTime()
    {
        Catalog catalog = [new(MembershipKind.Segment, Segment("s0", Anything))];
        for (int i = 1; i < 30; i++)
        {
            catalog.Add(new(MembershipKind.Segment, Segment($"s{i}", InSegment($"s{i - 1}"), InSegment($"s{i - 1}"))));
        }

        Assert.All(BindWith(catalog, All(InSegment("s29"))).Errors, error => Assert.Equal(RuleErrorCode.TooLarge, error.Code));
        Assert.NotEmpty(BindWith(catalog, All(InSegment("s29"))).Errors);
        Assert.Empty(BindWith(catalog, All(InSegment("s10"))).Errors);
    }

    [Fact]
    public void AChainOfSegments_IsAtMostAsLongAsARuleIsDeep()
    {
        Catalog catalog = [new(MembershipKind.Segment, Segment("s0", Anything))];
        for (int i = 1; i < 5_000; i++)
        {
            catalog.Add(new(MembershipKind.Segment, Segment($"s{i}", InSegment($"s{i - 1}"))));
        }

        Assert.Empty(BindWith(catalog, All(InSegment("s31"))).Errors);
        Assert.Equal(RuleErrorCode.TooLarge, Assert.Single(BindWith(catalog, All(InSegment("s4999"))).Errors).Code);
    }

    [Fact]
    public void ADynamicSegment_HasAnAudience() => Assert.Throws<ArgumentException>(() => new MembershipDefinition("x", "x", null, All()));

    private sealed class Catalog : IMembershipCatalog, IEnumerable<(MembershipKind, MembershipDefinition)>
    {
        private readonly List<(MembershipKind Kind, MembershipDefinition Definition)> _all = [];

        public void Add((MembershipKind, MembershipDefinition) entry) => _all.Add(entry);

        public MembershipDefinition? Find(MembershipKind kind, string nameOrId) =>
            _all.FirstOrDefault(entry => entry.Kind == kind && (entry.Definition.Name == nameOrId || entry.Definition.Id == nameOrId)).Definition;

        public IEnumerable<string> Names(MembershipKind kind) => _all.Where(entry => entry.Kind == kind).Select(entry => entry.Definition.Name);

        public IEnumerator<(MembershipKind, MembershipDefinition)> GetEnumerator() => _all.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
