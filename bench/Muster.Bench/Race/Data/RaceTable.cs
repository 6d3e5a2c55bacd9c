using Muster.Rules.Schema;
using Muster.Server.Demo;

namespace Muster.Bench.Race.Data;

/// <summary>A column: a field, and whether its texts are few, which a column store wants to know.</summary>
internal sealed record RaceColumn(string Name, FieldType Type, bool IsRepetitive);

/// <summary>A table that every engine holds: an object's fields as typed columns, <c>id</c> first.</summary>
/// <param name="Type">The object.</param>
/// <param name="Columns">Its columns, in the order of the file.</param>
internal sealed record RaceTable(ObjectType Type, IReadOnlyList<RaceColumn> Columns)
{
    private static readonly string[] Repetitive =
    [
        "status", "stage", "source", "owner", "country", "city", "language", "time_zone", "player", "spot", "industry", "pipeline", "currency", "product", "url", "plan",
    ];

    /// <summary>The schema of the race: the standard one and the demo's fields of events.</summary>
    public static CrmSchema Schema { get; } =
        DemoCrm.CustomFields.Aggregate(CrmSchema.Standard, (schema, custom) => schema.WithField(custom.Object, custom.Field, custom.Type));

    /// <summary>All tables: profiles first, then what belongs to them.</summary>
    public static IReadOnlyList<RaceTable> All { get; } =
    [
        Of("company", "name email phone website industry size revenue country city source owner tags stage player spot created_at updated_at"),
        Of(
            "contact",
            "name first_name last_name email phone messenger status stage source owner tags company country city language time_zone birthday lead_score "
            + "email_consent unsubscribed player spot created_at updated_at"),
        Of("lead", "name email phone messenger status stage converted source owner tags lead_score country contact company player spot created_at updated_at"),
        Of("deal", "title pipeline stage status amount currency owner product source closed_at contact company created_at"),
        Of("order", "number status paid amount currency paid_at contact company created_at"),
        Of("event", "name at url product value plan contact lead"),
    ];

    /// <summary>Its name in SQL: the object's plural, such as <c>contacts</c>.</summary>
    public string Name => Type.Plural;

    /// <summary>The table of an object.</summary>
    public static RaceTable? Find(string objectName) => All.FirstOrDefault(table => table.Type.Name == objectName);

    private static RaceTable Of(string objectName, string fields)
    {
        ObjectType type = Schema.Find(objectName)!;
        return new(type, [new RaceColumn("id", FieldType.Link, IsRepetitive: false), .. fields.Split(' ').Select(name => Column(type, name))]);
    }

    private static RaceColumn Column(ObjectType type, string name) =>
        new(name, type.Find(name)!.Type, Repetitive.Contains(name) || (type.Name == "event" && name == "name"));
}
