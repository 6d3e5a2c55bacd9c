namespace Muster.Rules.Schema;

/// <summary>The ready-made fields: derived by the backend, available on every profile, never stored by hand.</summary>
public enum DerivedField
{
    /// <summary>Text: <c>contact</c> or <c>company</c>; missing on other kinds.</summary>
    ClientType,

    /// <summary>Text: what follows the last @ of <c>email</c>; missing where there is none.</summary>
    EmailDomain,

    /// <summary>Number: whole years from <c>birthday</c> to today; someone born on 29 February turns a year older on 28 February of a year that has no 29th.</summary>
    Age,

    /// <summary>Boolean, never missing: whether the profile ever had a deal, one deleted since included.</summary>
    HadDeals,

    /// <summary>Boolean, never missing: <c>email</c> is filled.</summary>
    HasEmail,

    /// <summary>Boolean, never missing: <c>phone</c> is filled.</summary>
    HasPhone,

    /// <summary>Boolean, never missing: <c>messenger</c> is filled.</summary>
    HasMessenger,

    /// <summary>Number: whole calendar days from the day of <c>created_at</c> to today, in the workspace's zone; negative where that is in the future.</summary>
    DaysSinceCreated,

    /// <summary>
    /// Datetime: the latest of the profile's own <c>last_activity_at</c>, as given, and of the times of its activities (<c>at</c>),
    /// conversations (<c>last_message_at</c>, else <c>started_at</c>), engagements (<c>at</c>) and events (<c>at</c>).
    /// </summary>
    LastActivityAt,

    /// <summary>Number, never missing: how many activities it has.</summary>
    ActivityCount,

    /// <summary>Number, never missing: how many deals it has.</summary>
    DealCount,

    /// <summary>Number, never missing: how many orders it has.</summary>
    OrderCount,

    /// <summary>Money, never missing: the sum of <c>amount</c> over its paid orders (<c>paid</c> is true) and its won deals (<c>status</c> is won).</summary>
    LifetimeValue,
}

/// <summary>The ready-made fields as the schema shows them.</summary>
public static class DerivedFields
{
    /// <summary>Every ready-made field with its key; <c>purchase_total</c> is another name of <c>lifetime_value</c>.</summary>
    public static IReadOnlyList<(DerivedField Key, Field Field)> All { get; } =
    [
        (DerivedField.ClientType, Of("client_type", FieldType.Text, "Client type")),
        (DerivedField.EmailDomain, Of("email_domain", FieldType.Text, "Email domain")),
        (DerivedField.Age, Of("age", FieldType.Number, "Age")),
        (DerivedField.HadDeals, Of("had_deals", FieldType.Boolean, "Had deals")),
        (DerivedField.HasEmail, Of("has_email", FieldType.Boolean, "Has email")),
        (DerivedField.HasPhone, Of("has_phone", FieldType.Boolean, "Has phone")),
        (DerivedField.HasMessenger, Of("has_messenger", FieldType.Boolean, "Has messenger")),
        (DerivedField.DaysSinceCreated, Of("days_since_created", FieldType.Number, "Days since created")),
        (DerivedField.LastActivityAt, Of("last_activity_at", FieldType.DateTime, "Last activity")),
        (DerivedField.ActivityCount, Of("activity_count", FieldType.Number, "Activity count")),
        (DerivedField.DealCount, Of("deal_count", FieldType.Number, "Deal count")),
        (DerivedField.OrderCount, Of("order_count", FieldType.Number, "Order count")),
        (DerivedField.LifetimeValue, Of("lifetime_value", FieldType.Money, "Lifetime value")),
        (DerivedField.LifetimeValue, Of("purchase_total", FieldType.Money, "Purchase total")),
    ];

    /// <summary>The key of the ready-made field of that name, or null.</summary>
    public static DerivedField? Find(string name)
    {
        foreach ((DerivedField key, Field field) in All)
        {
            if (field.Name == name)
            {
                return key;
            }
        }

        return null;
    }

    private static Field Of(string name, FieldType type, string label) => new(name, type, label, FieldOrigin.Derived);
}
