using System.Globalization;
using System.Text;
using Muster.Bench.Race.Engines;

namespace Muster.Bench.Race.Report;

/// <summary>A result as Markdown tables.</summary>
internal static class RaceMarkdown
{
    private const double Megabyte = 1e6;
    private const double Gibibyte = 1L << 30;

    /// <summary>A heading, what it ran on, a table of the engines and one of the rules.</summary>
    public static string Of(RaceResult result)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"### {result.Profiles:N0} profiles, {result.Rows["events"]:N0} events\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"{string.Join(", ", result.Rows.Select(rows => FormattableString.Invariant($"{rows.Value:N0} {rows.Key}")))}.");
        Machine machine = result.Machine;
        text.Append(CultureInfo.InvariantCulture, $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes / Gibibyte:0} GB, ");
        text.AppendLine(CultureInfo.InvariantCulture, $"reading memory at {machine.BytesPerSecond / 1e9:0.0} GB/s; {machine.System}.\n");
        Engines(text, result);
        Rules(text, result);
        return text.ToString();
    }

    private static void Engines(StringBuilder text, RaceResult result)
    {
        text.AppendLine("| engine | load, s | memory, MB | on disk, MB |\n| --- | ---: | ---: | ---: |");
        foreach (EngineResult engine in result.Engines.Values)
        {
            string disk = engine.DiskBytes == 0 ? "none" : (engine.DiskBytes / Megabyte).ToString("N0", CultureInfo.InvariantCulture);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {engine.Version} | {engine.LoadSeconds:0.0} | {engine.MemoryBytes / Megabyte:N0} | {disk} |");
        }

        text.AppendLine();
    }

    private static void Rules(StringBuilder text, RaceResult result)
    {
        string[] engines = [.. result.Engines.Keys];
        text.AppendLine(CultureInfo.InvariantCulture, $"| rule | matches | {string.Join(" | ", engines.Select(engine => EngineName.Label(engine) + ", ms"))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| --- | ---: | {string.Join(" | ", engines.Select(_ => "---:"))} |");
        foreach (RuleResult rule in result.Rules)
        {
            string count = rule.Count is { } matches ? matches.ToString("N0", CultureInfo.InvariantCulture) : "";
            double? own = rule.Engines.TryGetValue("muster", out RuleTime? muster) ? muster.MedianMs : null;
            text.AppendLine(CultureInfo.InvariantCulture, $"| {rule.Name} | {count} | {string.Join(" | ", engines.Select(engine => Cell(engine, rule.Engines[engine], own)))} |");
        }

        double? mean = engines.Contains("muster") ? Mean(result, "muster").MedianMs : null;
        string[] means = [.. engines.Select(engine => Cell(engine, Mean(result, engine), mean))];
        text.AppendLine(CultureInfo.InvariantCulture, $"| geometric mean | | {string.Join(" | ", means)} |");
    }

    private static RuleTime Mean(RaceResult result, string engine) =>
        new(Math.Exp(result.Rules.Average(rule => Math.Log(rule.Engines[engine].MedianMs))), 0, 1);

    private static string Cell(string engine, RuleTime time, double? muster)
    {
        string milliseconds = (time.Count is null ? "> " : "") + time.MedianMs.ToString(time.MedianMs < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);
        return engine == "muster" || muster is not { } own
            ? milliseconds
            : string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ({Ratio(time.MedianMs / own)}×)");
    }

    private static string Ratio(double ratio) => ratio.ToString(ratio < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
