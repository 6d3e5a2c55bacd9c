namespace Muster.Rules.Schema;

/// <summary>The kinds of profile that a segment may hold.</summary>
public enum Audience
{
    /// <summary>Contacts.</summary>
    Contacts,

    /// <summary>Companies.</summary>
    Companies,

    /// <summary>Contacts and companies.</summary>
    Clients,

    /// <summary>Leads with at least one of email, phone and messenger, linked to no contact and no company.</summary>
    Leads,
}

/// <summary>The kinds of profile.</summary>
public enum ProfileKind
{
    /// <summary>A person.</summary>
    Contact,

    /// <summary>An organisation.</summary>
    Company,

    /// <summary>Someone who may become a contact.</summary>
    Lead,

    /// <summary>An address that came with a list import and matches no profile.</summary>
    Recipient,
}

/// <summary>Names of audiences and kinds, and which holds which.</summary>
public static class Audiences
{
    /// <summary>The names of all audiences, in the order that people see.</summary>
    public static IReadOnlyList<string> Names => All;

    private static readonly string[] All = ["contacts", "companies", "clients", "leads"];

    /// <summary>The audience of that name, or null.</summary>
    public static Audience? Find(string name) => Array.IndexOf(All, name.ToLowerInvariant()) is var index and >= 0 ? (Audience)index : null;

    /// <summary>The audience's name, such as <c>contacts</c>.</summary>
    public static string NameOf(Audience audience) => Names[(int)audience];

    /// <summary>The kinds an audience holds.</summary>
    public static IReadOnlyList<ProfileKind> KindsOf(Audience audience) => audience switch
    {
        Audience.Contacts => [ProfileKind.Contact],
        Audience.Companies => [ProfileKind.Company],
        Audience.Clients => [ProfileKind.Contact, ProfileKind.Company],
        Audience.Leads => [ProfileKind.Lead],
        _ => throw new ArgumentOutOfRangeException(nameof(audience)),
    };

    /// <summary>The name of the object that a kind is, such as <c>contact</c>.</summary>
    public static string ObjectOf(ProfileKind kind) => kind switch
    {
        ProfileKind.Contact => "contact",
        ProfileKind.Company => "company",
        ProfileKind.Lead => "lead",
        ProfileKind.Recipient => "recipient",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The kind that an object is, or null for a related object.</summary>
    public static ProfileKind? KindOf(string objectName) => objectName switch
    {
        "contact" => ProfileKind.Contact,
        "company" => ProfileKind.Company,
        "lead" => ProfileKind.Lead,
        "recipient" => ProfileKind.Recipient,
        _ => null,
    };
}
