using System.Threading.Channels;
using Muster.Bench.Race.Data;
using Muster.Bench.Race.Rules;
using Muster.Engine;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;

namespace Muster.Bench.Race.Engines.Embedded;

/// <summary>Muster's embedded engine. One thread reads files into records while another applies those read before.</summary>
internal sealed class MusterEngine : IRaceEngine
{
    private const int BatchSize = 8_192;
    private const int Batches = 3;

    private static readonly Moment At = new(RaceMoment.Now, RaceMoment.Zone);

    private readonly EmbeddedEngine _engine = new(RaceTable.Schema);

    public string Version => $"Muster {typeof(EmbeddedEngine).Assembly.GetName().Version?.ToString(3)}";

    public int ProcessId => Environment.ProcessId;

    public long BytesOnDisk => 0;

    public async Task LoadAsync(RaceData data)
    {
        Channel<RecordChange[]> free = Channel.CreateBounded<RecordChange[]>(Batches);
        Channel<ArraySegment<RecordChange>> filled = Channel.CreateBounded<ArraySegment<RecordChange>>(Batches);
        for (int batch = 0; batch < Batches; batch++)
        {
            free.Writer.TryWrite([.. Enumerable.Range(0, BatchSize).Select(_ => new RecordChange(new Record(RaceTable.All[0].Type, "-")))]);
        }

        Task reading = Task.Run(() => ReadAsync(data, free.Reader, filled.Writer));
        await foreach (ArraySegment<RecordChange> batch in filled.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            _engine.Apply(batch);
            free.Writer.TryWrite(batch.Array!);
        }

        await reading.ConfigureAwait(false);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    public async Task<long> CountAsync(RaceRule rule, TimeSpan limit)
    {
        BoundRule bound = Bind(rule);
        using CancellationTokenSource stop = new(limit);
        try
        {
            return (await _engine.CountAsync(bound, At, stop.Token).ConfigureAwait(false)).Count;
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException(rule.Name, late);
        }
    }

    public ValueTask DisposeAsync()
    {
        _engine.Dispose();
        return ValueTask.CompletedTask;
    }

    private static BoundRule Bind(RaceRule rule)
    {
        ParsedRule parsed = RuleText.Parse(rule.Text, RaceTable.Schema, rule.Audience);
        BindResult? result = parsed.Rule is null ? null : new RuleBinder(RaceTable.Schema, At.Zone, EmptyMembershipCatalog.Instance).Bind(parsed.Rule, rule.Audience);
        return result?.Rule ?? throw new InvalidOperationException(
            $"The rule \"{rule.Name}\" cannot be read: {string.Join(' ', (result?.Errors ?? parsed.Errors).Select(error => error.Message))}");
    }

    private static async Task ReadAsync(RaceData data, ChannelReader<RecordChange[]> free, ChannelWriter<ArraySegment<RecordChange>> filled)
    {
        try
        {
            RecordChange[] batch = await free.ReadAsync().ConfigureAwait(false);
            int rows = 0;
            foreach (RaceTable table in RaceTable.All)
            {
                int[] fields = [.. table.Columns.Select(column => table.Type.IndexOf(column.Name))];
                using TsvReader reader = new(data.PathOf(table), table.Columns.Count);
                while (reader.Read())
                {
                    Fill(batch[rows++].Record, table, fields, reader);
                    if (rows == BatchSize)
                    {
                        await filled.WriteAsync(new(batch, 0, rows)).ConfigureAwait(false);
                        batch = await free.ReadAsync().ConfigureAwait(false);
                        rows = 0;
                    }
                }
            }

            await filled.WriteAsync(new(batch, 0, rows)).ConfigureAwait(false);
            filled.Complete();
        }
        catch (Exception failure)
        {
            filled.Complete(failure);
            throw;
        }
    }

    private static void Fill(Record record, RaceTable table, int[] fields, TsvReader reader)
    {
        record.Reset(table.Type, reader.Text(0));
        for (int column = 1; column < fields.Length; column++)
        {
            if (!reader.IsMissing(column))
            {
                record.Values[fields[column]] = Value(table.Columns[column].Type, column, reader);
            }
        }
    }

    private static FieldValue Value(FieldType type, int column, TsvReader reader) => type switch
    {
        FieldType.Text => FieldValue.OfText(reader.Text(column)),
        FieldType.Link => FieldValue.OfLink(reader.Text(column)),
        FieldType.Number => FieldValue.OfNumber(reader.Number(column)),
        FieldType.Money => FieldValue.OfMoney(reader.Number(column) * (Money.Scale / 100)),
        FieldType.Boolean => FieldValue.OfBoolean(reader.Boolean(column)),
        FieldType.Date => FieldValue.OfDate(reader.Day(column)),
        FieldType.DateTime => FieldValue.OfDateTime(reader.Instant(column)),
        FieldType.Tags => FieldValue.OfTags(reader.Tags(column)),
        _ => throw new System.Diagnostics.UnreachableException($"No arm for {type}"),
    };
}
