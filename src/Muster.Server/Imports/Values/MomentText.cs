namespace Muster.Server.Imports.Values;

/// <summary>Which comes first where day and month are written as numbers before the year.</summary>
internal enum DateOrder
{
    MonthFirst,
    DayFirst,
}

/// <summary>How a day was written.</summary>
/// <param name="Separator">What parts its numbers; a zero character where nothing does.</param>
/// <param name="YearFirst">Whether the year comes first.</param>
/// <param name="First">Where it does not, the first number.</param>
/// <param name="Second">Where it does not, the second number.</param>
internal readonly record struct DateShape(char Separator, bool YearFirst, int First, int Second)
{
    public bool IsIso => YearFirst && Separator == '-';
}

/// <summary>
/// Reads days as <c>2026-04-16</c>, <c>2026/4/16</c>, <c>20260416</c>, <c>16.04.2026</c>, <c>4/16/2026</c>, with a time after a space or T as
/// <c>12:30</c>, <c>12:30:05.25</c>, <c>1:30 PM</c>, <c>12:30Z</c>, <c>12:30+02:00</c>. A year has four digits. Digits below the millisecond are cut.
/// </summary>
internal static class MomentText
{
    private const int MaxLength = 40;

    /// <summary>Reads a whole text.</summary>
    /// <param name="text">Without white space around it.</param>
    /// <param name="order">What comes first before a year; null for what is usual with the separator: the month with a slash, else the day.</param>
    /// <param name="moment">What it says.</param>
    /// <param name="shape">How it is written, also where there is no such day in that order.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, DateOrder? order, out Moment moment, out DateShape shape)
    {
        moment = default;
        shape = default;
        if (text.Length is < 8 or > MaxLength || !TryShape(ref text, out shape, out int third))
        {
            return false;
        }

        bool monthFirst = (order ?? UsualOrder(shape.Separator)) == DateOrder.MonthFirst;
        (int year, int month, int day) = shape.YearFirst ? (shape.First, shape.Second, third)
            : monthFirst ? (third, shape.First, shape.Second)
            : (third, shape.Second, shape.First);
        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        int? time = null;
        int? offset = null;
        if (!text.IsEmpty && !TryTime(text, out time, out offset))
        {
            return false;
        }

        moment = new(new DateOnly(year, month, day), time, offset);
        return true;
    }

    public static DateOrder UsualOrder(char separator) => separator == '/' ? DateOrder.MonthFirst : DateOrder.DayFirst;

    private static bool TryShape(ref ReadOnlySpan<byte> text, out DateShape shape, out int third)
    {
        shape = default;
        third = 0;
        int digits = Digits(text);
        if (digits == 8)
        {
            shape = new('\0', YearFirst: true, Number(text[..4]), Number(text[4..6]));
            third = Number(text[6..8]);
            text = text[8..];
            return true;
        }

        if (digits is not (1 or 2 or 4) || text.Length <= digits || text[digits] is not ((byte)'-' or (byte)'/' or (byte)'.') || !TakeNumber(ref text, out int first))
        {
            return false;
        }

        byte separator = text[0];
        text = text[1..];
        if (Digits(text) > 2 || !TakeNumber(ref text, out int second) || text.IsEmpty || text[0] != separator)
        {
            return false;
        }

        text = text[1..];
        int last = Digits(text);
        if (digits == 4 ? last > 2 : last != 4)
        {
            return false;
        }

        shape = new((char)separator, YearFirst: digits == 4, first, second);
        return TakeNumber(ref text, out third);
    }

    private static bool TryTime(ReadOnlySpan<byte> text, out int? time, out int? offset)
    {
        time = null;
        offset = null;
        if (text[0] is not ((byte)'T' or (byte)'t' or (byte)' '))
        {
            return false;
        }

        text = text[1..];
        if (Digits(text) > 2 || !TakeNumber(ref text, out int hour) || !TakeAfterColon(ref text, out int minute))
        {
            return false;
        }

        int second = 0;
        int millisecond = 0;
        if (text.StartsWith(":"u8) && (!TakeAfterColon(ref text, out second) || !TakeFraction(ref text, out millisecond)))
        {
            return false;
        }

        if (!TryHalfOfDay(ref text, ref hour) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = (((((hour * 60) + minute) * 60) + second) * 1000) + millisecond;
        return text.IsEmpty || TryOffset(text.TrimStart((byte)' '), out offset);
    }

    private static bool TakeAfterColon(ref ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        if (!text.StartsWith(":"u8) || Digits(text[1..]) != 2)
        {
            return false;
        }

        text = text[1..];
        return TakeNumber(ref text, out number);
    }

    private static bool TakeFraction(ref ReadOnlySpan<byte> text, out int millisecond)
    {
        millisecond = 0;
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }

        int digits = Digits(text[1..]);
        for (int place = 0, worth = 100; place < Math.Min(digits, 3); place++, worth /= 10)
        {
            millisecond += (text[1 + place] - '0') * worth;
        }

        text = text[(1 + digits)..];
        return digits > 0;
    }

    /// <summary>AM or PM, where it is there: then hours count from 1 to 12.</summary>
    private static bool TryHalfOfDay(ref ReadOnlySpan<byte> text, ref int hour)
    {
        ReadOnlySpan<byte> rest = text.TrimStart((byte)' ');
        if (rest.Length < 2 || (rest[1] | 0x20) != 'm' || (rest[0] | 0x20) is not ('a' or 'p'))
        {
            return true;
        }

        bool afternoon = (rest[0] | 0x20) == 'p';
        text = rest[2..];
        if (hour is < 1 or > 12)
        {
            return false;
        }

        hour = (hour % 12) + (afternoon ? 12 : 0);
        return true;
    }

    /// <summary>Reads <c>Z</c>, <c>+02:00</c>, <c>+0200</c> or <c>+02</c>.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> text, out int? minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z' or (byte)'z'])
        {
            return true;
        }

        if (text.IsEmpty || text[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        bool negative = text[0] == '-';
        text = text[1..];
        int digits = Digits(text);
        int minute = 0;
        if ((digits == 2 && text.Length == 5 && text[2] == ':' && Digits(text[3..]) == 2) || (digits == 4 && text.Length == 4))
        {
            minute = Number(text[^2..]);
        }
        else if (digits != 2 || text.Length != 2)
        {
            return false;
        }

        int hour = Number(text[..2]);
        minutes = (negative ? -1 : 1) * ((hour * 60) + minute);
        return hour <= 23 && minute <= 59;
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> text, out int number)
    {
        int digits = Digits(text);
        number = digits is > 0 and <= 4 ? Number(text[..digits]) : 0;
        text = text[digits..];
        return digits is > 0 and <= 4;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        int number = 0;
        foreach (byte digit in digits)
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }

    private static int Digits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var end and >= 0 ? end : text.Length;
}
