using Muster.Bench.Race.Engines.ClickHouse;
using Muster.Bench.Race.Engines.Embedded;
using Muster.Bench.Race.Engines.PostgreSql;
using Muster.Bench.Race.Engines.Sqlite;

namespace Muster.Bench.Race.Engines;

/// <summary>The engines by the names of the command line.</summary>
internal static class EngineName
{
    public static IReadOnlyList<string> All { get; } = ["muster", "clickhouse", "postgresql", "sqlite"];

    /// <summary>The name for people.</summary>
    public static string Label(string name) => name switch
    {
        "muster" => "Muster",
        "clickhouse" => "ClickHouse",
        "postgresql" => "PostgreSQL",
        "sqlite" => "SQLite",
        _ => throw Unknown(name),
    };

    /// <summary>Starts an engine.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="directory">An empty folder for its files.</param>
    public static async Task<IRaceEngine> StartAsync(string name, string directory) => name switch
    {
        "muster" => new MusterEngine(),
        "clickhouse" => ClickHouseEngine.Open(directory),
        "postgresql" => await PostgreSqlEngine.StartAsync(directory).ConfigureAwait(false),
        "sqlite" => SqliteEngine.Open(directory),
        _ => throw Unknown(name),
    };

    /// <summary>The size of all files in a folder, in bytes.</summary>
    public static long SizeOf(string directory) => new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static ArgumentException Unknown(string name) => new($"There is no engine \"{name}\". There are {string.Join(", ", All)}.");
}
