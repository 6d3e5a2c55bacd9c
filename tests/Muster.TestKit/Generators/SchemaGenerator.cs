using Muster.Rules.Schema;

namespace Muster.TestKit;

/// <summary>Makes schemas: the standard one, with custom fields of every type and perhaps an object of the user's.</summary>
public static class SchemaGenerator
{
    private static readonly string[] Extended = ["contact", "company", "lead", "deal", "event"];

    /// <summary>A schema.</summary>
    public static CrmSchema Any(Random random)
    {
        CrmSchema schema = CrmSchema.Standard;
        if (random.Chance(0.7))
        {
            schema = schema.WithObject("machine");
        }

        int fields = random.Next(0, 30);
        for (int i = 0; i < fields; i++)
        {
            schema = Grow(schema, random);
        }

        return schema;
    }

    /// <summary>The schema with one custom field more, or the same where that field is there.</summary>
    public static CrmSchema Grow(CrmSchema schema, Random random)
    {
        string target = random.Pick([.. Extended, .. schema.Objects.Where(type => type.IsCustom).Select(type => type.Name)]);
        FieldType type = random.Pick(Enum.GetValues<FieldType>());
        string name = $"own_{FieldTypes.NameOf(type)}{(random.Chance(0.3) ? "_é2" : "")}";
        return schema.Find(target)!.Find(name) is null ? schema.WithField(target, name, type) : schema;
    }
}
