using System.Text;
using Muster.Rules.Schema;

namespace Muster.Storage.Sqlite;

/// <summary>
/// The views for people with a SQL tool: one an object, a column a field, deleted records left out. A view is named after its object,
/// or after its plural where the store has a table of that name: <c>contact</c>, <c>deal</c>, <c>events</c>.
/// </summary>
internal static class ObjectViews
{
    private static readonly string[] Tables = ["meta", "setting", "object", "field", "record", "event", "identity", "migration"];

    /// <summary>Makes the views that are missing or of an older schema anew, within a transaction.</summary>
    public static void Refresh(Database database, IEnumerable<StoredObject> objects)
    {
        HashSet<string> taken = new(Tables, StringComparer.OrdinalIgnoreCase);
        foreach (StoredObject stored in objects)
        {
            string name = NameOf(stored.Type, taken);
            string sql = Sql(name, stored);
            if (Existing(database, name) is not { } existing)
            {
                database.Execute(sql);
            }
            else if (existing != sql)
            {
                database.Execute($"DROP VIEW {Quote(name)}");
                database.Execute(sql);
            }
        }
    }

    // "sqlite_" begins the names that SQLite keeps for itself.
    private static string NameOf(ObjectType type, HashSet<string> taken)
    {
        string[] candidates = type.Name.StartsWith("sqlite_", StringComparison.Ordinal) ? ["object_" + type.Name] : [type.Name, type.Plural];
        string name = candidates.FirstOrDefault(candidate => !taken.Contains(candidate) && !candidate.StartsWith("sqlite_", StringComparison.Ordinal)) ?? type.Name;
        while (!taken.Add(name))
        {
            name += "_records";
        }

        return name;
    }

    private static string? Existing(Database database, string name)
    {
        using Statement.Run run = database.Prepare("SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?1").Bind(1, name).Start();
        return run.Step() ? run.Text(0) : null;
    }

    private static string Sql(string name, StoredObject stored)
    {
        StringBuilder sql = new($"CREATE VIEW {Quote(name)} AS SELECT id");
        foreach (Field field in stored.Type.Fields.Where(field => field.Origin != FieldOrigin.Derived && field.Name != "id"))
        {
            string given = $"json_extract(document, {Literal($"$.\"{field.Name}\"")})";
            sql.Append(", ").Append(field.Name is "created_at" or "updated_at" ? $"coalesce({given}, strftime('%Y-%m-%dT%H:%M:%fZ', {field.Name} / 1000.0, 'unixepoch'))" : given)
                .Append(" AS ").Append(Quote(field.Name));
        }

        if (stored.Name is "deal" or "order")
        {
            sql.Append(", json_extract(document, '$.items') AS items");
        }

        return sql.Append(stored.Table == RecordTable.Events ? " FROM event WHERE deleted = 0" : $" FROM record WHERE object = {stored.Number} AND deleted = 0").ToString();
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
