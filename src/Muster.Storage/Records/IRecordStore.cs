using Muster.Rules.Schema;
using NodaTime;

namespace Muster.Storage.Records;

/// <summary>
/// The data of record: every record as a JSON document, the schema's custom part, and the workspace's settings. One process writes at a time.
/// What a write answered is on disk: it survives a crash of the process and of the machine.
/// </summary>
public interface IRecordStore : IAsyncDisposable
{
    /// <summary>The schema: the standard one and what was saved on top of it.</summary>
    CrmSchema Schema { get; }

    /// <summary>The workspace's settings.</summary>
    WorkspaceSettings Settings { get; }

    /// <summary>The sequence of the last write; 0 in an empty store.</summary>
    long LastSequence { get; }

    /// <summary>Saves the custom fields and objects of <paramref name="schema"/>, durably. Nothing is ever taken from a schema.</summary>
    ValueTask SaveSchemaAsync(CrmSchema schema, CancellationToken cancellationToken = default);

    /// <summary>Saves the settings, durably.</summary>
    ValueTask SaveSettingsAsync(WorkspaceSettings settings, CancellationToken cancellationToken = default);

    /// <summary>Writes a batch in one transaction, in its order: all of it or nothing. The same batch again changes nothing.</summary>
    /// <param name="writes">The writes; several may name the same record.</param>
    /// <param name="at">When: the created and updated instant of what changes.</param>
    /// <param name="cancellationToken">Stops it before the commit.</param>
    /// <returns>What became of each write, in their order.</returns>
    ValueTask<IReadOnlyList<WriteResult>> WriteAsync(IReadOnlyList<RecordWrite> writes, Instant at, CancellationToken cancellationToken = default);

    /// <summary>Every record, deleted ones included, of all objects in the order of the schema and of each object in the order of first writing.</summary>
    /// <remarks>Reads a snapshot: writes meanwhile are not seen. Memory: a buffer. The records' documents are valid until the next record is asked for.</remarks>
    /// <param name="objects">The objects to read; null for all.</param>
    IEnumerable<StoredRecord> ReadAll(IReadOnlySet<string>? objects = null);

    /// <summary>Every record of one object that is not deleted, in the order of first writing.</summary>
    IEnumerable<StoredRecord> ReadAll(string objectName);

    /// <summary>
    /// The related records of one profile that are not deleted: deals, orders, events and the like whose link to that kind of profile holds its id.
    /// By object in the order of the schema, of each object in the order of first writing.
    /// </summary>
    /// <remarks>Reads a snapshot, as <see cref="ReadAll(IReadOnlySet{string})"/> does: the records' documents are valid until the next record is asked for.</remarks>
    /// <param name="profileObject">A profile object, such as <c>contact</c>.</param>
    /// <param name="id">The profile's id; it need not be there.</param>
    /// <exception cref="ArgumentException">There is no such profile object.</exception>
    IEnumerable<StoredRecord> ReadOwned(string profileObject, string id);

    /// <summary>How many records of each object there are, deleted ones not counted.</summary>
    ValueTask<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>One record, or null where there is none or it is deleted.</summary>
    ValueTask<StoredRecord?> FindAsync(string objectName, string id, CancellationToken cancellationToken = default);

    /// <summary>Which of the ids name records of that object that are not deleted.</summary>
    ValueTask<IReadOnlySet<string>> FindExistingAsync(string objectName, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);

    /// <summary>The ids of the profiles of that object that have the e-mail or phone, by its normal form (<see cref="Identity"/>); where several have it, the first written.</summary>
    /// <param name="objectName">A profile object.</param>
    /// <param name="keys">Normal forms, from <see cref="Identity"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<IReadOnlyDictionary<string, string>> FindByIdentityAsync(
        string objectName, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);
}

/// <summary>What a write does.</summary>
public enum WriteMode
{
    /// <summary>Adds the record, or lays its fields over those there are; a field given as null is taken away.</summary>
    Merge,

    /// <summary>Adds the record; one that is there stays as it is.</summary>
    Add,

    /// <summary>Adds the record, or puts it in place of the one there is.</summary>
    Replace,

    /// <summary>Deletes the record; the document is not read.</summary>
    Delete,
}

/// <summary>What became of a write.</summary>
public enum WriteOutcome
{
    /// <summary>There was none, or it was deleted: there is one now.</summary>
    Added,

    /// <summary>It is another now.</summary>
    Updated,

    /// <summary>Nothing changed: it was so already, or, in <see cref="WriteMode.Add"/>, there was one.</summary>
    Unchanged,

    /// <summary>It is gone now.</summary>
    Deleted,

    /// <summary>There was none to delete.</summary>
    NotFound,
}

/// <summary>A write.</summary>
/// <param name="Object">The object's name.</param>
/// <param name="Id">The record's id.</param>
/// <param name="Mode">What to do.</param>
/// <param name="Document">A JSON object in UTF-8, field names to values, without the id; <c>items</c> holds a deal's or order's lines.</param>
public readonly record struct RecordWrite(string Object, string Id, WriteMode Mode, ReadOnlyMemory<byte> Document);

/// <summary>What became of a write.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Record">The record as it is now; of a deleted one, its last document; null where there is none.</param>
public readonly record struct WriteResult(WriteOutcome Outcome, StoredRecord? Record);

/// <summary>A record as it is kept.</summary>
/// <param name="Object">The object's name.</param>
/// <param name="Id">The record's id.</param>
/// <param name="Document">A JSON object in UTF-8.</param>
/// <param name="CreatedAt">When it was first written; a <c>created_at</c> in the document says otherwise.</param>
/// <param name="UpdatedAt">When it was last changed; an <c>updated_at</c> in the document says otherwise.</param>
/// <param name="Deleted">Whether it was deleted; its last document is kept, so that what it was is not forgotten.</param>
public readonly record struct StoredRecord(string Object, string Id, ReadOnlyMemory<byte> Document, Instant CreatedAt, Instant UpdatedAt, bool Deleted);

/// <summary>The workspace's settings.</summary>
/// <param name="TimeZone">An IANA zone, such as <c>Europe/Berlin</c>.</param>
public sealed record WorkspaceSettings(string TimeZone)
{
    /// <summary>Those of a new workspace.</summary>
    public static WorkspaceSettings Default { get; } = new("UTC");
}
