using NodaTime;

namespace Muster.Server.Demo;

/// <summary>What a demo CRM is made from: the same options give the same bytes, on every machine.</summary>
/// <param name="Profiles">Contacts, companies and leads together: 1 to 100,000,000.</param>
/// <param name="Seed">Any number; another one gives other people.</param>
/// <param name="Now">The today of the data: 1980 to 2199. Nothing but an appointment to come lies after it.</param>
/// <param name="EventsPerProfile">Events a profile on average: 0 to 1,000; default 5. The total comes out a few per cent off.</param>
public sealed record DemoOptions(int Profiles, ulong Seed, Instant Now, double EventsPerProfile = 5)
{
    /// <summary>Days from the first <c>created_at</c> to <see cref="Now"/>: four years.</summary>
    internal const int HistoryDays = 1461;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Profiles, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Profiles, 100_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(Now, Instant.FromUtc(1980, 1, 1, 0, 0), nameof(Now));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Now, Instant.FromUtc(2200, 1, 1, 0, 0), nameof(Now));
        if (!(EventsPerProfile is >= 0 and <= 1000))
        {
            throw new ArgumentOutOfRangeException(nameof(EventsPerProfile), EventsPerProfile, "It takes 0 to 1,000 events a profile.");
        }
    }
}
