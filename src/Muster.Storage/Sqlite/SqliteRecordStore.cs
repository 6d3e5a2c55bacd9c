using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Storage.Records;
using NodaTime;

namespace Muster.Storage.Sqlite;

/// <summary>
/// The record store in one SQLite file of a data directory. Thread-safe. One store writes to a directory at a time, in whatever process: it becomes
/// the writer with its first write and stays it until it is disposed. Any number of others read meanwhile. Methods that return tasks do their work before they return.
/// </summary>
public sealed class SqliteRecordStore : IRecordStore
{
    /// <summary>The name of the database file in the data directory.</summary>
    public const string FileName = "muster.db";

    private readonly string _directory;
    private readonly string _path;
    private readonly SqliteStoreOptions _options;
    private readonly ReaderPool _readers;
    private readonly RecordReader _reader;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile Catalog _catalog;
    private Writer? _writer;
    private long _lastSequence;
    private bool _disposed;

    private SqliteRecordStore(string directory, SqliteStoreOptions options)
    {
        _directory = directory;
        _path = Path.Combine(directory, FileName);
        _options = options;
        _readers = new(_path, options);
        _reader = new(_readers);
        try
        {
            using ReaderPool.Lease lease = _readers.Rent();
            _catalog = Catalog.Load(lease.Database);
            _lastSequence = lease.Database.ReadInt64("SELECT value FROM meta WHERE name = 'sequence'");
        }
        catch
        {
            _readers.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>As it was when this store was opened, became the writer, or saved one.</remarks>
    public CrmSchema Schema => _catalog.Schema;

    /// <inheritdoc/>
    /// <remarks>As they were when this store was opened, became the writer, or saved some.</remarks>
    public WorkspaceSettings Settings => _catalog.Settings;

    /// <inheritdoc/>
    /// <remarks>As it was when this store was opened, became the writer, or wrote. Each record that a batch changes takes the next.</remarks>
    public long LastSequence => Interlocked.Read(ref _lastSequence);

    /// <summary>Opens the store of a data directory.</summary>
    /// <exception cref="StoreInUseException">It has to be written to, to open it as asked, and another process writes.</exception>
    /// <exception cref="StoreException">There is none, or it cannot be read; the message says what to do.</exception>
    public static SqliteRecordStore Open(string dataDirectory, SqliteStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataDirectory);
        options ??= new();
        string directory = Path.GetFullPath(dataDirectory);
        WriterLock? writer = null;
        try
        {
            writer = Prepare(directory, options);
            SqliteRecordStore store = new(directory, options);
            if (options.Write)
            {
                try
                {
                    store.StartWriting(writer!);
                }
                catch
                {
                    store._readers.Dispose();
                    throw;
                }

                writer = null;
            }

            return store;
        }
        finally
        {
            writer?.Dispose();
        }
    }

    /// <summary>Sees to it that there is a file of today's format.</summary>
    /// <returns>The right to write, where that took it or the options ask for it.</returns>
    private static WriterLock? Prepare(string directory, SqliteStoreOptions options)
    {
        string path = Path.Combine(directory, FileName);
        if (options.Create)
        {
            CreateDirectory(directory);
        }
        else if (!File.Exists(path))
        {
            throw StoreErrors.NoStore(directory);
        }

        WriterLock? writer = options.Write ? WriterLock.Take(directory) : null;
        try
        {
            int version = File.Exists(path) ? ReadFormat(path, options) : 0;
            if (version == StoreFormat.Current)
            {
                return writer;
            }

            if (version == 0 && !options.Create)
            {
                throw StoreErrors.NoStore(directory);
            }

            writer ??= WriterLock.Take(directory);
            using Database database = Database.Open(path, options, writable: true);

            // Read again now that nobody else can migrate it.
            version = StoreFormat.Read(database, path);
            EnterWal(database, path);
            StoreFormat.Migrate(database, version);
            database.Transact(() => Catalog.Complete(database, Catalog.Load(database).Schema));
            return writer;
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    private static int ReadFormat(string path, SqliteStoreOptions options)
    {
        using Database database = Database.Open(path, options);
        return StoreFormat.Read(database, path);
    }

    private static void CreateDirectory(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.NotWritable(directory, exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A field is there already, with another type.</exception>
    /// <exception cref="StoreException">It could not be written.</exception>
    public ValueTask SaveSchemaAsync(CrmSchema schema, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new(WriteAsync(
            writer =>
            {
                CrmSchema joined = Catalog.Join(_catalog.Schema, schema);
                Catalog saved = _catalog;
                writer.Database.Transact(() => saved = Catalog.Complete(writer.Database, joined));
                return _catalog = saved;
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The time zone is not known.</exception>
    /// <exception cref="StoreException">It could not be written.</exception>
    public ValueTask SaveSettingsAsync(WorkspaceSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Catalog.Check(settings);
        return new(WriteAsync(
            writer =>
            {
                writer.Database.Transact(() => Catalog.Save(writer.Database, settings));
                return _catalog = Catalog.Load(writer.Database);
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Where writes of one record cancel out, each is answered as unchanged. A document in an answer may be the one that was given, not a copy.
    /// </remarks>
    /// <exception cref="ArgumentException">A write names no object, has no valid id (1 to 512 characters, no control characters) or no JSON object of at most 1 MiB as its document.</exception>
    /// <exception cref="StoreException">It could not be written; nothing of the batch was kept.</exception>
    public ValueTask<IReadOnlyList<WriteResult>> WriteAsync(IReadOnlyList<RecordWrite> writes, Instant at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writes);
        return new(WriteAsync(
            writer =>
            {
                IReadOnlyList<WriteResult> results = writer.Batches.Write(_catalog, writes, at, cancellationToken);
                Interlocked.Exchange(ref _lastSequence, writer.Batches.LastSequence);
                return results;
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">It could not be read.</exception>
    public IEnumerable<StoredRecord> ReadAll(IReadOnlySet<string>? objects = null) => _reader.ReadAll(_catalog, objects);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such object.</exception>
    public IEnumerable<StoredRecord> ReadAll(string objectName) => _reader.ReadAlive(Find(objectName));

    /// <inheritdoc/>
    public IEnumerable<StoredRecord> ReadOwned(string profileObject, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _reader.ReadOwned(_catalog, FindProfile(profileObject).Name, TextFold.Compose(id));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_reader.Count(_catalog));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such object.</exception>
    public ValueTask<StoredRecord?> FindAsync(string objectName, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_reader.Find(Find(objectName), TextFold.Compose(id)));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such object.</exception>
    public ValueTask<IReadOnlySet<string>> FindExistingAsync(string objectName, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new(_reader.FindExisting(Find(objectName), ids, cancellationToken));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such profile object.</exception>
    public ValueTask<IReadOnlyDictionary<string, string>> FindByIdentityAsync(
        string objectName, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new(_reader.FindByIdentity(FindProfile(objectName), keys, cancellationToken));
    }

    /// <summary>Closes the files and lets another process write. A read that is under way ends undisturbed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        _disposed = true;
        _readers.Dispose();
        _writer?.Dispose();
        _writer = null;
        _writing.Release();
    }

    private StoredObject Find(string objectName) =>
        _catalog.Find(objectName) ?? throw new ArgumentException($"There is no object \"{objectName}\".", nameof(objectName));

    private StoredObject FindProfile(string objectName) =>
        Find(objectName) is { IsProfile: true } profile ? profile : throw new ArgumentException($"\"{objectName}\" is no kind of profile.", nameof(objectName));

    private async Task<T> WriteAsync<T>(Func<Writer, T> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return work(_writer ?? TakeLock());
        }
        finally
        {
            _writing.Release();
        }
    }

    private Writer TakeLock()
    {
        WriterLock writer = WriterLock.Take(_directory);
        try
        {
            return StartWriting(writer);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Becomes the writer, and reads anew what another one may have changed since this store was opened.</summary>
    private Writer StartWriting(WriterLock writer)
    {
        Database database = Database.Open(_path, _options, writable: true);
        try
        {
            EnterWal(database, _path);
            Catalog catalog = Catalog.Load(database);
            database.Transact(() => catalog = Catalog.Complete(database, catalog.Schema));
            long sequence = database.ReadInt64("SELECT value FROM meta WHERE name = 'sequence'");
            _writer = new(writer, database, new(database, sequence));
            _catalog = catalog;
            Interlocked.Exchange(ref _lastSequence, sequence);
            return _writer;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void EnterWal(Database database, string path)
    {
        if (database.ReadText("PRAGMA journal_mode = WAL") is not "wal" and var mode)
        {
            throw new StoreException($"\"{path}\" lies on a file system that cannot share memory between processes (journal mode {mode}). Choose a data directory on a local disk.");
        }
    }

    private sealed record Writer(WriterLock Lock, Database Database, BatchWriter Batches) : IDisposable
    {
        public void Dispose()
        {
            Database.Dispose();
            Lock.Dispose();
        }
    }
}
