using System.Threading.Channels;
using Muster.Server.Imports.Reading;

namespace Muster.Server.Imports.Rows;

/// <summary>Reads a file to its end, and makes batches of its rows.</summary>
internal sealed class BatchProducer(RowFeed feed, ImportContext context, int batchSize)
{
    private const int SampleRows = 200;
    private const int SampleBytes = 4 << 20;
    private const int MaxFirstRefused = 20;

    private Batch _batch = new(context.OwnerLinks);

    public long Read { get; private set; }

    public long Refused { get; private set; }

    public List<RefusedRow> FirstRefused { get; } = [];

    public async Task RunAsync(ChannelWriter<Batch> batches, CancellationToken cancellationToken)
    {
        List<SampledRow> sample = await ReadSampleAsync(cancellationToken);
        feed.Shaper.Settle();
        foreach (SampledRow row in sample)
        {
            Take(row.Row, row.Line, row.Refusal, row.IsWellFormed);
            await PassFullAsync(batches, cancellationToken);
        }

        sample.Clear();
        while (await feed.Reader.ReadAsync(cancellationToken))
        {
            Take(feed.Reader.Raw, feed.Reader.Line, feed.Reader.Refusal, IsWellFormed);
            await PassFullAsync(batches, cancellationToken);
        }

        feed.Shaper.Finish();
        await PassAsync(batches, cancellationToken);
    }

    private bool IsWellFormed => feed.Reader is CsvReader { IsWellFormed: true };

    private async ValueTask<List<SampledRow>> ReadSampleAsync(CancellationToken cancellationToken)
    {
        List<SampledRow> sample = [];
        int bytes = 0;
        while (sample.Count < SampleRows && bytes < SampleBytes && await feed.Reader.ReadAsync(cancellationToken))
        {
            byte[] row = feed.Reader.Raw.ToArray();
            bytes += row.Length;
            sample.Add(new(row, feed.Reader.Line, feed.Reader.Refusal, IsWellFormed));
            if (feed.Reader.Refusal is null)
            {
                feed.Shaper.Observe(row);
            }
        }

        return sample;
    }

    private void Take(ReadOnlySpan<byte> row, long line, string? refusal, bool isWellFormed)
    {
        Read++;
        refusal ??= feed.Shaper.Shape(row, line, _batch);
        if (refusal is null)
        {
            return;
        }

        Refused++;
        feed.Errors?.Write(line, refusal, row, isWellFormed);
        if (FirstRefused.Count < MaxFirstRefused)
        {
            FirstRefused.Add(new(line, refusal));
        }
    }

    private ValueTask PassFullAsync(ChannelWriter<Batch> batches, CancellationToken cancellationToken) =>
        _batch.IsFull(batchSize) ? PassAsync(batches, cancellationToken) : default;

    private async ValueTask PassAsync(ChannelWriter<Batch> batches, CancellationToken cancellationToken)
    {
        _batch.NewFields = context.Draft.TakePending();
        context.NewFields.AddRange(_batch.NewFields);
        _batch.Until = (Read, Refused);
        await batches.WriteAsync(_batch, cancellationToken);
        _batch = new(context.OwnerLinks);
    }

    private readonly record struct SampledRow(byte[] Row, long Line, string? Refusal, bool IsWellFormed);
}
