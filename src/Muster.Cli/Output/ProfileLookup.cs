using System.Text.Json;
using Muster.Rules.Backend;
using Muster.Rules.Schema;
using Muster.Storage.Records;

namespace Muster.Cli.Output;

/// <summary>What is shown of a profile in a list.</summary>
internal readonly record struct ProfileLine(ProfileKey Key, string Name, string Email, string Company);

/// <summary>Reads what is shown of profiles from the data of record.</summary>
internal sealed class ProfileLookup(IRecordStore store)
{
    public async ValueTask<ProfileLine> FindAsync(ProfileKey key, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(Audiences.ObjectOf(key.Kind), key.Id, cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return new(key, "", "", "");
        }

        using JsonDocument document = JsonDocument.Parse(record.Document);
        JsonElement root = document.RootElement;
        string name = Text(root, "name") is { Length: > 0 } given ? given : $"{Text(root, "first_name")} {Text(root, "last_name")}".Trim();
        return new(key, name, Text(root, "email"), Text(root, "company"));
    }

    private static string Text(JsonElement document, string field) => document.TryGetProperty(field, out JsonElement value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null => "",
            _ => value.GetRawText(),
        }
        : "";
}
