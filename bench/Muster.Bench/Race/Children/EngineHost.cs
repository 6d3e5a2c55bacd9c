using System.Diagnostics;
using System.Text.Json;
using Muster.Bench.Race.Data;
using Muster.Bench.Race.Engines;
using Muster.Bench.Race.Measures;
using Muster.Bench.Race.Rules;

namespace Muster.Bench.Race.Children;

/// <summary>The inside of an engine's process: starts the engine, loads it, answers requests from standard input until that ends.</summary>
internal static class EngineHost
{
    /// <summary>Runs of a rule beside the first, which also reads what is not in memory yet and compiles.</summary>
    private const int Runs = 7;

    /// <summary>A first run above this is run twice more, above the next one not again.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan VeryLong = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string name, string dataDirectory, string directory)
    {
        TextWriter output = Console.Out;
        try
        {
            IRaceEngine engine = await EngineName.StartAsync(name, directory).ConfigureAwait(false);
            await using (engine.ConfigureAwait(false))
            {
                long start = Stopwatch.GetTimestamp();
                await engine.LoadAsync(new RaceData(dataDirectory)).ConfigureAwait(false);
                await SayAsync(output, new(Load: new(engine.Version, Stopwatch.GetElapsedTime(start).TotalSeconds))).ConfigureAwait(false);
                while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { } line)
                {
                    EngineRequest request = JsonSerializer.Deserialize(line, EngineJson.Default.EngineRequest)!;
                    await SayAsync(output, request.Rule is { } rule
                        ? new(Run: await MeasureAsync(engine, RaceRule.All[rule], TimeSpan.FromSeconds(request.LimitSeconds)).ConfigureAwait(false))
                        : new(Size: new(ProcessMemory.OfTree(engine.ProcessId), engine.BytesOnDisk))).ConfigureAwait(false);
                }
            }

            return 0;
        }
        catch (Exception failure)
        {
            // Whatever stops an engine is told to the race, which ends with it.
            await SayAsync(output, new(Error: failure.ToString())).ConfigureAwait(false);
            return 1;
        }
    }

    private static async Task<EngineRun> MeasureAsync(IRaceEngine engine, RaceRule rule, TimeSpan limit)
    {
        try
        {
            (long count, TimeSpan first) = await TimeAsync(engine, rule, limit).ConfigureAwait(false);
            int runs = first > VeryLong ? 0 : first > Long ? 2 : Runs;
            List<double> times = first > Long ? [first.TotalMilliseconds] : [];
            for (int run = 0; run < runs; run++)
            {
                (long again, TimeSpan time) = await TimeAsync(engine, rule, limit).ConfigureAwait(false);
                times.Add(again == count ? time.TotalMilliseconds : throw new InvalidOperationException($"\"{rule.Name}\" counts {count}, then {again}."));
            }

            return new(count, [.. times]);
        }
        catch (TimeoutException)
        {
            return new(Count: null, [limit.TotalMilliseconds]);
        }
    }

    private static async Task<(long Count, TimeSpan Time)> TimeAsync(IRaceEngine engine, RaceRule rule, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        long count = await engine.CountAsync(rule, limit).ConfigureAwait(false);
        return (count, Stopwatch.GetElapsedTime(start));
    }

    private static async Task SayAsync(TextWriter output, EngineAnswer answer)
    {
        await output.WriteLineAsync(JsonSerializer.Serialize(answer, EngineJson.Default.EngineAnswer)).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
    }
}
