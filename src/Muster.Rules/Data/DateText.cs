using Muster.Rules.Dates;
using NodaTime;

namespace Muster.Rules.Data;

/// <summary>
/// A day or a point in time as it was written: <c>2026-04-16</c>, <c>2026-04-16T12:30:00.25+02:00</c> (RFC 3339), <c>2026-04-16 12:30</c> (local).
/// Digits below the millisecond are cut.
/// </summary>
internal readonly struct DateText
{
    private const int DaysToEpoch = 719_162;

    private readonly int _offsetMinutes;

    private DateText(int day, int timeOfDay, bool hasTime, bool hasOffset, int offsetMinutes) =>
        (Day, TimeOfDay, HasTime, HasOffset, _offsetMinutes) = (day, timeOfDay, hasTime, hasOffset, offsetMinutes);

    /// <summary>The day as written, counted from 1970-01-01.</summary>
    public int Day { get; }

    /// <summary>Milliseconds since midnight, as written.</summary>
    public int TimeOfDay { get; }

    /// <summary>Whether a time was given.</summary>
    public bool HasTime { get; }

    /// <summary>Whether an offset from UTC was given.</summary>
    public bool HasOffset { get; }

    /// <summary>The instant, in milliseconds since 1970; what was written without an offset is in the zone: after a gap where it falls in one, the earlier of two.</summary>
    /// <returns>False where that is outside of the years 1 to 9998.</returns>
    public bool TryToInstant(DateTimeZone zone, out long unixMilliseconds)
    {
        if (HasOffset || ReferenceEquals(zone, DateTimeZone.Utc))
        {
            unixMilliseconds = (Day * 86_400_000L) + TimeOfDay - (_offsetMinutes * 60_000L);
        }
        else if (HasTime)
        {
            LocalDateTime local = ZoneDays.ToDate(Day).AtMidnight().PlusMilliseconds(TimeOfDay);
            unixMilliseconds = zone.AtLeniently(local).ToInstant().ToUnixTimeMilliseconds();
        }
        else
        {
            unixMilliseconds = ZoneDays.StartOfDay(Day, zone);
        }

        return unixMilliseconds >= MinInstant && unixMilliseconds <= MaxInstant;
    }

    /// <summary>0001-01-01T00:00:00Z.</summary>
    private const long MinInstant = -DaysToEpoch * 86_400_000L;

    /// <summary>9998-12-31T23:59:59.999Z.</summary>
    private const long MaxInstant = (2_932_532L * 86_400_000L) - 1;

    /// <summary>Reads a whole text, without white space around it.</summary>
    /// <returns>False where it is no day and no time, or outside of the years 1 to 9998.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out DateText value)
    {
        value = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !Number(text[..4], out int year) || !Number(text.Slice(5, 2), out int month) || !Number(text.Slice(8, 2), out int dayOfMonth)
            || year is < 1 or > 9998 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        int day = new DateOnly(year, month, dayOfMonth).DayNumber - DaysToEpoch;
        if (text.Length == 10)
        {
            value = new(day, 0, hasTime: false, hasOffset: false, 0);
            return true;
        }

        if (text[10] is not ('T' or 't' or ' '))
        {
            return false;
        }

        text = text[11..];
        if (!TakeTime(ref text, out int timeOfDay) || !TryOffset(text, out int offset))
        {
            return false;
        }

        value = new(day, timeOfDay, hasTime: true, hasOffset: !text.IsEmpty, offset);
        return true;
    }

    private static bool TakeTime(ref ReadOnlySpan<char> text, out int timeOfDay)
    {
        timeOfDay = 0;
        if (text.Length < 5 || text[2] != ':' || !Number(text[..2], out int hour) || !Number(text.Slice(3, 2), out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        text = text[5..];
        int second = 0;
        int millisecond = 0;
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!Number(text.Slice(1, 2), out second) || second > 59)
            {
                return false;
            }

            text = text[3..];
            if (text.Length > 0 && text[0] == '.')
            {
                int digits = text[1..].IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length - 1;
                for (int place = 0, worth = 100; place < Math.Min(digits, 3); place++, worth /= 10)
                {
                    millisecond += (text[1 + place] - '0') * worth;
                }

                text = text[(1 + digits)..];
                if (digits == 0)
                {
                    return false;
                }
            }
        }

        timeOfDay = (((((hour * 60) + minute) * 60) + second) * 1000) + millisecond;
        return true;
    }

    /// <summary>Reads <c>Z</c>, <c>+02:00</c>, <c>+0200</c>, <c>+02</c>, or nothing.</summary>
    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "" or "Z" or "z")
        {
            return true;
        }

        if (text[0] is not ('+' or '-') || text.Length is not (3 or 5 or 6) || (text.Length == 6 && text[3] != ':') || !Number(text.Slice(1, 2), out int hour))
        {
            return false;
        }

        int minute = 0;
        if ((text.Length > 3 && !Number(text[^2..], out minute)) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = (text[0] == '-' ? -1 : 1) * ((hour * 60) + minute);
        return true;
    }

    private static bool Number(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
