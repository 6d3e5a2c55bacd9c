using Muster.Rules.Dates;
using NodaTime;

namespace Muster.Server.Imports.Values;

/// <summary>A day, or a day with a time, as a file writes it, before a zone makes an instant of it.</summary>
/// <param name="Date">The day as written, of the years 1 to 9998.</param>
/// <param name="MillisecondOfDay">Milliseconds since midnight, as written; null where no time is.</param>
/// <param name="OffsetMinutes">The offset from UTC; null where none is written.</param>
internal readonly record struct Moment(DateOnly Date, int? MillisecondOfDay, int? OffsetMinutes)
{
    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    private static readonly long MinInstant = -EpochDay * 86_400_000L;

    private static readonly long MaxInstant = ((new DateOnly(9998, 12, 31).DayNumber - EpochDay + 1) * 86_400_000L) - 1;

    /// <summary>Whether it is the beginning of a day as written: then it can stand for the day.</summary>
    public bool IsDay => MillisecondOfDay is null or 0;

    /// <summary>The instant, in milliseconds since 1970; without an offset it is in the zone: after a gap where it falls in one, the earlier of two.</summary>
    /// <returns>False where that is outside of the years 1 to 9998.</returns>
    public bool TryToInstant(DateTimeZone zone, out long unixMilliseconds)
    {
        int day = Date.DayNumber - EpochDay;
        if (OffsetMinutes is { } offset)
        {
            unixMilliseconds = (day * 86_400_000L) + MillisecondOfDay.GetValueOrDefault() - (offset * 60_000L);
        }
        else if (ReferenceEquals(zone, DateTimeZone.Utc))
        {
            unixMilliseconds = (day * 86_400_000L) + MillisecondOfDay.GetValueOrDefault();
        }
        else if (MillisecondOfDay is { } time)
        {
            unixMilliseconds = zone.AtLeniently(ZoneDays.ToDate(day).AtMidnight().PlusMilliseconds(time)).ToInstant().ToUnixTimeMilliseconds();
        }
        else
        {
            unixMilliseconds = ZoneDays.StartOfDay(day, zone);
        }

        return unixMilliseconds >= MinInstant && unixMilliseconds <= MaxInstant;
    }

    /// <summary>Writes <c>2026-04-16</c>.</summary>
    public static void WriteDate(DateOnly date, Span<byte> into)
    {
        Two(date.Year / 100, into);
        Two(date.Year % 100, into[2..]);
        into[4] = (byte)'-';
        Two(date.Month, into[5..]);
        into[7] = (byte)'-';
        Two(date.Day, into[8..]);
    }

    /// <summary>Writes <c>2026-04-16T12:30:00.250Z</c>.</summary>
    public static void WriteInstant(long unixMilliseconds, Span<byte> into)
    {
        (long day, long time) = Math.DivRem(unixMilliseconds - MinInstant, 86_400_000L);
        WriteDate(DateOnly.FromDayNumber((int)day), into);
        int seconds = (int)(time / 1000);
        into[10] = (byte)'T';
        Two(seconds / 3600, into[11..]);
        into[13] = (byte)':';
        Two(seconds / 60 % 60, into[14..]);
        into[16] = (byte)':';
        Two(seconds % 60, into[17..]);
        into[19] = (byte)'.';
        int milliseconds = (int)(time % 1000);
        into[20] = (byte)('0' + (milliseconds / 100));
        Two(milliseconds % 100, into[21..]);
        into[23] = (byte)'Z';
    }

    private static void Two(int number, Span<byte> into)
    {
        into[0] = (byte)('0' + (number / 10));
        into[1] = (byte)('0' + (number % 10));
    }
}
