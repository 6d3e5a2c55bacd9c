using System.Text;
using Microsoft.Data.Sqlite;
using Muster.Storage.Records;
using Muster.Storage.Sqlite;
using NodaTime;

namespace Muster.Storage.Tests;

/// <summary>A store in a directory of its own, which goes away with it.</summary>
public sealed class TestStore : IAsyncDisposable
{
    public TestStore(SqliteStoreOptions? options = null) => Store = SqliteRecordStore.Open(Directory, options ?? new() { Create = true });

    public string Directory { get; } = Path.Combine(Path.GetTempPath(), "muster-storage-" + Guid.NewGuid().ToString("N"));

    public string File => Path.Combine(Directory, SqliteRecordStore.FileName);

    public SqliteRecordStore Store { get; private set; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Instant At(long milliseconds) => Instant.FromUnixTimeMilliseconds(milliseconds);

    public static RecordWrite Merge(string type, string id, string document) => new(type, id, WriteMode.Merge, Encoding.UTF8.GetBytes(document));

    public static RecordWrite Write(WriteMode mode, string document, string id = "1", string type = "contact") => new(type, id, mode, Encoding.UTF8.GetBytes(document));

    public static RecordWrite Delete(string type, string id) => new(type, id, WriteMode.Delete, default);

    public static string Text(StoredRecord? record) => Encoding.UTF8.GetString(record!.Value.Document.Span);

    public async Task<IReadOnlyList<WriteResult>> WriteAsync(long at, params RecordWrite[] writes) => await Store.WriteAsync(writes, At(at), Token);

    public async Task<WriteResult> WriteAsync(long at, RecordWrite write) => (await Store.WriteAsync([write], At(at), Token))[0];

    public async Task ReopenAsync(SqliteStoreOptions? options = null)
    {
        await Store.DisposeAsync();
        Store = SqliteRecordStore.Open(Directory, options);
    }

    /// <summary>Everything there is, as text, to compare.</summary>
    public string[] Dump() => [.. Store.ReadAll().Select(Line)];

    public static string Line(StoredRecord record) =>
        $"{record.Object} {record.Id} {Text(record)} {record.CreatedAt.ToUnixTimeMilliseconds()} {record.UpdatedAt.ToUnixTimeMilliseconds()} {record.Deleted}";

    /// <summary>What another program's SQL gives, row by row, columns apart by a bar.</summary>
    public string[] Query(string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column).ToString())));
        }

        return [.. rows];
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
