namespace Muster.Storage.Sqlite;

/// <summary>The statements on one of the two tables of records. They take the same parameters; where a table has no object column, that one is not used.</summary>
internal sealed class RecordTable
{
    private const string Columns = "number, id, document, created_at, updated_at, deleted";

    private static readonly string[] Owners = ["contact", "company", "lead"];

    private RecordTable(string name, bool hasObject)
    {
        string key = hasObject ? "object = ?2 AND id = ?3" : "id = ?3";
        Insert = $"""
            INSERT INTO {name} (number, {(hasObject ? "object, " : "")}id, document, created_at, updated_at, sequence, deleted, contact, company, lead)
            VALUES (?1, {(hasObject ? "?2, " : "")}?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT ({(hasObject ? "object, id" : "id")}) DO NOTHING
            """;
        Update = $"UPDATE {name} SET document = ?2, updated_at = ?3, sequence = ?4, deleted = ?5 WHERE number = ?1";
        UpdateWithOwners = $"UPDATE {name} SET document = ?2, updated_at = ?3, sequence = ?4, deleted = ?5, contact = ?6, company = ?7, lead = ?8 WHERE number = ?1";
        Find = $"SELECT {Columns} FROM {name} WHERE {key}";
        Exists = $"SELECT 1 FROM {name} WHERE {key} AND deleted = 0";
        Last = $"SELECT max(number) FROM {name} WHERE number BETWEEN ?1 AND ?2";
        Scan = $"SELECT {Columns} FROM {name} WHERE number BETWEEN ?1 AND ?2 ORDER BY number";
        ScanAlive = $"SELECT {Columns} FROM {name} WHERE number BETWEEN ?1 AND ?2 AND deleted = 0 ORDER BY number";
        IdAt = $"SELECT id FROM {name} WHERE number = ?1";
        OwnedBy = Owners.ToDictionary(
            owner => owner,
            owner => $"SELECT {Columns} FROM {name} WHERE {owner} = ?3 AND number BETWEEN ?1 AND ?2 AND deleted = 0 ORDER BY number",
            StringComparer.Ordinal);
    }

    /// <summary>The table of all objects but one.</summary>
    public static RecordTable Records { get; } = new("record", hasObject: true);

    /// <summary>The table of <c>event</c>.</summary>
    public static RecordTable Events { get; } = new("event", hasObject: false);

    /// <summary>Parameters: number, object, id, document, created and updated at, sequence, deleted, contact, company, lead. Changes no row where there is one of that id.</summary>
    public string Insert { get; }

    /// <summary>Parameters: number, document, updated at, sequence, deleted. Leaves the owners as they are.</summary>
    public string Update { get; }

    /// <summary>Parameters: number, document, updated at, sequence, deleted, contact, company, lead.</summary>
    public string UpdateWithOwners { get; }

    /// <summary>Parameters: none, object, id. The record's columns.</summary>
    public string Find { get; }

    /// <summary>Parameters: none, object, id. A row where there is one that is not deleted.</summary>
    public string Exists { get; }

    /// <summary>Parameters: first and last number. The last one taken, or null.</summary>
    public string Last { get; }

    /// <summary>Parameters: first and last number. The columns of all records, in order.</summary>
    public string Scan { get; }

    /// <summary>Parameters: first and last number. The columns of the records that are not deleted, in order.</summary>
    public string ScanAlive { get; }

    /// <summary>Parameter: number. The id.</summary>
    public string IdAt { get; }

    /// <summary>By the owner's object. Parameters: first and last number, the owner's id. The columns of the records that are not deleted, in order.</summary>
    public IReadOnlyDictionary<string, string> OwnedBy { get; }
}
