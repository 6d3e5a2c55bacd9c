using Muster.Rules.Schema;

namespace Muster.Storage.Sqlite;

/// <summary>An object of the schema and where its records lie.</summary>
/// <param name="Type">The object.</param>
/// <param name="Number">Its number in the store; 0 where the store was not written since the object came.</param>
internal sealed record StoredObject(ObjectType Type, long Number)
{
    private const int CountBits = 40;

    /// <summary>Its name.</summary>
    public string Name => Type.Name;

    /// <summary>The table that holds its records.</summary>
    public RecordTable Table { get; } = Type.Name == "event" ? RecordTable.Events : RecordTable.Records;

    /// <summary>No record of it has a number below this one or this one itself.</summary>
    public long FirstNumber => Number << CountBits;

    /// <summary>No record of it has a number above.</summary>
    public long LastNumber => ((Number + 1) << CountBits) - 1;

    /// <summary>Whether it is a profile, found by e-mail and phone.</summary>
    public bool IsProfile => Type.Kind == ObjectKind.Profile;
}
