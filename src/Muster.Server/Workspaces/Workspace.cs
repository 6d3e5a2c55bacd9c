using Muster.Engine;
using Muster.Rules.Schema;
using Muster.Storage.Records;
using Muster.Storage.Sqlite;
using NodaTime;

namespace Muster.Server.Workspaces;

/// <summary>A data directory, opened: its store, its schema and its time zone, and the engine over its data once that is asked for.</summary>
public sealed class Workspace : IAsyncDisposable
{
    private Workspace(SqliteRecordStore store)
    {
        Store = store;
        Zone = DateTimeZoneProviders.Tzdb[store.Settings.TimeZone];
    }

    /// <summary>The data of record.</summary>
    public IRecordStore Store { get; }

    /// <summary>The objects and fields there are.</summary>
    public CrmSchema Schema => Store.Schema;

    /// <summary>The zone in which an instant falls on a day.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>Opens the workspace in a directory.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="create">Whether to make one where there is none.</param>
    /// <param name="zone">The time zone of a workspace that is made now; UTC where none is given. One that is there keeps its own.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StoreException">There is none, or it cannot be opened; the message says what to do.</exception>
    public static async Task<Workspace> OpenAsync(string directory, bool create = false, DateTimeZone? zone = null, CancellationToken cancellationToken = default)
    {
        bool exists = Exists(directory);
        SqliteRecordStore store = SqliteRecordStore.Open(directory, new SqliteStoreOptions { Create = create });
        if (!exists && zone is not null)
        {
            await store.SaveSettingsAsync(store.Settings with { TimeZone = zone.Id }, cancellationToken).ConfigureAwait(false);
        }

        return new(store);
    }

    /// <summary>Whether there is a workspace in a directory.</summary>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, SqliteRecordStore.FileName));

    /// <summary>Loads the engine from the store, of all objects or of those a rule reads.</summary>
    public Task<EmbeddedEngine> LoadEngineAsync(
        IReadOnlySet<string>? objects = null, IProgress<LoadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        EngineLoader.LoadAsync(Store, Zone, objects, progress, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
