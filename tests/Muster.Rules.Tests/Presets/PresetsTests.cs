using Muster.Rules.Binding;
using Muster.Rules.Presets;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.Rules.Tests.Presets;

public class PresetsTests
{
    private static readonly RuleBinder Binder = new(CrmSchema.Standard, DateTimeZone.Utc, EmptyMembershipCatalog.Instance);

    public static IEnumerable<TheoryDataRow<string, Audience>> PresetsByAudience =>
        Rules.Presets.Presets.All.SelectMany(preset => preset.Audiences.Select(audience => new TheoryDataRow<string, Audience>(preset.Key, audience)));

    private static Preset Find(string key) => Rules.Presets.Presets.Find(key)!;

    private static Dictionary<string, string> Sample(Preset preset) => preset.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Type switch
    {
        PresetParameterType.Text => "Ann",
        PresetParameterType.Texts => "one, two",
        PresetParameterType.Number => "12.5",
        PresetParameterType.Days => "14",
        PresetParameterType.Money => "$1,250.50",
        PresetParameterType.Choice => parameter.Choices[^1],
        PresetParameterType.Choices => string.Join(",", parameter.Choices),
        _ => throw new InvalidOperationException($"No arm for {parameter.Type}"),
    });

    [Theory, MemberData(nameof(PresetsByAudience))]
    public void EveryPreset_BindsInEachOfItsAudiences(string key, Audience audience)
    {
        Preset preset = Find(key);
        List<Dictionary<string, string>> samples = [Sample(preset)];
        if (!preset.Parameters.Any(parameter => parameter.Required) && key is not ("deal_amount" or "stages_and_tags"))
        {
            samples.Add([]);
        }

        foreach (PresetParameter parameter in preset.Parameters)
        {
            samples.AddRange(parameter.Choices.Select(choice => new Dictionary<string, string>(Sample(preset)) { [parameter.Name] = choice }));
        }

        foreach (Dictionary<string, string> sample in samples)
        {
            BindResult bound = Binder.Bind(preset.Build(sample), audience);
            Assert.True(bound.Rule is not null, string.Join(" ", bound.Errors));
            Assert.NotEmpty(bound.Rule!.Root.Nodes);
            Assert.Empty(bound.Warnings);
        }
    }

    [Fact]
    public void Keys_AreUniqueAndLikeFieldNames()
    {
        Assert.All(Rules.Presets.Presets.All, preset => Assert.True(FieldName.IsValid(preset.Key), preset.Key));
        Assert.Equal(Rules.Presets.Presets.All.Count, Rules.Presets.Presets.All.DistinctBy(preset => preset.Key).Count());
        Assert.All(Rules.Presets.Presets.All, preset => Assert.EndsWith(".", preset.Description, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bought_product", "scope", "all", "product")]
    [InlineData("bought_product", "scope", "nowhere", "scope")]
    [InlineData("inactive", "days", "0", "days")]
    [InlineData("inactive", "days", "many", "days")]
    [InlineData("inactive", "hours", "3", "hours")]
    [InlineData("high_value", "amount", "much", "amount")]
    [InlineData("hot_leads", "score", "high", "score")]
    [InlineData("contact_source", "sources", " , ", "sources")]
    [InlineData("contact_via", "means", "fax", "means")]
    [InlineData("stages_and_tags", "spot", " ", "stages")]
    public void AnArgumentThatDoesNotFit_IsRefusedByItsName(string key, string name, string value, string parameter)
    {
        Dictionary<string, string> arguments = new() { [name] = value };
        if (key == "bought_product" && value == "nowhere")
        {
            arguments["product"] = "Phone";
        }

        PresetArgumentException refused = Assert.Throws<PresetArgumentException>(() => Find(key).Build(arguments));
        Assert.Equal(parameter, refused.Parameter);
    }

    [Fact]
    public void BoughtProduct_TestsOneItemAtATime()
    {
        Rule.Related item = Assert.IsType<Rule.Related>(Assert.Single(Find("bought_product").Build(new Dictionary<string, string> { ["product"] = "Phone", ["scope"] = "paid_orders" }).Rules));
        Assert.Equal(["product", "kind", "paid"], item.Where.Rules.Select(rule => ((Rule.Compare)rule).Field));
    }

    [Fact]
    public void Texts_MayHoldCommasWhereTheyAreOnLinesOfTheirOwn()
    {
        Rule.Compare source = Assert.IsType<Rule.Compare>(Assert.Single(Find("contact_source").Build(new Dictionary<string, string> { ["sources"] = "Fair, Berlin\nWeb" }).Rules));
        Assert.Equal(new Literal.List([new Literal.Text("Fair, Berlin"), new Literal.Text("Web")]), source.Value);
    }
}
