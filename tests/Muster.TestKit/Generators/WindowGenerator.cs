using Muster.Rules.Dates;
using NodaTime;

namespace Muster.TestKit;

/// <summary>Makes date windows.</summary>
public static class WindowGenerator
{
    private static readonly WindowUnit[] Periods = [WindowUnit.Day, WindowUnit.Week, WindowUnit.Month, WindowUnit.Quarter, WindowUnit.Year];

    private static readonly WindowUnit[] Counts = [WindowUnit.Day, WindowUnit.Week, WindowUnit.Month, WindowUnit.Year];

    /// <summary>A window of whole days.</summary>
    /// <param name="random">What chooses.</param>
    /// <param name="days">Days that a window by date is likely to begin and end with.</param>
    public static DateWindow OfDays(Random random, IReadOnlyList<LocalDate> days)
    {
        DateWindow window = random.Next(4) switch
        {
            0 => new DateWindow.Period(random.Pick(Periods), random.Next(-1, 2)),
            1 => ByDate(random, days),
            _ => new DateWindow.Counted(random.Pick(Enum.GetValues<WindowRelation>()), Count(random), random.Pick(Counts)),
        };
        return window with { IgnoringYear = random.Chance(0.3) };
    }

    /// <summary>A window of days, hours or minutes.</summary>
    /// <param name="random">What chooses.</param>
    /// <param name="days">Days that a window by date is likely to begin and end with.</param>
    public static DateWindow Any(Random random, IReadOnlyList<LocalDate> days) => random.Chance(0.2)
        ? new DateWindow.Counted(WindowRelation.Last, Math.Max(1, Count(random)), random.Chance(0.5) ? WindowUnit.Hour : WindowUnit.Minute)
        : OfDays(random, days);

    private static DateWindow.Fixed ByDate(Random random, IReadOnlyList<LocalDate> days)
    {
        LocalDate one = random.Pick(days);
        LocalDate other = random.Pick([one, random.Pick(days), one.Year > 9000 ? one : one.PlusDays(random.Next(360, 370))]);
        (LocalDate first, LocalDate last) = one <= other ? (one, other) : (other, one);
        return random.Next(4) switch
        {
            0 when first.Year > 1 => new(first, null),
            1 when last.Year < 9998 => new(null, last),
            _ => new(first, last),
        };
    }

    private static int Count(Random random) => random.Next(10) switch
    {
        < 5 => random.Next(0, 8),
        < 8 => random.Pick([7, 12, 13, 30, 36, 52, 60, 90, 364, 365, 366]),
        8 => random.Next(0, 2_000),
        _ => random.Next(0, DateWindow.MaxCount + 1),
    };
}
