using System.Runtime.InteropServices;
using Muster.Storage.Documents;
using Muster.Storage.Records;
using NodaTime;

namespace Muster.Storage.Sqlite;

/// <summary>Writes batches through the one connection that writes. Not thread-safe: the store lets one batch in at a time.</summary>
internal sealed class BatchWriter(Database database, long lastSequence)
{
    private readonly Dictionary<long, Progress> _progress = [];
    private readonly Dictionary<(string Object, string Id), int> _groupOf = [];
    private readonly List<Group> _groups = [];
    private readonly JsonFields _patch = new();
    private readonly JsonFields _existing = new();
    private readonly JsonFields _written = new();
    private readonly DocumentMerge _merge = new();
    private int[] _next = [];

    /// <summary>The sequence of the last write that was committed.</summary>
    public long LastSequence { get; private set; } = lastSequence;

    /// <summary>Writes a batch in one transaction.</summary>
    /// <exception cref="ArgumentException">A write is not valid; the message names its index.</exception>
    public IReadOnlyList<WriteResult> Write(Catalog catalog, IReadOnlyList<RecordWrite> writes, Instant at, CancellationToken cancellationToken)
    {
        WriteResult[] results = new WriteResult[writes.Count];
        GroupByRecord(catalog, writes);
        long sequence = LastSequence;

        // What was read for an earlier batch may lie in memory that its caller has used anew.
        _existing.Clear();
        _written.Clear();
        foreach (Progress progress in _progress.Values)
        {
            progress.Added = 0;
        }

        at = Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        database.Transact(() =>
        {
            foreach (Group group in _groups)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (WriteGroup(group, writes, results, at, sequence + 1))
                {
                    sequence++;
                }
            }

            if (sequence > LastSequence)
            {
                SaveCounts(sequence);
            }

            cancellationToken.ThrowIfCancellationRequested();
        });
        LastSequence = sequence;
        return results;
    }

    /// <summary>Joins the writes of one record, each in its order, so that what is there is read once, and what comes out is compared with it.</summary>
    private void GroupByRecord(Catalog catalog, IReadOnlyList<RecordWrite> writes)
    {
        _groupOf.Clear();
        _groups.Clear();
        _groupOf.EnsureCapacity(writes.Count);
        if (_next.Length < writes.Count)
        {
            _next = new int[writes.Count];
        }

        for (int index = 0; index < writes.Count; index++)
        {
            RecordWrite write = writes[index];
            if (write.Mode is < WriteMode.Merge or > WriteMode.Delete)
            {
                throw Invalid(index, $"there is no mode {write.Mode}.");
            }

            StoredObject stored = catalog.Find(write.Object ?? "") ?? throw Invalid(index, $"there is no object \"{write.Object}\".");
            if (RecordId.Read(write.Id, out string id) is { } problem)
            {
                throw Invalid(index, problem);
            }

            _next[index] = -1;
            ref int position = ref CollectionsMarshal.GetValueRefOrAddDefault(_groupOf, (stored.Name, id), out bool joined);
            if (joined)
            {
                Group group = _groups[position];
                _next[group.Last] = index;
                _groups[position] = group with { Last = index };
            }
            else
            {
                position = _groups.Count;
                _groups.Add(new(stored, id, index, index));
            }
        }
    }

    /// <summary>Applies the writes of one record.</summary>
    /// <returns>Whether that changed it.</returns>
    private bool WriteGroup(Group group, IReadOnlyList<RecordWrite> writes, WriteResult[] results, Instant at, long sequence)
    {
        Progress progress = ProgressOf(group.Object);
        bool readPatch = false;

        // Most batches are of new records, or of records that are all there: what the last one was, the next one is likely to be.
        // A new one costs a single search of the table when it is inserted without looking first.
        if (group.First == group.Last && progress.ExpectsNew && writes[group.First].Mode != WriteMode.Delete)
        {
            ReadPatch(writes, group.First);
            readPatch = true;
            StoredRecord added = new(group.Object.Name, group.Id, _merge.Normalize(_patch, writes[group.First].Mode == WriteMode.Merge), at, at, false);
            if (Insert(group.Object, progress, in added, sequence))
            {
                results[group.First] = new(WriteOutcome.Added, added);
                return true;
            }
        }

        long number = Find(group, out StoredRecord? existing);
        progress.ExpectsNew = existing is null;
        StoredRecord? record = existing;
        bool changed = false;
        for (int index = group.First; index >= 0; index = _next[index])
        {
            if (!readPatch && writes[index].Mode != WriteMode.Delete)
            {
                ReadPatch(writes, index);
            }

            readPatch = false;
            WriteOutcome outcome = Apply(group, writes[index].Mode, index, at, ref record);
            results[index] = new(outcome, record);
            changed |= outcome is WriteOutcome.Added or WriteOutcome.Updated or WriteOutcome.Deleted;
        }

        if (!changed || record is not { } final)
        {
            return false;
        }

        if (existing is not { } before)
        {
            return Insert(group.Object, progress, in final, sequence);
        }

        if (group.First != group.Last && before.Deleted == final.Deleted && DocumentMerge.AreEqual(before.Document, final.Document))
        {
            Calm(group, results, before);
            return false;
        }

        Update(group.Object, progress, number, in before, in final, sequence);
        return true;
    }

    /// <summary>Where writes of one record cancel out, nothing changed: that is what each of them is told, so that the same batch again is seen to change nothing.</summary>
    private void Calm(Group group, WriteResult[] results, StoredRecord existing)
    {
        for (int index = group.First; index >= 0; index = _next[index])
        {
            results[index] = new(results[index].Outcome == WriteOutcome.NotFound ? WriteOutcome.NotFound : WriteOutcome.Unchanged, existing);
        }
    }

    private WriteOutcome Apply(Group group, WriteMode mode, int index, Instant at, ref StoredRecord? record)
    {
        if (record is not { Deleted: false } alive)
        {
            if (mode == WriteMode.Delete)
            {
                return WriteOutcome.NotFound;
            }

            record = new(group.Object.Name, group.Id, _merge.Normalize(_patch, mode == WriteMode.Merge), record?.CreatedAt ?? at, at, false);
            return WriteOutcome.Added;
        }

        switch (mode)
        {
            case WriteMode.Delete:
                record = alive with { UpdatedAt = at, Deleted = true };
                return WriteOutcome.Deleted;
            case WriteMode.Replace when _merge.Normalize(_patch, withoutNulls: false) is var replaced && !DocumentMerge.AreEqual(alive.Document, replaced):
                record = alive with { UpdatedAt = at, Document = replaced };
                return WriteOutcome.Updated;
            case WriteMode.Merge when Merge(alive) is { } merged:
                if (merged.Length > JsonFields.MaxLength)
                {
                    throw Invalid(index, $"with it the record's document would have {merged.Length} bytes; a document has at most {JsonFields.MaxLength}.");
                }

                record = alive with { UpdatedAt = at, Document = merged };
                return WriteOutcome.Updated;
            default:
                return WriteOutcome.Unchanged;
        }
    }

    private byte[]? Merge(StoredRecord alive)
    {
        if (alive.Document.Span.SequenceEqual(_patch.Document.Span) && !_patch.HasNulls)
        {
            return null;
        }

        Read(alive, _existing);
        return _merge.Merge(_existing, _patch);
    }

    private void ReadPatch(IReadOnlyList<RecordWrite> writes, int index)
    {
        if (_patch.Read(writes[index].Document) is { } problem)
        {
            throw Invalid(index, "the document is not valid: " + problem);
        }
    }

    private static void Read(StoredRecord record, JsonFields target)
    {
        if (target.Read(record.Document) is { } problem)
        {
            throw new StoreException($"The stored document of {record.Object} \"{record.Id}\" is damaged: {problem} Restore a backup, or delete the record and write it again.");
        }
    }

    /// <returns>The number of the row, where there is one.</returns>
    private long Find(Group group, out StoredRecord? existing)
    {
        using Statement.Run run = database.Prepare(group.Object.Table.Find).Bind(2, group.Object.Number).Bind(3, group.Id).Start();
        existing = null;
        if (!run.Step())
        {
            return 0;
        }

        existing = RecordRow.Copy(in run, group.Object);
        return run.Int64(0);
    }

    /// <returns>False, and nothing is changed, where there is a row of that id.</returns>
    private bool Insert(StoredObject stored, Progress progress, in StoredRecord record, long sequence)
    {
        long number = progress.LastNumber + 1;
        Statement statement = database.Prepare(stored.Table.Insert)
            .Bind(1, number).Bind(2, stored.Number).Bind(3, record.Id).Bind(4, record.Document.Span).Bind(5, record.UpdatedAt.ToUnixTimeMilliseconds())
            .Bind(6, sequence).Bind(7, record.Deleted ? 1 : 0);
        JsonFields fields = FieldsOf(in record, _written);
        BindOwners(statement, 8, stored, fields);
        statement.Execute();
        if (database.Changes == 0)
        {
            return false;
        }

        progress.LastNumber = number;
        progress.Added += record.Deleted ? 0 : 1;
        if (stored.IsProfile && !record.Deleted)
        {
            foreach (string key in IdentityKeys.Of(fields))
            {
                AddKey(key, number);
            }
        }

        return true;
    }

    private void Update(StoredObject stored, Progress progress, long number, in StoredRecord before, in StoredRecord after, long sequence)
    {
        JsonFields fieldsBefore = FieldsOf(in before, _existing);
        JsonFields fields = FieldsOf(in after, _written);

        // An update that names the owners' columns rewrites their indexes even where their values stay.
        bool moved = !stored.IsProfile && !HasSameOwners(fieldsBefore, fields);
        Statement statement = database.Prepare(moved ? stored.Table.UpdateWithOwners : stored.Table.Update)
            .Bind(1, number).Bind(2, after.Document.Span).Bind(3, after.UpdatedAt.ToUnixTimeMilliseconds()).Bind(4, sequence).Bind(5, after.Deleted ? 1 : 0);
        if (moved)
        {
            BindOwners(statement, 6, stored, fields);
        }

        statement.Execute();
        progress.Added += (after.Deleted ? 0 : 1) - (before.Deleted ? 0 : 1);
        if (!stored.IsProfile)
        {
            return;
        }

        HashSet<string> keysBefore = before.Deleted ? [] : IdentityKeys.Of(fieldsBefore);
        HashSet<string> keysAfter = after.Deleted ? [] : IdentityKeys.Of(fields);
        foreach (string key in keysBefore.Where(key => !keysAfter.Contains(key)))
        {
            database.Prepare("DELETE FROM identity WHERE key = ?1 AND number = ?2").Bind(1, key).Bind(2, number).Execute();
        }

        foreach (string key in keysAfter.Where(key => !keysBefore.Contains(key)))
        {
            AddKey(key, number);
        }
    }

    /// <summary>The fields of a document: those that were read last, where it is that one, else read into <paramref name="spare"/>.</summary>
    private JsonFields FieldsOf(in StoredRecord record, JsonFields spare)
    {
        if (_patch.Document.Equals(record.Document))
        {
            return _patch;
        }

        if (!spare.Document.Equals(record.Document))
        {
            Read(record, spare);
        }

        return spare;
    }

    private static bool HasSameOwners(JsonFields one, JsonFields other) =>
        one.Utf8Of("contact"u8).SequenceEqual(other.Utf8Of("contact"u8))
        && one.Utf8Of("company"u8).SequenceEqual(other.Utf8Of("company"u8))
        && one.Utf8Of("lead"u8).SequenceEqual(other.Utf8Of("lead"u8));

    private static void BindOwners(Statement statement, int index, StoredObject stored, JsonFields fields)
    {
        statement.BindOrNull(index, stored.IsProfile ? default : fields.Utf8Of("contact"u8));
        statement.BindOrNull(index + 1, stored.IsProfile ? default : fields.Utf8Of("company"u8));
        statement.BindOrNull(index + 2, stored.IsProfile ? default : fields.Utf8Of("lead"u8));
    }

    private void AddKey(string key, long number) => database.Prepare("INSERT INTO identity VALUES (?1, ?2)").Bind(1, key).Bind(2, number).Execute();

    private void SaveCounts(long sequence)
    {
        foreach ((long number, Progress progress) in _progress)
        {
            if (progress.Added != 0)
            {
                database.Prepare("UPDATE object SET records = records + ?2 WHERE number = ?1").Bind(1, number).Bind(2, progress.Added).Execute();
            }
        }

        database.Prepare("UPDATE meta SET value = ?1 WHERE name = 'sequence'").Bind(1, sequence).Execute();
    }

    private Progress ProgressOf(StoredObject stored)
    {
        if (!_progress.TryGetValue(stored.Number, out Progress? progress))
        {
            using Statement.Run run = database.Prepare(stored.Table.Last).Bind(1, stored.FirstNumber).Bind(2, stored.LastNumber).Start();
            long last = run.Step() ? run.Int64(0) : 0;
            _progress.Add(stored.Number, progress = new() { LastNumber = Math.Max(last, stored.FirstNumber) });
        }

        return progress;
    }

    private static ArgumentException Invalid(int index, string problem) => new($"Write {index}: {problem}");

    /// <summary>The writes of one record: the first and last index in the batch; those between follow each other in <see cref="_next"/>.</summary>
    private readonly record struct Group(StoredObject Object, string Id, int First, int Last);

    /// <summary>How far the rows of one object are.</summary>
    private sealed class Progress
    {
        public long LastNumber { get; set; }

        /// <summary>Records more than before the batch, deleted ones not counted.</summary>
        public long Added { get; set; }

        public bool ExpectsNew { get; set; } = true;
    }
}
