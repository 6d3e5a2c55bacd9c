using System.Text.Json.Serialization;

namespace Muster.Bench.Race.Report;

/// <summary>All that a race measured.</summary>
/// <param name="Machine">Where it ran.</param>
/// <param name="Profiles">Profiles asked for: contacts, companies and leads.</param>
/// <param name="Events">Events asked for.</param>
/// <param name="Rows">Rows of each table.</param>
/// <param name="Engines">Loading and size, by the engine's name.</param>
/// <param name="Rules">The rules, in their order.</param>
internal sealed record RaceResult(
    Machine Machine, int Profiles, long Events, IReadOnlyDictionary<string, long> Rows, IReadOnlyDictionary<string, EngineResult> Engines, IReadOnlyList<RuleResult> Rules);

/// <summary>The machine.</summary>
/// <param name="Processor">Its name.</param>
/// <param name="Cores">How many the process may use.</param>
/// <param name="MemoryBytes">How much it may use.</param>
/// <param name="BytesPerSecond">How fast all cores read memory.</param>
/// <param name="System">The operating system and runtime.</param>
internal sealed record Machine(string Processor, int Cores, long MemoryBytes, double BytesPerSecond, string System);

/// <summary>An engine.</summary>
internal sealed record EngineResult(string Version, double LoadSeconds, long MemoryBytes, long DiskBytes);

/// <summary>A rule.</summary>
internal sealed record RuleResult(string Name, string Audience, string Text, IReadOnlyDictionary<string, RuleTime> Engines)
{
    /// <summary>Whether all engines that gave a count gave the same.</summary>
    [JsonIgnore]
    public bool Agrees => Engines.Values.Select(time => time.Count).OfType<long>().Distinct().Count() <= 1;

    /// <summary>The count, where one is given.</summary>
    [JsonIgnore]
    public long? Count => Engines.Values.Select(time => time.Count).FirstOrDefault(count => count is not null);
}

/// <summary>A rule on an engine.</summary>
/// <param name="MedianMs">The median; where there is no count, the time after which it was given up.</param>
/// <param name="Count">How many match; null where it was given up.</param>
/// <param name="Runs">How many runs the median is of.</param>
internal sealed record RuleTime(double MedianMs, long? Count, int Runs);

/// <summary>The result as JSON.</summary>
[JsonSerializable(typeof(RaceResult))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class RaceJson : JsonSerializerContext;
