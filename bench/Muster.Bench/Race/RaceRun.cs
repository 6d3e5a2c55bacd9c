using System.Runtime.InteropServices;
using System.Text.Json;
using Muster.Bench.Race.Children;
using Muster.Bench.Race.Data;
using Muster.Bench.Race.Engines.ClickHouse;
using Muster.Bench.Race.Measures;
using Muster.Bench.Race.Report;
using Muster.Bench.Race.Rules;
using Muster.Rules.Schema;

namespace Muster.Bench.Race;

/// <summary>What to race.</summary>
/// <param name="Scale">How much data.</param>
/// <param name="Engines">Which engines, in the order of the tables.</param>
/// <param name="Data">A folder with the data, to be made there where it is not yet and kept; null for a temporary one.</param>
/// <param name="Limit">After how long a run is given up.</param>
/// <param name="Json">Where to write all numbers; null for nowhere.</param>
/// <param name="Markdown">The page whose tables to replace; null for none.</param>
internal sealed record RaceOptions(RaceScale Scale, IReadOnlyList<string> Engines, string? Data, TimeSpan Limit, string? Json, string? Markdown);

/// <summary>The race: the same data and rules on each engine, one after another, and the counts compared.</summary>
internal static class RaceRun
{
    /// <summary>Runs it and writes the tables.</summary>
    /// <returns>Whether all engines agree on every rule.</returns>
    /// <exception cref="RaceException">An engine fails.</exception>
    public static async Task<bool> RunAsync(RaceOptions options, TextWriter output, TextWriter messages)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new RaceException("The race runs on Linux, where all of its engines do.");
        }

        if (options.Engines.Contains("clickhouse"))
        {
            await ClickHousePackage.InstallAsync().ConfigureAwait(false);
        }

        // Short, since the path of a socket has to fit into a hundred bytes, and open to the user that PostgreSQL runs as.
        string directory = Directory.CreateTempSubdirectory("race").FullName;
        File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        try
        {
            RaceResult result = await MeasureAsync(options, directory, messages).ConfigureAwait(false);
            await output.WriteAsync(RaceMarkdown.Of(result)).ConfigureAwait(false);
            if (options.Json is { } json)
            {
                await File.WriteAllTextAsync(json, JsonSerializer.Serialize(result, RaceJson.Default.RaceResult) + "\n").ConfigureAwait(false);
            }

            RuleResult[] differing = [.. result.Rules.Where(rule => !rule.Agrees)];
            foreach (RuleResult rule in differing)
            {
                string counts = string.Join(", ", rule.Engines.Select(engine => $"{engine.Key} {engine.Value.Count}"));
                await messages.WriteLineAsync($"The counts of \"{rule.Name}\" differ: {counts}.").ConfigureAwait(false);
            }

            if (differing.Length == 0 && options.Markdown is { } page)
            {
                await MarkdownSection.WriteAsync(page, result).ConfigureAwait(false);
            }

            return differing.Length == 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<RaceResult> MeasureAsync(RaceOptions options, string directory, TextWriter messages)
    {
        string folder = Path.GetFullPath(options.Data ?? Path.Combine(directory, "data"));
        RaceData data = new(folder);
        if (!data.Holds(options.Scale))
        {
            await messages.WriteLineAsync("Making the data.").ConfigureAwait(false);
            data.Generate(options.Scale);
        }

        Machine machine = new(
            Processor(),
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            MemoryBandwidth.Measure(),
            $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}");
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        OrderedDictionary<string, EngineResult> engines = [];
        OrderedDictionary<string, RuleTime>[] times = [.. RaceRule.All.Select(_ => new OrderedDictionary<string, RuleTime>())];
        foreach (string name in options.Engines)
        {
            await messages.WriteLineAsync($"Loading {name}.").ConfigureAwait(false);
            string files = Directory.CreateDirectory(Path.Combine(directory, name)).FullName;
            (EngineProcess process, EngineLoad load) = await EngineProcess.StartAsync(name, folder, files).ConfigureAwait(false);
            await using (process.ConfigureAwait(false))
            {
                await messages.WriteLineAsync(FormattableString.Invariant($"Loaded {load.Version} in {load.LoadSeconds:0.0} s.")).ConfigureAwait(false);
                for (int rule = 0; rule < times.Length; rule++)
                {
                    EngineRun run = await process.RunAsync(rule, options.Limit).ConfigureAwait(false);
                    times[rule][name] = new(run.Median, run.Count, run.Milliseconds.Length);
                    await messages.WriteLineAsync(FormattableString.Invariant($"  {RaceRule.All[rule].Name}: {run.Median:0.00} ms, {run.Count:N0}")).ConfigureAwait(false);
                }

                EngineSize size = await process.MeasureAsync().ConfigureAwait(false);
                engines[name] = new(load.Version, load.LoadSeconds, size.MemoryBytes, size.DiskBytes);
            }

            Directory.Delete(files, recursive: true);
        }

        return new(machine, options.Scale.Profiles, options.Scale.Events, data.Rows, engines, [.. RaceRule.All.Select((rule, index) =>
            new RuleResult(rule.Name, Audiences.NameOf(rule.Audience), rule.Text.Trim(), times[index]))]);
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
