using System.Threading.Channels;
using Muster.Engine;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Storage.Records;
using NodaTime;

namespace Muster.Server.Workspaces;

/// <summary>How far loading is.</summary>
/// <param name="Records">Records loaded so far.</param>
/// <param name="Total">Records to load.</param>
public readonly record struct LoadProgress(long Records, long Total);

/// <summary>Fills the embedded engine from the data of record.</summary>
/// <remarks>
/// One thread reads and decodes documents into a batch while another applies the batch before it; a few batches of records are
/// used over and over. Time grows with the records read, memory beyond the engine's own is that of the batches.
/// </remarks>
internal static class EngineLoader
{
    private const int BatchSize = 4_096;
    private const int Batches = 3;

    /// <summary>Loads the records of the named objects, or of all.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<EmbeddedEngine> LoadAsync(
        IRecordStore store, DateTimeZone zone, IReadOnlySet<string>? objects, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        EmbeddedEngine engine = new(store.Schema);
        IReadOnlyDictionary<string, long> counts = await store.CountAsync(cancellationToken).ConfigureAwait(false);
        long total = counts.Where(count => objects?.Contains(count.Key) ?? true).Sum(count => count.Value);

        Channel<RecordChange[]> free = Channel.CreateBounded<RecordChange[]>(Batches);
        Channel<ArraySegment<RecordChange>> filled = Channel.CreateBounded<ArraySegment<RecordChange>>(Batches);
        ObjectType any = store.Schema.Objects[0];
        for (int i = 0; i < Batches; i++)
        {
            RecordChange[] batch = new RecordChange[BatchSize];
            for (int row = 0; row < BatchSize; row++)
            {
                batch[row] = new RecordChange(new Record(any, "-"));
            }

            free.Writer.TryWrite(batch);
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task reading = Task.Run(() => ReadAsync(store, zone, objects, free.Reader, filled.Writer, stop.Token), stop.Token);
        long loaded = 0;
        try
        {
            await foreach (ArraySegment<RecordChange> batch in filled.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                engine.Apply(batch);
                loaded += batch.Count;
                progress?.Report(new LoadProgress(loaded, total));
                free.Writer.TryWrite(batch.Array!);
            }

            await reading.ConfigureAwait(false);
            return engine;
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            engine.Dispose();
            throw;
        }
    }

    private static async Task ReadAsync(
        IRecordStore store,
        DateTimeZone zone,
        IReadOnlySet<string>? objects,
        ChannelReader<RecordChange[]> free,
        ChannelWriter<ArraySegment<RecordChange>> filled,
        CancellationToken cancellationToken)
    {
        try
        {
            RecordReader reader = new(store.Schema, zone);
            RecordChange[] batch = await free.ReadAsync(cancellationToken).ConfigureAwait(false);
            int rows = 0;
            foreach (StoredRecord stored in store.ReadAll(objects))
            {
                if (store.Schema.Find(stored.Object) is not { } type)
                {
                    continue;
                }

                Record record = batch[rows].Record;
                reader.Read(type, stored.Id, stored.Document.Span, stored.CreatedAt, stored.UpdatedAt, record, issues: null);
                batch[rows++] = new RecordChange(record, stored.Deleted);
                if (rows == BatchSize)
                {
                    await filled.WriteAsync(new(batch, 0, rows), cancellationToken).ConfigureAwait(false);
                    batch = await free.ReadAsync(cancellationToken).ConfigureAwait(false);
                    rows = 0;
                }
            }

            await filled.WriteAsync(new(batch, 0, rows), cancellationToken).ConfigureAwait(false);
            filled.Complete();
        }
        catch (Exception failure)
        {
            filled.Complete(failure);
            throw;
        }
    }
}
