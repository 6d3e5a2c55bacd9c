namespace Muster.Rules.Schema;

/// <summary>The names of field types, as files, the API and people write them.</summary>
public static class FieldTypes
{
    private static readonly string[] AllNames = ["text", "number", "money", "boolean", "date", "datetime", "tags", "link"];

    /// <summary>All names, in the order of <see cref="FieldType"/>.</summary>
    public static IReadOnlyList<string> Names => AllNames;

    /// <summary>A type's name.</summary>
    public static string NameOf(FieldType type) => AllNames[(int)type];

    /// <summary>The type of that name, in any case, or null.</summary>
    public static FieldType? Find(string name) => Array.IndexOf(AllNames, name.ToLowerInvariant()) is var index and >= 0 ? (FieldType)index : null;
}
