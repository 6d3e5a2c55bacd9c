using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Rules.Schema;
using Muster.Storage.Records;
using NodaTime;

namespace Muster.Server.Tests.Imports;

/// <summary>A store as simple as its contract allows, so that thousands of imports can be tried in a second.</summary>
internal sealed class MemoryStore : IRecordStore
{
    private readonly Dictionary<(string Object, string Id), StoredRecord> _records = [];
    private readonly List<(string Object, string Id)> _order = [];

    public CrmSchema Schema { get; private set; } = CrmSchema.Standard;

    public WorkspaceSettings Settings { get; private set; } = WorkspaceSettings.Default;

    public long LastSequence { get; private set; }

    /// <summary>How many rows each batch had.</summary>
    public List<int> Batches { get; } = [];

    public JsonObject this[string objectName, string id] => Parse(_records[(objectName, id)].Document);

    public IEnumerable<(string Id, JsonObject Document)> All(string objectName) => ReadAll(objectName).Select(record => (record.Id, Parse(record.Document)));

    public ValueTask SaveSchemaAsync(CrmSchema schema, CancellationToken cancellationToken = default)
    {
        Schema = schema;
        return default;
    }

    public ValueTask SaveSettingsAsync(WorkspaceSettings settings, CancellationToken cancellationToken = default)
    {
        Settings = settings;
        return default;
    }

    public ValueTask<IReadOnlyList<WriteResult>> WriteAsync(IReadOnlyList<RecordWrite> writes, Instant at, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Batches.Add(writes.Count);
        Dictionary<(string, string), StoredRecord> before = [];
        foreach (RecordWrite write in writes)
        {
            if (_records.TryGetValue((write.Object, write.Id), out StoredRecord record))
            {
                before.TryAdd((write.Object, write.Id), record);
            }
        }

        WriteResult[] results = [.. writes.Select(write => Write(write, at))];
        for (int index = 0; index < results.Length; index++)
        {
            // Writes of one record that cancel out changed nothing.
            (string, string) key = (writes[index].Object, writes[index].Id);
            if (before.TryGetValue(key, out StoredRecord old) && JsonNode.DeepEquals(Parse(old.Document), Parse(_records[key].Document)))
            {
                results[index] = new(WriteOutcome.Unchanged, old);
            }
        }

        return new(results);
    }

    public IEnumerable<StoredRecord> ReadAll(IReadOnlySet<string>? objects = null) => _order.Select(key => _records[key]).Where(record => objects?.Contains(record.Object) ?? true);

    public IEnumerable<StoredRecord> ReadAll(string objectName) => ReadAll().Where(record => record.Object == objectName);

    public IEnumerable<StoredRecord> ReadOwned(string profileObject, string id) => ReadAll().Where(record => (string?)Parse(record.Document)[profileObject] == id);

    public ValueTask<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellationToken = default) =>
        new(ReadAll().CountBy(record => record.Object).ToDictionary(count => count.Key, count => (long)count.Value));

    public ValueTask<StoredRecord?> FindAsync(string objectName, string id, CancellationToken cancellationToken = default) =>
        new(_records.TryGetValue((objectName, id), out StoredRecord record) ? record : null);

    public ValueTask<IReadOnlySet<string>> FindExistingAsync(string objectName, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
        new(ids.Where(id => _records.ContainsKey((objectName, id))).ToHashSet());

    public ValueTask<IReadOnlyDictionary<string, string>> FindByIdentityAsync(
        string objectName, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        Dictionary<string, string> found = [];
        foreach ((string id, JsonObject document) in All(objectName))
        {
            foreach (string key in new[] { Identity.OfEmail(TextOf(document["email"])), Identity.OfPhone(TextOf(document["phone"])) }.OfType<string>())
            {
                if (keys.Contains(key))
                {
                    found.TryAdd(key, id);
                }
            }
        }

        return new(found);
    }

    public ValueTask DisposeAsync() => default;

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? (string?)node : null;

    private static JsonObject Parse(ReadOnlyMemory<byte> document) => JsonNode.Parse(document.Span)!.AsObject();

    private WriteResult Write(RecordWrite write, Instant at)
    {
        (string, string) key = (write.Object, write.Id);
        JsonObject given = Parse(write.Document);
        bool there = _records.TryGetValue(key, out StoredRecord old);
        if (there && write.Mode == WriteMode.Add)
        {
            return new(WriteOutcome.Unchanged, old);
        }

        JsonObject next = there && write.Mode == WriteMode.Merge ? Parse(old.Document) : [];
        foreach ((string name, JsonNode? value) in given)
        {
            next.Remove(name);
            if (value is not null)
            {
                next[name] = value.DeepClone();
            }
        }

        if (there && JsonNode.DeepEquals(next, Parse(old.Document)))
        {
            return new(WriteOutcome.Unchanged, old);
        }

        StoredRecord record = new(write.Object, write.Id, JsonSerializer.SerializeToUtf8Bytes(next), there ? old.CreatedAt : at, at, false);
        _records[key] = record;
        LastSequence++;
        if (!there)
        {
            _order.Add(key);
        }

        return new(there ? WriteOutcome.Updated : WriteOutcome.Added, record);
    }
}
