using Muster.Bench.Race.Data;
using Muster.Bench.Race.Rules;

namespace Muster.Bench.Race.Engines;

/// <summary>An engine of the race, in a process of its own.</summary>
internal interface IRaceEngine : IAsyncDisposable
{
    /// <summary>Its name and version, for the tables.</summary>
    string Version { get; }

    /// <summary>The process whose memory, with that of its children, is the engine's.</summary>
    int ProcessId { get; }

    /// <summary>What it keeps on disk, in bytes; 0 for nothing.</summary>
    long BytesOnDisk { get; }

    /// <summary>Loads all tables and gets ready: indexes, statistics and merges included.</summary>
    Task LoadAsync(RaceData data);

    /// <summary>How many match a rule: from its text or SQL, each time.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="limit">The time after which it gives up.</param>
    /// <exception cref="TimeoutException">It gave up.</exception>
    Task<long> CountAsync(RaceRule rule, TimeSpan limit);
}
