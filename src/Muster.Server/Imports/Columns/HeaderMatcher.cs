using Muster.Rules.Schema;

namespace Muster.Server.Imports.Columns;

/// <summary>Finds the field that a column's heading means.</summary>
internal static class HeaderMatcher
{
    /// <summary>
    /// The field whose name is the heading, in any case and with spaces or hyphens for underscores, else the one whose label it is; or null.
    /// Ready-made fields are found too, though nothing can be stored in them.
    /// </summary>
    public static Field? Find(ObjectType type, string heading)
    {
        string trimmed = heading.Trim();
        return trimmed.Length == 0
            ? null
            : type.Find(trimmed)
                ?? type.Find(FieldName.From(trimmed))
                ?? type.Fields.FirstOrDefault(field => field.Label.Equals(trimmed, StringComparison.OrdinalIgnoreCase));
    }
}
