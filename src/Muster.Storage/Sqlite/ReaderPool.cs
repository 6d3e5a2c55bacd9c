using System.Collections.Concurrent;

namespace Muster.Storage.Sqlite;

/// <summary>The connections that read, each lent to one reader at a time, with a snapshot of its own. Thread-safe.</summary>
internal sealed class ReaderPool(string path, SqliteStoreOptions options) : IDisposable
{
    private readonly ConcurrentBag<Database> _idle = [];
    private volatile bool _disposed;

    /// <summary>Lends a connection; disposing the lease gives it back.</summary>
    public Lease Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteRecordStore));
        Database database = _idle.TryTake(out Database? idle) ? idle : Database.Open(path, options);
        try
        {
            database.Execute("BEGIN");
        }
        catch
        {
            database.Dispose();
            throw;
        }

        return new(this, database);
    }

    /// <summary>Closes the connections; those that are lent, when they come back.</summary>
    public void Dispose()
    {
        _disposed = true;
        Drain();
    }

    private void Return(Database database)
    {
        try
        {
            database.Rollback();
        }
        catch
        {
            database.Dispose();
            throw;
        }

        _idle.Add(database);
        if (_disposed)
        {
            Drain();
        }
    }

    private void Drain()
    {
        while (_idle.TryTake(out Database? database))
        {
            database.Dispose();
        }
    }

    /// <summary>A connection on loan.</summary>
    internal readonly struct Lease(ReaderPool pool, Database database) : IDisposable
    {
        public Database Database => database;

        public void Dispose() => pool.Return(database);
    }
}
