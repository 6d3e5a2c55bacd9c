using System.Globalization;
using Muster.Server.Demo;
using NodaTime;

namespace Muster.Bench.Race.Data;

/// <summary>How much data: profiles (contacts, companies and leads together) and events.</summary>
/// <param name="Profiles">1 to 100,000,000.</param>
/// <param name="Events">At most 1,000 a profile; what the generator makes comes out a few per cent off.</param>
internal sealed record RaceScale(int Profiles, long Events)
{
    private const ulong Seed = 2_026;

    /// <summary>What the generator takes.</summary>
    public DemoOptions Options => new(Profiles, Seed, RaceMoment.Now, (double)Events / Profiles);

    /// <summary>Reads a number such as 5000, 100k or 10m.</summary>
    /// <returns>False where it is none, is not whole or is above 100,000,000,000.</returns>
    public static bool TryReadCount(string text, out long count)
    {
        decimal scale = text.Length == 0 ? 1 : char.ToLowerInvariant(text[^1]) switch { 'k' => 1_000, 'm' => 1_000_000, _ => 1 };
        string digits = scale == 1 ? text : text[..^1];
        bool isCount = decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number * scale is >= 1 and <= 100_000_000_000 && decimal.IsInteger(number * scale);
        count = isCount ? (long)(number * scale) : 0;
        return isCount;
    }
}

/// <summary>The instant and zone of every rule of the race: data end at the same instant.</summary>
internal static class RaceMoment
{
    /// <summary>A Monday at noon in Berlin.</summary>
    public static Instant Now { get; } = Instant.FromUtc(2026, 6, 15, 10, 0);

    /// <summary>A zone that is not UTC, so that days begin where they do for people.</summary>
    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
}
