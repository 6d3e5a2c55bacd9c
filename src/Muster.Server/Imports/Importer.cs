using System.Threading.Channels;
using Muster.Rules.Schema;
using Muster.Rules.Text;
using Muster.Server.Imports.Columns;
using Muster.Server.Imports.Reading;
using Muster.Server.Imports.Rows;
using Muster.Server.Imports.Writing;
using Muster.Storage.Records;

namespace Muster.Server.Imports;

/// <summary>Reads files of any size into a store, in batches of one transaction each. The same file again changes nothing.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">Says when records are written.</param>
/// <remarks>Memory is bounded, whatever the length of file and lines. One import at a time for each importer.</remarks>
public sealed class Importer(IRecordStore store, TimeProvider clock)
{
    /// <summary>Batches that may wait to be written: with the one being made and the one being written, three are held.</summary>
    private const int Waiting = 1;

    private const int MaxBatchSize = 100_000;

    /// <summary>Called with what became of each batch once it is on disk, in order; the next is written when it returns. Where it throws, the import ends there.</summary>
    public Func<IReadOnlyList<WriteResult>, CancellationToken, ValueTask>? OnBatchWritten { get; init; }

    /// <summary>Imports a file.</summary>
    /// <param name="input">The file, read once, from where it stands to its end; left open.</param>
    /// <param name="length">Its length in bytes, where it is known; for the progress alone.</param>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Told after each batch; may be null.</param>
    /// <param name="cancellationToken">Stops between batches: those written stay.</param>
    /// <exception cref="ImportException">The options or the file as a whole are wrong.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async ValueTask<ImportReport> ImportAsync(
        Stream input, long? length, ImportOptions options, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = clock.GetTimestamp();
        if (options.BatchSize is < 1 or > MaxBatchSize)
        {
            throw new ImportException($"A batch takes 1 to {MaxBatchSize} rows.");
        }

        ObjectType type = FindObject(options.Object);
        using ImportContext context = new(type, new SchemaDraft(store.Schema, type.Name), options);
        ImportSource source = await ImportSource.OpenAsync(input, options.Encoding, cancellationToken);
        RowFeed feed = await RowFeed.OpenAsync(source, context, options, cancellationToken);
        BatchProducer producer = new(feed, context, options.BatchSize);
        BatchWriter writer = new(store, type, options.Mode, clock);
        try
        {
            await RunAsync(producer, writer, (read, refused) => progress?.Report(
                new(source.BytesRead, length, read, writer.Added + writer.Updated + writer.Unchanged, refused, clock.GetElapsedTime(start))), cancellationToken);
        }
        finally
        {
            // Also of an import that broke off: what was refused until then helps to find out why.
            options.Errors?.Flush();
        }

        return new()
        {
            Object = type.Name,
            Format = feed.Format,
            Encoding = source.EncodingName,
            Delimiter = feed.Delimiter,
            Read = producer.Read,
            Added = writer.Added,
            Updated = writer.Updated,
            Unchanged = writer.Unchanged,
            Refused = producer.Refused,
            WithoutOwner = writer.Owners.Without,
            OwnerUnknown = await writer.Owners.CountUnknownAsync(cancellationToken),
            DataIssues = context.Issues.ToReport(),
            NewFields = context.NewFields,
            DateFormats = context.DateFormats,
            Warnings = context.Warnings,
            FirstRefused = producer.FirstRefused,
            Bytes = source.BytesRead,
            Elapsed = clock.GetElapsedTime(start),
        };
    }

    private ObjectType FindObject(string words)
    {
        ObjectType? type = store.Schema.FindByWords(words);
        if (type is null)
        {
            string[] names = [.. store.Schema.Objects.Where(known => known.Name != "item").Select(known => known.Name)];
            string likely = NearMiss.Suggest(words, [.. names, .. store.Schema.Objects.Select(known => known.Plural)]) is { } near ? $" Did you mean \"{near}\"?" : "";
            throw new ImportException($"There is no object \"{words}\".{likely} The objects are {string.Join(", ", names)}.");
        }

        return type.Name == "item"
            ? throw new ImportException("Items cannot be imported on their own: they are lines of a deal or an order. Give them as \"items\" in the NDJSON of those.")
            : type;
    }

    /// <summary>Makes the next batch while the last is written.</summary>
    private async Task RunAsync(BatchProducer producer, BatchWriter writer, Action<long, long> report, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<Batch> batches = Channel.CreateBounded<Batch>(new BoundedChannelOptions(Waiting) { SingleReader = true, SingleWriter = true });
        Task reading = Task.Run(async () =>
        {
            try
            {
                await producer.RunAsync(batches.Writer, stop.Token);
                batches.Writer.Complete();
            }
            catch (Exception failure)
            {
                // The writing side rethrows it once it has written what came before.
                batches.Writer.Complete(failure);
            }
        }, CancellationToken.None);
        try
        {
            await foreach (Batch batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                IReadOnlyList<WriteResult> results = await writer.WriteAsync(batch, cancellationToken);
                if (OnBatchWritten is { } written && results.Count > 0)
                {
                    await written(results, cancellationToken);
                }

                report(batch.Until.Read, batch.Until.Refused);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }
}
