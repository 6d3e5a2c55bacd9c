using System.Text;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Rules.Tests.Data;

public class SchemaGrowthTests
{
    private static CrmSchema Grow(CrmSchema schema, string type, string json, List<DataIssue>? issues = null) =>
        SchemaGrowth.Grow(schema, schema.Find(type)!, "7", Encoding.UTF8.GetBytes(json), issues);

    [Fact]
    public void AFieldThatIsMetFirst_TakesTheTypeOfItsFirstValue()
    {
        CrmSchema grown = Grow(CrmSchema.Standard, "contact", """{"name":"x","plan":"pro","seats":5,"trial":true,"until":"2026-05-01","seen":"2026-05-01T00:00:00Z","likes":["a"],"later":null,"blank":""}""");
        ObjectType contact = grown.Find("contact")!;

        Assert.Equal(
            [("plan", FieldType.Text), ("seats", FieldType.Number), ("trial", FieldType.Boolean), ("until", FieldType.Date), ("seen", FieldType.DateTime), ("likes", FieldType.Tags)],
            contact.Fields.Where(field => field.Origin == FieldOrigin.Custom).Select(field => (field.Name, field.Type)));
        Assert.Equal(FieldType.Text, Grow(grown, "contact", """{"later":"x","seats":"many"}""").Find("contact")!.Find("later")!.Type);
    }

    [Fact]
    public void WhereAllFieldsAreKnown_TheSchemaIsTheSame() =>
        Assert.Same(CrmSchema.Standard, Grow(CrmSchema.Standard, "deal", """{"title":"x","items":[{"product":"y"}],"new":null}"""));

    [Fact]
    public void AProfilesField_TakesTheTypeThatAnotherKindOfProfileHas()
    {
        CrmSchema schema = CrmSchema.Standard.WithField("company", "plan", FieldType.Tags);
        Assert.Equal(FieldType.Tags, Grow(schema, "contact", """{"plan":"pro"}""").Find("contact")!.Find("plan")!.Type);
        Assert.Equal(FieldType.Text, Grow(schema, "deal", """{"plan":"pro"}""").Find("deal")!.Find("plan")!.Type);
    }

    [Fact]
    public void Items_GrowTheItemObject()
    {
        List<DataIssue> issues = [];
        CrmSchema grown = Grow(CrmSchema.Standard, "order", """{"items":[{"colour":"red"},3,{"weight":1.5,"colour":7}],"channel":"web"}""", issues);
        Assert.Equal((FieldType.Text, FieldType.Number), (grown.Find("item")!.Find("colour")!.Type, grown.Find("item")!.Find("weight")!.Type));
        Assert.Null(grown.Find("order")!.Find("items"));
        Assert.NotNull(grown.Find("order")!.Find("channel"));
        Assert.Empty(issues);
    }

    [Fact]
    public void WhatCannotBeAField_IsNotedAndLeftAlone()
    {
        List<DataIssue> issues = [];
        CrmSchema grown = Grow(CrmSchema.Standard, "contact", """{"First Name":"Ann","9lives":1,"\ud800":1,"address":{"city":"x"},"ok":1}""", issues);
        Assert.Equal(["First Name", "9lives", "\\ud800", "address"], issues.Select(issue => issue.Field));
        Assert.Contains("first_name", issues[0].Reason, StringComparison.Ordinal);
        Assert.NotNull(grown.Find("contact")!.Find("ok"));
        Assert.Equal(CrmSchema.Standard.Find("contact")!.Fields.Count + 1, grown.Find("contact")!.Fields.Count);
    }

    [Fact]
    public void CustomFields_AreLimited()
    {
        string many = "{" + string.Join(",", Enumerable.Range(0, SchemaGrowth.MaxCustomFields + 2).Select(i => $"\"f{i}\":1")) + "}";
        List<DataIssue> issues = [];
        CrmSchema grown = Grow(CrmSchema.Standard, "deal", many, issues);
        Assert.Equal(SchemaGrowth.MaxCustomFields, grown.Find("deal")!.Fields.Count(field => field.Origin == FieldOrigin.Custom));
        Assert.Equal(["f500", "f501"], issues.Select(issue => issue.Field));
        Assert.NotNull(Grow(grown, "order", """{"f1":1}""").Find("order")!.Find("f1"));
    }
}
