using System.Text;
using Muster.Rules.Data;

namespace Muster.Server.Imports.Rows;

/// <summary>The ids that rows give, as the store takes them.</summary>
internal static class ImportedId
{
    /// <summary>The longest id, in UTF-16 units.</summary>
    public const int MaxLength = 512;

    /// <summary>Reads an id: without white space around it, in NFC.</summary>
    /// <returns>Why it is none; null where it is one.</returns>
    public static string? Read(ReadOnlySpan<byte> text, out string id)
    {
        id = TextFold.Compose(Encoding.UTF8.GetString(Values.Blank.Trim(text)));
        return id.Length == 0 ? "The id is empty."
            : id.Length > MaxLength ? $"The id has {id.Length} characters; it may have {MaxLength}."
            : id.AsSpan().IndexOfAnyInRange('\0', '\x1F') >= 0 || id.AsSpan().IndexOfAnyInRange('\x7F', '\x9F') >= 0 ? "The id holds a control character."
            : null;
    }
}
