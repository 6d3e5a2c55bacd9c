using Muster.Rules.Schema;

namespace Muster.Engine;

/// <summary>What an engine holds.</summary>
/// <param name="Profiles">Profiles that exist, by kind.</param>
/// <param name="Rows">Records of each related object that belong to somebody, by the object's name; objects without any are left out.</param>
/// <param name="Partitions">Partitions of 65,536 profiles.</param>
/// <param name="Bytes">Memory held for data, roughly, in bytes.</param>
public sealed record EngineStatistics(
    IReadOnlyDictionary<ProfileKind, long> Profiles, IReadOnlyDictionary<string, long> Rows, int Partitions, long Bytes);
