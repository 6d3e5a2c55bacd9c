using Microsoft.Data.Sqlite;
using Muster.Bench.Race.Data;
using Muster.Bench.Race.Rules;
using Muster.Rules.Schema;
using SQLitePCL;

namespace Muster.Bench.Race.Engines.Sqlite;

/// <summary>SQLite on a memory-mapped file. Tags are a table of their own, since SQLite has no arrays to index.</summary>
internal sealed class SqliteEngine : IRaceEngine
{
    private static readonly string[] Indexes =
    [
        "contacts (country)", "contacts (lead_score)", "contacts (email)", "contacts (name)", "contacts (owner)", "contacts (phone)", "contacts (created_at)",
        "contacts (substr(birthday, 6))", "contacts (company)", "contacts (email_consent)",
        "companies (industry)", "companies (size)",
        "leads (lead_score)",
        "deals (status, contact, amount)", "deals (contact, status)", "deals (status, company, amount, closed_at)",
        "orders (contact, created_at, paid, amount)", "orders (paid, contact, amount)", "orders (created_at)",
        "events (name, at, contact)", "events (name, contact, product)", "events (contact, at)", "events (lead, at) WHERE lead IS NOT NULL",
    ];

    private readonly SqliteConnection _connection;
    private readonly string _directory;

    private SqliteEngine(SqliteConnection connection, string directory) => (_connection, _directory) = (connection, directory);

    public string Version => $"SQLite {_connection.ServerVersion}";

    public int ProcessId => Environment.ProcessId;

    public long BytesOnDisk => EngineName.SizeOf(_directory);

    public static SqliteEngine Open(string directory)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "race.db"), Pooling = false }.ToString());
        connection.Open();
        SqliteEngine engine = new(connection, directory);

        // Written once from files that are still there, so nothing has to survive a crash; a large cache makes indexes quicker to build.
        engine.Execute("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
        engine.Execute("PRAGMA mmap_size = 1099511627776; PRAGMA cache_size = -1048576; PRAGMA threads = 4");
        return engine;
    }

    public Task LoadAsync(RaceData data)
    {
        foreach (RaceTable table in RaceTable.All)
        {
            Execute("BEGIN");
            Load(table, data.PathOf(table));
            Execute("COMMIT");
        }

        foreach ((int number, string index) in Indexes.Index())
        {
            Execute($"CREATE INDEX index_{number} ON {index}");
        }

        Execute("ANALYZE");
        return Task.CompletedTask;
    }

    public Task<long> CountAsync(RaceRule rule, TimeSpan limit)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = rule.SqlFor(Dialect.Sqlite);
        using Timer alarm = new(_ => raw.sqlite3_interrupt(_connection.Handle), state: null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            return Task.FromResult((long)command.ExecuteScalar()!);
        }
        catch (SqliteException late) when (late.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new TimeoutException(rule.Name, late);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Load(RaceTable table, string path)
    {
        int tags = table.Columns.Index().FirstOrDefault(column => column.Item.Type == FieldType.Tags, (Index: -1, null!)).Index;
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(column => column != tags)];
        Execute($"CREATE TABLE {table.Name} ({string.Join(", ", columns.Select(column => $"{table.Columns[column].Name} {TypeOf(column, table)}"))})");
        using SqliteCommand insert = Prepare(table.Name, columns.Length);
        if (tags >= 0)
        {
            Execute($"CREATE TABLE {table.Name}_tags (tag TEXT, owner INTEGER, PRIMARY KEY (tag, owner)) WITHOUT ROWID");
        }

        using SqliteCommand tag = Prepare(table.Name + "_tags", 2);
        using TsvReader reader = new(path, table.Columns.Count);
        while (reader.Read())
        {
            for (int parameter = 0; parameter < columns.Length; parameter++)
            {
                insert.Parameters[parameter].Value = Value(columns[parameter], table, reader);
            }

            insert.ExecuteNonQuery();
            foreach (string each in tags >= 0 && !reader.IsMissing(tags) ? reader.Tags(tags) : [])
            {
                (tag.Parameters[0].Value, tag.Parameters[1].Value) = (each, reader.Number(0));
                tag.ExecuteNonQuery();
            }
        }
    }

    private SqliteCommand Prepare(string table, int columns)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", Enumerable.Range(1, columns).Select(number => $"${number}"))})";
        for (int number = 1; number <= columns; number++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${number}" });
        }

        return command;
    }

    private static string TypeOf(int column, RaceTable table) =>
        column == 0 ? "INTEGER PRIMARY KEY" : table.Columns[column].Type is FieldType.Text or FieldType.Date ? "TEXT" : "INTEGER";

    private static object Value(int column, RaceTable table, TsvReader reader) => reader.IsMissing(column)
        ? DBNull.Value
        : table.Columns[column].Type switch
        {
            FieldType.Text or FieldType.Date => reader.Text(column),
            FieldType.DateTime => reader.Instant(column),
            _ => reader.Number(column),
        };

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
