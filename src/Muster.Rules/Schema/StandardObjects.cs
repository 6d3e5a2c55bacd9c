using static Muster.Rules.Schema.FieldType;

namespace Muster.Rules.Schema;

/// <summary>The objects and fields that every workspace has.</summary>
public static class StandardObjects
{
    // The bare name would be that of the namespace Muster.Rules.Text.
    private const FieldType Text = FieldType.Text;

    private static readonly (string Name, FieldType Type)[] Contact =
    [
        ("name", Text), ("first_name", Text), ("last_name", Text), ("email", Text), ("phone", Text), ("messenger", Text), ("status", Text), ("stage", Text),
        ("source", Text), ("owner", Text), ("tags", Tags), ("company", Link), ("country", Text), ("city", Text), ("language", Text), ("time_zone", Text),
        ("birthday", Date), ("lead_score", Number), ("email_consent", FieldType.Boolean), ("unsubscribed", FieldType.Boolean), ("player", Text), ("spot", Text),
        ("last_activity_at", FieldType.DateTime),
    ];

    private static readonly (string Name, FieldType Type)[] Company =
    [
        ("name", Text), ("email", Text), ("phone", Text), ("website", Text), ("industry", Text), ("size", Number), ("revenue", Money), ("country", Text),
        ("city", Text), ("source", Text), ("owner", Text), ("tags", Tags), ("stage", Text), ("spot", Text), ("player", Text),
    ];

    private static readonly (string Name, FieldType Type)[] Lead =
    [
        ("name", Text), ("email", Text), ("phone", Text), ("messenger", Text), ("status", Text), ("stage", Text), ("converted", FieldType.Boolean),
        ("source", Text), ("owner", Text), ("tags", Tags), ("lead_score", Number), ("country", Text), ("contact", Link), ("company", Link), ("spot", Text),
        ("player", Text),
    ];

    private static readonly (string Name, FieldType Type)[] Deal =
    [
        ("title", Text), ("pipeline", Text), ("stage", Text), ("status", Text), ("amount", Money), ("currency", Text), ("owner", Text), ("product", Text),
        ("source", Text), ("closed_at", FieldType.DateTime), ("contact", Link), ("company", Link),
    ];

    private static readonly (string Name, FieldType Type)[] Order =
    [
        ("number", Text), ("status", Text), ("paid", FieldType.Boolean), ("amount", Money), ("currency", Text), ("paid_at", FieldType.DateTime),
        ("contact", Link), ("company", Link),
    ];

    private static readonly (string Name, FieldType Type)[] Item =
    [
        ("product", Text), ("quantity", Number), ("price", Money), ("amount", Money), ("kind", Text), ("status", Text), ("paid", FieldType.Boolean),
        ("contact", Link), ("company", Link),
    ];

    private static readonly (string Name, FieldType Type)[] Ticket =
    [
        ("subject", Text), ("status", Text), ("priority", Text), ("owner", Text), ("closed_at", FieldType.DateTime), ("contact", Link), ("company", Link),
    ];

    private static readonly (string Name, FieldType Type)[] Appointment =
        [("type", Text), ("status", Text), ("starts_at", FieldType.DateTime), ("contact", Link)];

    private static readonly (string Name, FieldType Type)[] Conversation =
    [
        ("channel", Text), ("status", Text), ("started_at", FieldType.DateTime), ("last_message_at", FieldType.DateTime), ("owner", Text), ("contact", Link),
    ];

    private static readonly (string Name, FieldType Type)[] Submission =
        [("form", Text), ("submitted_at", FieldType.DateTime), ("contact", Link)];

    private static readonly (string Name, FieldType Type)[] Activity =
        [("type", Text), ("at", FieldType.DateTime), ("owner", Text), ("contact", Link), ("company", Link)];

    private static readonly (string Name, FieldType Type)[] Event =
        [("name", Text), ("at", FieldType.DateTime), ("contact", Link), ("company", Link), ("lead", Link)];

    private static readonly (string Name, FieldType Type)[] Engagement =
        [("campaign", Text), ("type", Text), ("at", FieldType.DateTime), ("link", Text), ("contact", Link), ("company", Link), ("lead", Link)];

    /// <summary>All standard objects, in the order that people see.</summary>
    public static IReadOnlyList<ObjectType> All { get; } =
    [
        Profile("contact", "contacts", Contact),
        Profile("company", "companies", Company),
        Profile("lead", "leads", Lead),
        Profile("recipient", "recipients", [("name", Text), ("email", Text), ("phone", Text)]),
        Related("deal", "deals", Deal),
        Related("order", "orders", Order),
        Related("item", "items", Item),
        Related("ticket", "tickets", Ticket),
        Related("appointment", "appointments", Appointment, "starts_at"),
        Related("conversation", "conversations", Conversation, "started_at"),
        Related("submission", "submissions", Submission, "submitted_at"),
        Related("activity", "activities", Activity, "at"),
        Related("event", "events", Event, "at"),
        Related("engagement", "engagements", Engagement, "at"),
    ];

    /// <summary>The fields that every record has: <c>id</c>, <c>created_at</c>, <c>updated_at</c>.</summary>
    internal static IEnumerable<Field> Common =>
    [
        new("id", Text, "Id"), new("created_at", FieldType.DateTime, "Created"), new("updated_at", FieldType.DateTime, "Updated"),
    ];

    private static ObjectType Profile(string name, string plural, (string Name, FieldType Type)[] fields) =>
        new(name, plural, ObjectKind.Profile, [.. Fields(fields), .. Common, .. Derived(fields)]);

    private static ObjectType Related(string name, string plural, (string Name, FieldType Type)[] fields, string timeField = "created_at") =>
        new(name, plural, ObjectKind.Related, [.. Fields(fields), .. Common], timeField);

    private static IEnumerable<Field> Fields((string Name, FieldType Type)[] fields) => fields.Select(field => new Field(field.Name, field.Type, Label(field.Name))
    {
        LinksTo = field.Type == Link ? field.Name : null,
    });

    private static IEnumerable<Field> Derived((string Name, FieldType Type)[] own) =>
        DerivedFields.All.Select(derived => derived.Field).Where(field => !own.Any(given => given.Name == field.Name));

    private static string Label(string name) => name switch
    {
        "last_activity_at" => "Last activity",
        "email_consent" => "Email consent",
        _ => name.EndsWith("_at", StringComparison.Ordinal) ? FieldName.ToLabel(name[..^3]) : FieldName.ToLabel(name),
    };
}
