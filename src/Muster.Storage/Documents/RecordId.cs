using Muster.Rules.Data;

namespace Muster.Storage.Documents;

/// <summary>The ids of records.</summary>
internal static class RecordId
{
    /// <summary>The longest id, in UTF-16 units.</summary>
    public const int MaxLength = 512;

    /// <summary>The id as it is stored: in NFC.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? Read(string? given, out string id)
    {
        id = "";
        if (string.IsNullOrEmpty(given))
        {
            return "the id is empty.";
        }

        id = TextFold.Compose(given);
        if (id.Length > MaxLength)
        {
            return $"the id has {id.Length} characters; it may have {MaxLength}.";
        }

        return id.AsSpan().IndexOfAnyInRange('\0', '\x1F') >= 0 || id.AsSpan().IndexOfAnyInRange('\x7F', '\x9F') >= 0 ? "the id holds a control character." : null;
    }
}
