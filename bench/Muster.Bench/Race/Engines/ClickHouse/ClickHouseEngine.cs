using System.Globalization;
using Muster.Bench.Race.Data;
using Muster.Bench.Race.Rules;
using Muster.Rules.Schema;

namespace Muster.Bench.Race.Engines.ClickHouse;

/// <summary>ClickHouse's MergeTree tables: sorted by what the rules look for, few texts as dictionaries, no nulls where an empty value will do.</summary>
internal sealed class ClickHouseEngine : IRaceEngine
{
    private readonly ChdbLibrary _library;

    private ClickHouseEngine(ChdbLibrary library)
    {
        _library = library;
        Version = "ClickHouse " + library.Query("SELECT version()").Trim() + " (chdb)";
    }

    public string Version { get; }

    public int ProcessId => Environment.ProcessId;

    /// <remarks>Without the parts that merges left behind, which it deletes some minutes later.</remarks>
    public long BytesOnDisk =>
        long.Parse(_library.Query("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = currentDatabase()"), CultureInfo.InvariantCulture);

    public static ClickHouseEngine Open(string directory) => new(new ChdbLibrary(directory));

    public Task LoadAsync(RaceData data)
    {
        foreach (RaceTable table in RaceTable.All)
        {
            string columns = string.Join(", ", table.Columns.Select(column => $"{column.Name} {TypeOf(column)}"));
            string given = string.Join(", ", table.Columns.Select(column => $"{column.Name} {(column.Type == FieldType.Tags ? "String" : TypeOf(column))}"));
            string quoted = given.Replace("'", "\\'", StringComparison.Ordinal);
            string values = string.Join(", ", table.Columns.Select(column => column.Type == FieldType.Tags ? TagsOf(column.Name) : column.Name));
            _library.Query($"CREATE TABLE {table.Name} ({columns}) ENGINE = MergeTree ORDER BY {OrderOf(table.Name)}");
            _library.Query($"INSERT INTO {table.Name} SELECT {values} FROM file('{data.PathOf(table)}', 'TabSeparated', '{quoted}')");
            _library.Query($"OPTIMIZE TABLE {table.Name} FINAL");
        }

        return Task.CompletedTask;
    }

    public Task<long> CountAsync(RaceRule rule, TimeSpan limit)
    {
        try
        {
            string settings = string.Create(CultureInfo.InvariantCulture, $"max_execution_time = {limit.TotalSeconds}");
            string count = _library.Query($"{rule.SqlFor(Dialect.ClickHouse)} SETTINGS {settings}");
            return Task.FromResult(long.Parse(count, CultureInfo.InvariantCulture));
        }
        catch (ChdbException late) when (late.IsTimeout)
        {
            throw new TimeoutException(rule.Name, late);
        }
    }

    public ValueTask DisposeAsync()
    {
        _library.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>An array of an array literal of PostgreSQL's, which the files hold.</summary>
    private static string TagsOf(string column) => $"if({column} = '', [], splitByChar(',', trim(BOTH '{{}}' FROM {column})))";

    private static string OrderOf(string table) => table switch
    {
        "deals" or "orders" => "(contact, id)",
        "events" => "(name, contact, at)",
        _ => "id",
    };

    /// <summary>Only dates can be missing without an empty value of their own; text is empty, a link 0 and a flag false where there is none.</summary>
    private static string TypeOf(RaceColumn column) => column.Type switch
    {
        FieldType.Text => column.IsRepetitive ? "LowCardinality(String)" : "String",
        FieldType.Link => "UInt32",
        FieldType.Number => "Int32",
        FieldType.Money => column.Name == "value" ? "Nullable(Int64)" : "Int64",
        FieldType.Boolean => "Bool",
        FieldType.Date => "Nullable(Date32)",
        FieldType.DateTime => column.Name is "closed_at" or "paid_at" ? "Nullable(DateTime64(3, 'UTC'))" : "DateTime64(3, 'UTC')",
        FieldType.Tags => "Array(LowCardinality(String))",
        _ => throw new System.Diagnostics.UnreachableException($"No arm for {column.Type}"),
    };
}
