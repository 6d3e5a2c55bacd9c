namespace Muster.Storage.Sqlite;

/// <summary>How a store is opened.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Makes the directory and the store where there is none; without it, that is an error. Default false.</summary>
    public bool Create { get; init; }

    /// <summary>Becomes the one writer at once, or fails; without it, the first write does. Default false.</summary>
    public bool Write { get; init; }

    /// <summary>How long to wait for a lock that another program holds, before giving up; default 5 seconds, at least 0.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The size at which the file is full, in pages of 4,096 bytes; 0 is none but the disk's. It lets tests fill a disk.</summary>
    internal int MaxPages { get; init; }
}
