using Muster.Rules.Backend;
using NodaTime;
using NodaTime.TimeZones;

namespace Muster.TestKit;

/// <summary>Makes moments at which dates go wrong first: leap days, ends of years, clocks that change, a day that was left out.</summary>
public static class MomentGenerator
{
    private static readonly string[] Zones =
        ["Europe/Berlin", "America/Sao_Paulo", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca", "UTC"];

    // The last three are where clocks moved over midnight: forth in Brazil, back in Brazil and in Newfoundland.
    private static readonly LocalDateTime[] Times =
    [
        new(2026, 4, 15, 12, 0), new(2024, 2, 29, 9, 30), new(2023, 2, 28, 23, 59, 59, 999), new(2025, 3, 1, 0, 0), new(2024, 12, 31, 23, 59, 59, 999),
        new(2025, 1, 1, 0, 0), new(2023, 12, 29, 6, 0), new(2025, 3, 30, 2, 30), new(2025, 10, 26, 2, 30), new(2011, 12, 29, 23, 59), new(2011, 12, 31, 0, 0),
        new(2018, 11, 4, 0, 0), new(2018, 2, 17, 23, 30), new(2006, 10, 29, 0, 0, 30),
    ];

    /// <summary>A zone.</summary>
    public static DateTimeZone Zone(Random random) => DateTimeZoneProviders.Tzdb[random.Pick(Zones)];

    /// <summary>A moment in any zone.</summary>
    public static Moment Any(Random random) => In(Zone(random), random);

    /// <summary>A moment in a zone, near an edge more often than not.</summary>
    public static Moment In(DateTimeZone zone, Random random)
    {
        Instant instant = random.Pick(Times).InZone(zone, Resolvers.LenientResolver).ToInstant();
        if (random.Chance(0.3) && zone.GetZoneInterval(instant) is { HasEnd: true } interval)
        {
            instant = interval.End;
        }

        Duration nudge = random.Next(4) switch
        {
            0 => Duration.Zero,
            1 => Duration.FromMilliseconds(random.Next(-1, 2)),
            2 => Duration.FromMinutes(random.Next(-180, 181)) + Duration.FromNanoseconds(random.Next(1_000_000)),
            _ => Duration.FromHours(random.Next(-24 * 400, 24 * 400)),
        };
        return new(instant + nudge, zone);
    }
}
