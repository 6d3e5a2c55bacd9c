using Muster.Rules.Schema;
using Muster.Server.Imports.Rows;
using Muster.Storage.Records;
using NodaTime;

namespace Muster.Server.Imports.Writing;

/// <summary>Writes batches, one transaction each, and counts what becomes of their rows.</summary>
internal sealed class BatchWriter(IRecordStore store, ObjectType type, ImportMode mode, TimeProvider clock)
{
    private readonly ProfileMatcher? _matcher = type.Kind == ObjectKind.Profile ? new(store, type.Name) : null;
    private readonly WriteMode _mode = mode switch
    {
        ImportMode.Upsert => WriteMode.Merge,
        ImportMode.Add => WriteMode.Add,
        ImportMode.Replace => WriteMode.Replace,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such mode."),
    };

    public long Added { get; private set; }

    public long Updated { get; private set; }

    public long Unchanged { get; private set; }

    public OwnerTally Owners { get; } = new(store, type.Owners);

    /// <summary>Writes a batch; when it returns, its rows are on disk.</summary>
    public async ValueTask<IReadOnlyList<WriteResult>> WriteAsync(Batch batch, CancellationToken cancellationToken)
    {
        await SaveFieldsAsync(batch.NewFields, cancellationToken);
        if (batch.Rows.Count == 0)
        {
            return [];
        }

        string[]? ids = _matcher is not null && batch.Rows.Any(row => (row.EmailKey ?? row.PhoneKey) is not null)
            ? await _matcher.MatchAsync(batch.Rows, cancellationToken)
            : null;
        RecordWrite[] writes = new RecordWrite[batch.Rows.Count];
        for (int index = 0; index < writes.Length; index++)
        {
            BatchRow row = batch.Rows[index];
            writes[index] = new(type.Name, ids?[index] ?? row.Id, _mode, batch.Documents.Slice(row.Start, row.Length));
        }

        IReadOnlyList<WriteResult> results = await WriteAsync(writes, cancellationToken);
        foreach (WriteResult result in results)
        {
            switch (result.Outcome)
            {
                case WriteOutcome.Added:
                    Added++;
                    break;
                case WriteOutcome.Updated:
                    Updated++;
                    break;
                case WriteOutcome.Unchanged:
                    Unchanged++;
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException($"A row was {result.Outcome}, though none asked for it.");
            }
        }

        await Owners.AddAsync(batch.Owners, cancellationToken);
        return results;
    }

    private async ValueTask<IReadOnlyList<WriteResult>> WriteAsync(RecordWrite[] writes, CancellationToken cancellationToken)
    {
        try
        {
            return await store.WriteAsync(writes, Instant.FromDateTimeOffset(clock.GetUtcNow()), cancellationToken);
        }
        catch (ArgumentException refused)
        {
            // Each row fits by itself: what the store can still refuse is a record that grew too large by what was laid over it.
            throw new ImportException($"The store refused a batch of rows: {refused.Message}");
        }
    }

    /// <summary>Adds the fields to the schema as it is now: others may have changed it since the import began.</summary>
    private async ValueTask SaveFieldsAsync(IReadOnlyList<NewField> fields, CancellationToken cancellationToken)
    {
        CrmSchema schema = store.Schema;
        foreach (NewField field in fields)
        {
            if (schema.Find(type.Name)!.Find(field.Name) is null)
            {
                FieldType agreed = type.Kind == ObjectKind.Profile && schema.FindOnProfiles(field.Name) is { } other ? other.Type : field.Type;
                schema = schema.WithField(type.Name, field.Name, agreed, field.Label);
            }
        }

        if (schema != store.Schema)
        {
            await store.SaveSchemaAsync(schema, cancellationToken);
        }
    }
}
