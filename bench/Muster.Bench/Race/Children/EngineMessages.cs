using System.Text.Json.Serialization;

namespace Muster.Bench.Race.Children;

/// <summary>What the race asks of an engine's process: one line of JSON each.</summary>
/// <param name="Rule">The rule to run, by its place among all; none for the load.</param>
/// <param name="LimitSeconds">After how long a run gives up.</param>
internal sealed record EngineRequest(int? Rule, double LimitSeconds);

/// <summary>What came of loading.</summary>
/// <param name="Version">The engine's name and version.</param>
/// <param name="LoadSeconds">From the files to the last index.</param>
internal sealed record EngineLoad(string Version, double LoadSeconds);

/// <summary>What came of running a rule.</summary>
/// <param name="Count">How many match; none where the first run gave up.</param>
/// <param name="Milliseconds">Each run after the first; the first alone where it took long.</param>
internal sealed record EngineRun(long? Count, double[] Milliseconds)
{
    /// <summary>The run in the middle.</summary>
    [JsonIgnore]
    public double Median => Milliseconds.Order().ElementAt(Milliseconds.Length / 2);
}

/// <summary>What an engine takes.</summary>
/// <param name="MemoryBytes">Memory of its processes: private, and its part of what they share.</param>
/// <param name="DiskBytes">Its files; 0 for none.</param>
internal sealed record EngineSize(long MemoryBytes, long DiskBytes);

/// <summary>An answer: one of these, or what went wrong.</summary>
internal sealed record EngineAnswer(EngineLoad? Load = null, EngineRun? Run = null, EngineSize? Size = null, string? Error = null);

/// <summary>The messages as JSON.</summary>
[JsonSerializable(typeof(EngineRequest))]
[JsonSerializable(typeof(EngineAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class EngineJson : JsonSerializerContext;
