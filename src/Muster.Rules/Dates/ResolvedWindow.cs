using Muster.Rules.Backend;
using NodaTime;

namespace Muster.Rules.Dates;

/// <summary>What a date window comes to at one moment: a range of days, a range of instants, or a set of days of the year.</summary>
/// <remarks>Making one costs at most 366 steps; it is made once an evaluation, not once a row. Thread-safe.</remarks>
public sealed class ResolvedWindow
{
    private readonly bool[]? _monthDays;

    private ResolvedWindow(int fromDay, int toDay, long fromInstant, long toInstant, bool[]? monthDays = null) =>
        (FromDay, ToDay, FromInstant, ToInstant, _monthDays) = (fromDay, toDay, fromInstant, toInstant, monthDays);

    /// <summary>Whether month and day alone count: ask <see cref="HoldsDay"/> of each day then, the ranges say nothing.</summary>
    public bool IsYearly => _monthDays is not null;

    /// <summary>The first day within; <see cref="int.MinValue"/> for no bound.</summary>
    public int FromDay { get; }

    /// <summary>The last day within; <see cref="int.MaxValue"/> for no bound. Less than <see cref="FromDay"/>: empty.</summary>
    public int ToDay { get; }

    /// <summary>The first instant within, in milliseconds since 1970; <see cref="long.MinValue"/> for no bound.</summary>
    public long FromInstant { get; }

    /// <summary>The last instant within; <see cref="long.MaxValue"/> for no bound. Less than <see cref="FromInstant"/>: empty.</summary>
    public long ToInstant { get; }

    /// <summary>What <paramref name="window"/> comes to at <paramref name="moment"/>.</summary>
    public static ResolvedWindow Of(DateWindow window, Moment moment)
    {
        long now = moment.Now.ToUnixTimeMilliseconds();
        if (window is DateWindow.Counted { Unit: WindowUnit.Minute or WindowUnit.Hour } exact)
        {
            long length = exact.Count * (exact.Unit == WindowUnit.Minute ? 60_000L : 3_600_000L);
            return new(ZoneDays.DayOf(now - length, moment.Zone), ZoneDays.DayOf(now, moment.Zone), now - length + 1, now);
        }

        LocalDate today = ZoneDays.ToDate(ZoneDays.DayOf(now, moment.Zone));
        (int from, int to) = window switch
        {
            DateWindow.Period(var unit, var offset) => Calendar(today, unit, offset),
            DateWindow.Counted(var relation, var count, var unit) => Count(today, relation, count, unit),
            DateWindow.Fixed(var first, var last) => (first is { } f ? ZoneDays.ToDay(f) : int.MinValue, last is { } l ? ZoneDays.ToDay(l) : int.MaxValue),
            _ => throw new System.Diagnostics.UnreachableException($"No arm for {window.GetType().Name}"),
        };

        if (window.IgnoringYear)
        {
            return new(from, to, 0, 0, MonthDays(from, to));
        }

        long start = from == int.MinValue ? long.MinValue : ZoneDays.StartOfDay(from, moment.Zone);
        long next = to >= ZoneDays.MaxDay ? long.MaxValue : ZoneDays.StartOfDay(to + 1, moment.Zone);

        // A window that ends before the days that dates reach has no last instant.
        return next == long.MinValue
            ? new(from, to, long.MaxValue, long.MinValue)
            : new(from, to, start, to >= ZoneDays.MaxDay ? long.MaxValue : next - 1);
    }

    /// <summary>Whether a day, counted from 1970-01-01, is within.</summary>
    public bool HoldsDay(int day)
    {
        if (_monthDays is null)
        {
            return day >= FromDay && day <= ToDay;
        }

        LocalDate date = ZoneDays.ToDate(day);
        return _monthDays[IndexOf(date.Month, date.Day)];
    }

    private static (int From, int To) Calendar(LocalDate today, WindowUnit unit, int offset)
    {
        LocalDate start = unit switch
        {
            WindowUnit.Day => today,
            WindowUnit.Week => today.PlusDays(1 - (int)today.DayOfWeek),
            WindowUnit.Month => new LocalDate(today.Year, today.Month, 1),
            WindowUnit.Quarter => new LocalDate(today.Year, (((today.Month - 1) / 3) * 3) + 1, 1),
            WindowUnit.Year => new LocalDate(today.Year, 1, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "A calendar period is a day, week, month, quarter or year."),
        };

        return (Shift(start, offset, unit), Shift(start, offset + 1, unit) - 1);
    }

    private static (int From, int To) Count(LocalDate today, WindowRelation relation, int count, WindowUnit unit)
    {
        int now = ZoneDays.ToDay(today);
        int back = Shift(today, -count, unit);
        int ahead = Shift(today, count, unit);
        return relation switch
        {
            WindowRelation.Ago => OneDay(back),
            WindowRelation.OverAgo or WindowRelation.MoreThanAgo => (int.MinValue, back - 1),
            WindowRelation.Last => (back, now),
            WindowRelation.In => OneDay(ahead),
            WindowRelation.Next => (now + 1, ahead),
            WindowRelation.OverAhead => (ahead + 1, int.MaxValue),
            WindowRelation.LessThanAgo => (back + 1, now),
            _ => throw new System.Diagnostics.UnreachableException($"No arm for {relation}"),
        };
    }

    /// <summary>A day alone; no day where it would be beyond those that dates reach.</summary>
    private static (int From, int To) OneDay(int day) => day > ZoneDays.MinDay && day < ZoneDays.MaxDay ? (day, day) : (1, 0);

    /// <summary>The day so many units from a date; where a month lacks that day, its last; beyond the days that dates reach, the nearest of them.</summary>
    private static int Shift(LocalDate date, int count, WindowUnit unit)
    {
        (int months, long days) = unit switch
        {
            WindowUnit.Day => (0, count),
            WindowUnit.Week => (0, 7L * count),
            WindowUnit.Month => (count, 0L),
            WindowUnit.Quarter => (3 * count, 0L),
            WindowUnit.Year => (12 * count, 0L),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Minutes and hours are no days."),
        };

        if (months == 0)
        {
            return (int)Math.Clamp(ZoneDays.ToDay(date) + days, ZoneDays.MinDay, ZoneDays.MaxDay);
        }

        long month = (date.Year * 12L) + date.Month - 1 + months;
        long year = Math.DivRem(month, 12, out _);
        return year < 1 ? ZoneDays.MinDay : year > 9999 ? ZoneDays.MaxDay : ZoneDays.ToDay(date.PlusMonths(months));
    }

    private static bool[] MonthDays(int from, int to)
    {
        bool[] holds = new bool[12 * 31];
        if (from == int.MinValue || to == int.MaxValue || IsYearOrLonger(from, to))
        {
            Array.Fill(holds, true);
            return holds;
        }

        for (int day = from; day <= to; day++)
        {
            LocalDate date = ZoneDays.ToDate(day);
            holds[IndexOf(date.Month, date.Day)] = true;
            if (date is { Month: 2, Day: 28 } && !CalendarSystem.Iso.IsLeapYear(date.Year))
            {
                holds[IndexOf(2, 29)] = true;
            }
        }

        return holds;
    }

    /// <summary>Whether a window reaches from a day, not counted, to the same day a year later, even where that year lacks the 29 February in between.</summary>
    private static bool IsYearOrLonger(int from, int to) => ((long)to - from) switch
    {
        >= 366 => true,
        < 364 => false,
        _ => ZoneDays.ToDate(from - 1).PlusYears(1) <= ZoneDays.ToDate(to),
    };

    private static int IndexOf(int month, int day) => ((month - 1) * 31) + day - 1;
}
