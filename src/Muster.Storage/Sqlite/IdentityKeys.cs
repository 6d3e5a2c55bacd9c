using Muster.Storage.Documents;
using Muster.Storage.Records;

namespace Muster.Storage.Sqlite;

/// <summary>The keys under which a profile is found.</summary>
internal static class IdentityKeys
{
    /// <summary>The normal forms of the e-mail and phone in a profile's document.</summary>
    public static HashSet<string> Of(JsonFields fields)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        if (Identity.OfEmail(fields.TextOf("email"u8)) is { } email)
        {
            keys.Add(email);
        }

        if (Identity.OfPhone(fields.TextOf("phone"u8)) is { } phone)
        {
            keys.Add(phone);
        }

        return keys;
    }
}
