using NodaTime;
using NodaTime.TimeZones;

namespace Muster.Rules.Dates;

/// <summary>Days in a time zone. A day is a count from 1970-01-01, an instant a count of milliseconds since 1970-01-01T00:00:00Z.</summary>
/// <remarks>
/// A day begins at the first instant whose local date it is, and ends where the next day begins; so a day once begun does not give
/// way again where clocks go back over midnight, and a day that a zone leaves out is empty.
/// </remarks>
public static class ZoneDays
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    /// <summary>The earliest day that dates reach, 1 January 9999 BC.</summary>
    public static int MinDay { get; } = ToDay(LocalDate.MinIsoValue);

    /// <summary>The latest day that dates reach, 31 December 9999.</summary>
    public static int MaxDay { get; } = ToDay(LocalDate.MaxIsoValue);

    /// <summary>The day's number.</summary>
    public static int ToDay(LocalDate date) => Period.DaysBetween(Epoch, date);

    /// <summary>The date of a day.</summary>
    public static LocalDate ToDate(int day) => Epoch.PlusDays(day);

    /// <summary>The instant at which a day begins; beyond the days that dates reach, the least or greatest long.</summary>
    public static long StartOfDay(int day, DateTimeZone zone)
    {
        if (day <= MinDay + 1)
        {
            return long.MinValue;
        }

        if (day >= MaxDay)
        {
            return long.MaxValue;
        }

        ZoneLocalMapping mapping = zone.MapLocal(ToDate(day).AtMidnight());
        Instant start = mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant();
        return start.ToUnixTimeMilliseconds();
    }

    /// <summary>The day that an instant falls on.</summary>
    /// <param name="unixMilliseconds">The instant, within the years 1 to 9998.</param>
    /// <param name="zone">The zone.</param>
    public static int DayOf(long unixMilliseconds, DateTimeZone zone)
    {
        Instant instant = Instant.FromUnixTimeMilliseconds(unixMilliseconds);
        int day = ToDay(instant.InZone(zone).Date);
        return StartOfDay(day + 1, zone) <= unixMilliseconds ? day + 1 : day;
    }
}
