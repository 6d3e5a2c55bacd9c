using System.Globalization;

namespace Muster.Storage.Sqlite;

/// <summary>The format of the database file: which one it has, and the numbered migrations that bring it to today's.</summary>
internal static class StoreFormat
{
    /// <summary>Marks the file as Muster's, for <c>file</c> and for us: "Must" in ASCII.</summary>
    private const long ApplicationId = 0x4D757374;

    private static readonly (int Number, string Name)[] Migrations =
    [
        .. typeof(StoreFormat).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name)),
    ];

    /// <summary>The number of today's format.</summary>
    public static int Current => Migrations[^1].Number;

    /// <summary>The number of the file's format; 0 where the file holds nothing yet.</summary>
    /// <exception cref="Records.StoreException">The file is another program's, or a newer Muster's.</exception>
    public static int Read(Database database, string path)
    {
        if (database.ReadInt64("PRAGMA application_id") != ApplicationId)
        {
            return database.ReadInt64("SELECT count(*) FROM sqlite_schema") == 0 ? 0 : throw StoreErrors.ForeignDatabase(path);
        }

        long version = database.ReadInt64("SELECT max(number) FROM migration");
        return version <= Current ? (int)version : throw StoreErrors.Newer(path, version, Current);
    }

    /// <summary>Brings the file from <paramref name="version"/> to today's format, in one transaction.</summary>
    public static void Migrate(Database database, int version) => database.Transact(() =>
    {
        database.Execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT");
        foreach ((int number, string name) in Migrations.Where(migration => migration.Number > version))
        {
            database.Execute(ReadResource(name));
            database.Prepare("INSERT INTO migration VALUES (?1, ?2)").Bind(1, number).Bind(2, Path.GetFileNameWithoutExtension(name)).Execute();
        }

        database.Execute($"PRAGMA application_id = {ApplicationId}");
    });

    private static string ReadResource(string name)
    {
        using StreamReader reader = new(typeof(StoreFormat).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
