using System.Text.Json;
using Muster.Server.Imports.Rows;
using Muster.Storage.Records;

namespace Muster.Server.Imports.Writing;

/// <summary>Finds which profiles the rows of a batch are that come without an id: by e-mail, then by phone.</summary>
/// <remarks>
/// A phone may be shared, by a family or a switchboard: it matches only where row and profile do not have an e-mail each, or have the same one.
/// </remarks>
internal sealed class ProfileMatcher(IRecordStore store, string objectName)
{
    /// <summary>The ids of the rows, in their order. Rows of the same person get the same id, whether the person was there before or not.</summary>
    public async ValueTask<string[]> MatchAsync(IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        HashSet<string> keys = [.. rows.SelectMany(row => new[] { row.EmailKey, row.PhoneKey }).OfType<string>()];
        IReadOnlyDictionary<string, string> stored = keys.Count == 0
            ? new Dictionary<string, string>()
            : await store.FindByIdentityAsync(objectName, keys, cancellationToken);

        Dictionary<string, string> byKey = new(stored, StringComparer.Ordinal);
        Dictionary<string, string?> emailOf = new(StringComparer.Ordinal);
        string[] ids = new string[rows.Count];
        for (int index = 0; index < rows.Count; index++)
        {
            BatchRow row = rows[index];
            string id = row.Id;
            if (row.EmailKey is { } email && byKey.TryGetValue(email, out string? known))
            {
                id = known;
            }
            else if (row.PhoneKey is { } phone && byKey.TryGetValue(phone, out known))
            {
                string? theirs = emailOf.TryGetValue(known, out string? met) ? met : await EmailOfAsync(known, cancellationToken);
                id = row.EmailKey is null || theirs is null || theirs == row.EmailKey ? known : id;
            }

            ids[index] = id;
            if (row.EmailKey is { } given)
            {
                emailOf[id] = given;
                byKey.TryAdd(given, id);
            }

            if (row.PhoneKey is { } called)
            {
                byKey.TryAdd(called, id);
            }
        }

        return ids;
    }

    private async ValueTask<string?> EmailOfAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(objectName, id, cancellationToken) is not { } record)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(record.Document);
        return document.RootElement.TryGetProperty("email"u8, out JsonElement email) && email.ValueKind == JsonValueKind.String
            ? Identity.OfEmail(email.GetString())
            : null;
    }
}
