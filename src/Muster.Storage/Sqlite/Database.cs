using System.Text;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Muster.Storage.Sqlite;

/// <summary>
/// One connection, and the statements prepared on it. Beneath ADO.NET, because binding and stepping directly is twice as fast.
/// Not thread-safe: one thread at a time, which is what lets SQLite go without its own mutex.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly string _path;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle, string path) => (_handle, _path) = (handle, path);

    /// <summary>Opens the file for reading, or for writing.</summary>
    /// <exception cref="Records.StoreException">It cannot be opened, or is no database.</exception>
    public static Database Open(string path, SqliteStoreOptions options, bool writable = false)
    {
        int code = sqlite3_open_v2(path, out sqlite3 handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (writable ? SQLITE_OPEN_CREATE : 0), null);
        Database database = new(handle, path);
        try
        {
            database.Check(code);
            database.Check(sqlite3_extended_result_codes(handle, 1));
            database.Check(sqlite3_busy_timeout(handle, (int)options.BusyTimeout.TotalMilliseconds));
            database.Execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");

            // A commit is on disk when it is in the log; moving the log into the file every 64 MiB, not every 4, halves the time of an import.
            database.Execute(writable ? "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384;" : "PRAGMA query_only = ON; PRAGMA cache_size = -8192;");
            if (options.MaxPages > 0)
            {
                database.Execute($"PRAGMA max_page_count = {options.MaxPages}");
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => sqlite3_changes(_handle);

    /// <summary>Runs statements that give no rows.</summary>
    public void Execute(string sql) => Check(sqlite3_exec(_handle, sql));

    /// <summary>The statement of that text: prepared once, reused, reset.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            Check(sqlite3_prepare_v3(_handle, sql, SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt handle));
            _statements.Add(sql, statement = new(this, handle));
        }

        statement.Reset();
        return statement;
    }

    /// <summary>The first column of the first row, as a number; 0 where there is none.</summary>
    public long ReadInt64(string sql)
    {
        using Statement.Run run = Prepare(sql).Start();
        return run.Step() ? run.Int64(0) : 0;
    }

    /// <summary>The first column of the first row, as text; null where there is none.</summary>
    public string? ReadText(string sql)
    {
        using Statement.Run run = Prepare(sql).Start();
        return run.Step() ? run.Text(0) : null;
    }

    /// <summary>Does <paramref name="work"/> in one transaction: all of it, on disk, or nothing.</summary>
    public void Transact(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Ends a transaction without its changes; none where SQLite ended it itself, as it does when the disk is full.</summary>
    public void Rollback()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Reset();
        }

        if (sqlite3_get_autocommit(_handle) == 0)
        {
            Execute("ROLLBACK");
        }
    }

    public int Check(int code)
    {
        if (code is SQLITE_OK or SQLITE_ROW or SQLITE_DONE)
        {
            return code;
        }

        throw StoreErrors.Of(_path, code, _handle.IsInvalid ? sqlite3_errstr(code).utf8_to_string() : sqlite3_errmsg(_handle).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _handle.Dispose();
    }
}

/// <summary>A prepared statement: bind from 1, step, read columns from 0.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    public Statement Bind(int index, long value)
    {
        database.Check(sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, string value)
    {
        Span<byte> buffer = stackalloc byte[1_536];
        return Encoding.UTF8.TryGetBytes(value, buffer, out int length) ? Bind(index, buffer[..length]) : Bind(index, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Binds text in UTF-8; SQLite copies it.</summary>
    public Statement Bind(int index, scoped ReadOnlySpan<byte> text)
    {
        database.Check(sqlite3_bind_text(handle, index, text));
        return this;
    }

    /// <summary>Binds text in UTF-8, the empty text as null.</summary>
    public Statement BindOrNull(int index, scoped ReadOnlySpan<byte> text)
    {
        database.Check(text.IsEmpty ? sqlite3_bind_null(handle, index) : sqlite3_bind_text(handle, index, text));
        return this;
    }

    /// <summary>Begins to read rows; disposing it ends that, so that no lock and no snapshot stays behind.</summary>
    public Run Start() => new(this);

    /// <summary>Runs it to its end.</summary>
    public void Execute()
    {
        using Run run = Start();
        while (run.Step())
        {
        }
    }

    // The code of a reset repeats that of the step before it, which was checked.
    public void Reset() => _ = sqlite3_reset(handle);

    public void Dispose() => handle.Dispose();

    /// <summary>One run over a statement's rows.</summary>
    internal readonly struct Run(Statement statement) : IDisposable
    {
        public bool Step() => statement.Step();

        public long Int64(int column) => statement.Int64(column);

        public string Text(int column) => Encoding.UTF8.GetString(statement.Utf8(column));

        /// <summary>Text in UTF-8, valid until the next step.</summary>
        public ReadOnlySpan<byte> Utf8(int column) => statement.Utf8(column);

        public void Dispose() => statement.Reset();
    }

    private bool Step() => database.Check(sqlite3_step(handle)) == SQLITE_ROW;

    private long Int64(int column) => sqlite3_column_int64(handle, column);

    private ReadOnlySpan<byte> Utf8(int column) => sqlite3_column_blob(handle, column);
}
