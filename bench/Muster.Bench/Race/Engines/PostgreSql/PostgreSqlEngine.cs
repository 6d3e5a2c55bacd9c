using Muster.Bench.Race.Data;
using Muster.Bench.Race.Rules;
using Muster.Rules.Schema;
using Npgsql;

namespace Muster.Bench.Race.Engines.PostgreSql;

/// <summary>PostgreSQL 15, with the indexes that a good administrator would make for these rules.</summary>
internal sealed class PostgreSqlEngine : IRaceEngine
{
    private static readonly Dictionary<string, string[]> Indexes = new()
    {
        ["contacts"] =
        [
            "(country)", "(lead_score)", "(owner)", "(name text_pattern_ops)", "(created_at)", "(company)", "(phone)", "(email_consent)",
            "(((extract(month FROM birthday) * 100 + extract(day FROM birthday))::int))", "USING gin (tags)", "USING gin (email gin_trgm_ops)",
        ],
        ["companies"] = ["(industry)", "(size)"],
        ["leads"] = ["(lead_score)"],
        ["deals"] = ["(status, contact) INCLUDE (amount)", "(contact, status)", "(company) INCLUDE (amount, closed_at) WHERE status = 'won'"],
        ["orders"] = ["(contact, created_at) INCLUDE (paid, amount)", "(created_at) INCLUDE (contact, paid)"],
        ["events"] = ["(name, at) INCLUDE (contact)", "(name, contact, product)", "(contact, at)", "(lead, at) WHERE lead IS NOT NULL"],
    };

    private readonly PostgreSqlServer _server;
    private readonly NpgsqlDataSource _source;
    private readonly string _directory;

    private PostgreSqlEngine(PostgreSqlServer server, string directory)
    {
        (_server, _directory) = (server, directory);
        _source = NpgsqlDataSource.Create(server.ConnectionString);
    }

    public string Version { get; private set; } = "PostgreSQL";

    public int ProcessId => _server.ProcessId;

    /// <remarks>Without the write-ahead log, which a larger checkpoint distance makes larger and the data does not.</remarks>
    public long BytesOnDisk => EngineName.SizeOf(Path.Combine(_directory, "base"));

    public static async Task<PostgreSqlEngine> StartAsync(string directory)
    {
        PostgreSqlServer server = await PostgreSqlServer.StartAsync(directory).ConfigureAwait(false);
        PostgreSqlEngine engine = new(server, directory);
        engine.Version = "PostgreSQL " + (string)(await engine.ScalarAsync("SELECT split_part(current_setting('server_version'), ' ', 1)").ConfigureAwait(false))!;
        await engine.ExecuteAsync("CREATE EXTENSION pg_trgm").ConfigureAwait(false);
        return engine;
    }

    public Task LoadAsync(RaceData data) =>
        Parallel.ForEachAsync(RaceTable.All, async (table, _) => await LoadAsync(table, data.PathOf(table)).ConfigureAwait(false));

    public async Task<long> CountAsync(RaceRule rule, TimeSpan limit)
    {
        await using NpgsqlCommand command = _source.CreateCommand(rule.SqlFor(Dialect.PostgreSql));
        using CancellationTokenSource stop = new(limit);
        try
        {
            return (long)(await command.ExecuteScalarAsync(stop.Token).ConfigureAwait(false))!;
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException(rule.Name, late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task LoadAsync(RaceTable table, string path)
    {
        string[] columns = [.. table.Columns.Select((column, index) => $"{column.Name} {TypeOf(column.Type)}{(index == 0 ? " NOT NULL" : "")}")];

        // Rows that are copied by the transaction that made the table need no log and no second look at who may see them.
        await ExecuteAsync(
            $"""
            BEGIN;
            CREATE TABLE {table.Name} ({string.Join(", ", columns)});
            COPY {table.Name} FROM '{path}' WITH (FREEZE);
            COMMIT;
            ALTER TABLE {table.Name} ADD PRIMARY KEY (id);
            {string.Join(' ', Indexes[table.Name].Select(index => $"CREATE INDEX ON {table.Name} {index};"))}
            """).ConfigureAwait(false);
        await ExecuteAsync($"VACUUM (ANALYZE) {table.Name}").ConfigureAwait(false);
    }

    private static string TypeOf(FieldType type) => type switch
    {
        FieldType.Text => "text",
        FieldType.Link or FieldType.Number => "integer",
        FieldType.Money => "bigint",
        FieldType.Boolean => "boolean",
        FieldType.Date => "date",
        FieldType.DateTime => "timestamptz",
        FieldType.Tags => "text[]",
        _ => throw new System.Diagnostics.UnreachableException($"No arm for {type}"),
    };

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using NpgsqlCommand command = _source.CreateCommand(sql);
        return await command.ExecuteScalarAsync().ConfigureAwait(false);
    }
}
