using System.Text.Json;
using Muster.Rules.Schema;

namespace Muster.Rules.Data;

/// <summary>Finds fields by the property names of a document, without making strings of them.</summary>
internal static class FieldNames
{
    /// <summary>The longest escape, <c>\u0061</c>, of one letter.</summary>
    private const int LongestEscape = 6;

    /// <summary>The position of the field that the property name at <paramref name="json"/> names, or -1.</summary>
    public static int IndexOf(ObjectType type, ref Utf8JsonReader json)
    {
        Span<char> buffer = stackalloc char[FieldName.MaxLength * LongestEscape];
        return Documents.TryCopy(ref json, buffer, out int length) ? type.IndexOf(buffer[..length]) : -1;
    }
}
