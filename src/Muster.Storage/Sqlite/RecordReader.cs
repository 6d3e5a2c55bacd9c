using Muster.Rules.Data;
using Muster.Storage.Records;

namespace Muster.Storage.Sqlite;

/// <summary>Reads records, each call on a connection and a snapshot of its own. Thread-safe.</summary>
internal sealed class RecordReader(ReaderPool readers)
{
    public IEnumerable<StoredRecord> ReadAll(Catalog catalog, IReadOnlySet<string>? objects)
    {
        using ReaderPool.Lease lease = readers.Rent();
        byte[] buffer = new byte[4_096];
        foreach (StoredObject stored in catalog.Objects.Where(stored => objects?.Contains(stored.Name) ?? true))
        {
            using Statement.Run run = InRange(lease, stored.Table.Scan, stored).Start();
            while (run.Step())
            {
                yield return RecordRow.Buffer(in run, stored, ref buffer);
            }
        }
    }

    public IEnumerable<StoredRecord> ReadAlive(StoredObject stored)
    {
        using ReaderPool.Lease lease = readers.Rent();
        byte[] buffer = new byte[4_096];
        using Statement.Run run = InRange(lease, stored.Table.ScanAlive, stored).Start();
        while (run.Step())
        {
            yield return RecordRow.Buffer(in run, stored, ref buffer);
        }
    }

    public IEnumerable<StoredRecord> ReadOwned(Catalog catalog, string profileObject, string id)
    {
        using ReaderPool.Lease lease = readers.Rent();
        byte[] buffer = new byte[4_096];
        foreach (StoredObject stored in catalog.Objects)
        {
            if (!stored.Type.Owners.Any(owner => owner.Name == profileObject && owner.LinksTo == profileObject)
                || !stored.Table.OwnedBy.TryGetValue(profileObject, out string? sql))
            {
                continue;
            }

            using Statement.Run run = InRange(lease, sql, stored).Bind(3, id).Start();
            while (run.Step())
            {
                yield return RecordRow.Buffer(in run, stored, ref buffer);
            }
        }
    }

    public IReadOnlyDictionary<string, long> Count(Catalog catalog)
    {
        using ReaderPool.Lease lease = readers.Rent();
        Dictionary<string, long> counts = catalog.Objects.ToDictionary(stored => stored.Name, _ => 0L, StringComparer.Ordinal);
        using Statement.Run run = lease.Database.Prepare("SELECT name, records FROM object").Start();
        while (run.Step())
        {
            if (counts.ContainsKey(run.Text(0)))
            {
                counts[run.Text(0)] = run.Int64(1);
            }
        }

        return counts;
    }

    public StoredRecord? Find(StoredObject stored, string id)
    {
        using ReaderPool.Lease lease = readers.Rent();
        using Statement.Run run = ById(lease, stored.Table.Find, stored, id).Start();
        return run.Step() && RecordRow.Copy(in run, stored) is { Deleted: false } record ? record : null;
    }

    public IReadOnlySet<string> FindExisting(StoredObject stored, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        using ReaderPool.Lease lease = readers.Rent();
        HashSet<string> existing = new(StringComparer.Ordinal);
        foreach (string id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using Statement.Run run = ById(lease, stored.Table.Exists, stored, TextFold.Compose(id)).Start();
            if (run.Step())
            {
                existing.Add(id);
            }
        }

        return existing;
    }

    public IReadOnlyDictionary<string, string> FindByIdentity(StoredObject stored, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        using ReaderPool.Lease lease = readers.Rent();
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using Statement.Run first = InRange(lease, "SELECT min(number) FROM identity WHERE key = ?3 AND number BETWEEN ?1 AND ?2", stored).Bind(3, key).Start();
            if (first.Step() && first.Int64(0) is > 0 and long number)
            {
                using Statement.Run run = lease.Database.Prepare(stored.Table.IdAt).Bind(1, number).Start();
                run.Step();
                found[key] = run.Text(0);
            }
        }

        return found;
    }

    private static Statement InRange(ReaderPool.Lease lease, string sql, StoredObject stored) =>
        lease.Database.Prepare(sql).Bind(1, stored.FirstNumber).Bind(2, stored.LastNumber);

    private static Statement ById(ReaderPool.Lease lease, string sql, StoredObject stored, string id) =>
        lease.Database.Prepare(sql).Bind(2, stored.Number).Bind(3, id);
}
