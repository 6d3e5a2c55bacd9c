using System.Diagnostics;
using Muster.Rules.Backend;
using Muster.Rules.Dates;
using NodaTime;

namespace Muster.TestKit;

/// <summary>
/// Whether one day, or one instant, is within a date window: the table of the language read out one day at a time. Days are of the years 1 to 9999;
/// a window counted from today that would reach beyond them has no day there.
/// </summary>
public static class NaiveWindow
{
    /// <summary>The day it is.</summary>
    public static LocalDate Today(Moment moment) => ZoneDays.ToDate(ZoneDays.DayOf(moment.Now.ToUnixTimeMilliseconds(), moment.Zone));

    /// <summary>Whether an instant, in milliseconds since 1970, is within.</summary>
    public static bool HoldsInstant(DateWindow window, long instant, Moment moment)
    {
        if (window is DateWindow.Counted { Unit: WindowUnit.Minute or WindowUnit.Hour } last)
        {
            Instant at = Instant.FromUnixTimeMilliseconds(instant);
            Instant now = Instant.FromUnixTimeMilliseconds(moment.Now.ToUnixTimeMilliseconds());
            Duration length = last.Unit == WindowUnit.Minute ? Duration.FromMinutes(last.Count) : Duration.FromHours(last.Count);
            return at > now - length && at <= now;
        }

        return HoldsDay(window, ZoneDays.ToDate(ZoneDays.DayOf(instant, moment.Zone)), Today(moment));
    }

    /// <summary>Whether a day is within.</summary>
    public static bool HoldsDay(DateWindow window, LocalDate day, LocalDate today) =>
        window.IgnoringYear ? HoldsAnniversary(window with { IgnoringYear = false }, day, today) : Holds(window, day, today);

    private static bool Holds(DateWindow window, LocalDate day, LocalDate today) => window switch
    {
        DateWindow.Period(WindowUnit.Day, var offset) => day == today.PlusDays(offset),
        DateWindow.Period(WindowUnit.Week, var offset) => MondayOf(day) == MondayOf(today).PlusWeeks(offset),
        DateWindow.Period(WindowUnit.Month, var offset) => MonthOf(day) == MonthOf(today) + offset,
        DateWindow.Period(WindowUnit.Quarter, var offset) => QuarterOf(day) == QuarterOf(today) + offset,
        DateWindow.Period(WindowUnit.Year, var offset) => day.Year == today.Year + offset,
        DateWindow.Counted(WindowRelation.Ago, var n, var unit) => day == Shift(today, -n, unit),
        DateWindow.Counted(WindowRelation.OverAgo or WindowRelation.MoreThanAgo, var n, var unit) => day < Shift(today, -n, unit),
        DateWindow.Counted(WindowRelation.Last, var n, var unit) => !(day < Shift(today, -n, unit)) && day <= today,
        DateWindow.Counted(WindowRelation.LessThanAgo, var n, var unit) => !(day <= Shift(today, -n, unit)) && day <= today,
        DateWindow.Counted(WindowRelation.In, var n, var unit) => day == Shift(today, n, unit),
        DateWindow.Counted(WindowRelation.Next, var n, var unit) => day > today && !(day > Shift(today, n, unit)),
        DateWindow.Counted(WindowRelation.OverAhead, var n, var unit) => day > Shift(today, n, unit),
        DateWindow.Fixed(var from, var to) => !(day < from) && !(day > to),
        _ => throw new UnreachableException($"No arm for {window}"),
    };

    /// <summary>The day so many units on; null where that is out of reach, which compares as neither before nor after any day.</summary>
    private static LocalDate? Shift(LocalDate today, int count, WindowUnit unit)
    {
        int months = unit switch { WindowUnit.Month => count, WindowUnit.Year => 12 * count, _ => 0 };
        int days = unit switch { WindowUnit.Day => count, WindowUnit.Week => 7 * count, _ => 0 };
        int year = (int)Math.Floor((MonthOf(today) + months) / 12.0);
        return year is < 1 or > 9999 ? null : today.PlusMonths(months).PlusDays(days);
    }

    /// <summary>Whether the window holds the day's anniversary in any year, or is a year long or longer.</summary>
    private static bool HoldsAnniversary(DateWindow window, LocalDate day, LocalDate today)
    {
        bool unbounded = window is DateWindow.Fixed({ }, null) or DateWindow.Fixed(null, { })
            or DateWindow.Counted(WindowRelation.OverAgo or WindowRelation.MoreThanAgo or WindowRelation.OverAhead, _, _);
        return unbounded || YearsNear(window, today).Select(year => InYear(day, year)).Any(anniversary =>
            Holds(window, anniversary, today) || HoldsTheYearAfter(window, anniversary, today));
    }

    /// <summary>Whether a window holds the year that follows a day, to the same day of the next year: then it holds every date, even 29 February.</summary>
    private static bool HoldsTheYearAfter(DateWindow window, LocalDate day, LocalDate today) =>
        Holds(window, day.PlusDays(1), today) && Holds(window, day.PlusYears(1), today);

    /// <summary>The years in which a window begins or ends, and those around them: one that ends elsewhere too is longer than a year.</summary>
    private static IEnumerable<int> YearsNear(DateWindow window, LocalDate today)
    {
        LocalDate?[] ends = window switch
        {
            DateWindow.Fixed(var from, var to) => [from, to],
            DateWindow.Counted(_, var count, var unit) => [today, Shift(today, -count, unit), Shift(today, count, unit)],
            _ => [today],
        };
        return from end in ends
               where end is not null
               from year in Enumerable.Range(end.Value.Year - 2, 5)
               where year is > 0 and < 9999
               select year;
    }

    /// <summary>The day's anniversary in a year: 29 February is 28 February where there is none.</summary>
    private static LocalDate InYear(LocalDate day, int year) =>
        day is { Month: 2, Day: 29 } && !CalendarSystem.Iso.IsLeapYear(year) ? new(year, 2, 28) : new(year, day.Month, day.Day);

    private static LocalDate MondayOf(LocalDate day) => day.DayOfWeek == IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday);

    private static int MonthOf(LocalDate day) => (day.Year * 12) + day.Month - 1;

    private static int QuarterOf(LocalDate day) => (day.Year * 4) + ((day.Month - 1) / 3);
}
