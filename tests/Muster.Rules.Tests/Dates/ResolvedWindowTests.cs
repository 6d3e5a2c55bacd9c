using Muster.Rules.Backend;
using Muster.Rules.Dates;
using Muster.TestKit;
using NodaTime;

namespace Muster.Rules.Tests.Dates;

public class ResolvedWindowTests
{
    /// <summary>Days from which a year goes wrong: around 29 February and the year's end, and where days end.</summary>
    private static readonly LocalDate[] Edges =
    [
        new(2024, 2, 28), new(2024, 2, 29), new(2024, 3, 1), new(2023, 2, 28), new(2023, 3, 1), new(2025, 12, 31), new(2026, 1, 1), new(1, 1, 1), new(9998, 12, 31),
    ];

    [Fact]
    public void ARandomWindow_HoldsTheDaysAndInstantsThatItsTextSays() => Seeded.Run(rounds: 3_000, random =>
    {
        Moment moment = MomentGenerator.Any(random);
        LocalDate today = NaiveWindow.Today(moment);
        DateWindow window = WindowGenerator.Any(random, [.. Edges, today, today.PlusDays(random.Next(-400, 400))]);
        ResolvedWindow resolved = ResolvedWindow.Of(window, moment);
        bool exact = window is DateWindow.Counted { Unit: WindowUnit.Hour or WindowUnit.Minute };

        foreach (LocalDate day in Days(random, window, resolved, today))
        {
            if (!exact)
            {
                Assert.True(
                    NaiveWindow.HoldsDay(window, day, today) == resolved.HoldsDay(ZoneDays.ToDay(day)),
                    $"{DateWindowText.Print(window)} on {today:uuuu-MM-dd}: {day:uuuu-MM-dd}");
            }

            foreach (long instant in Instants(random, day, resolved, moment))
            {
                bool holds = resolved.IsYearly ? resolved.HoldsDay(ZoneDays.DayOf(instant, moment.Zone)) : instant >= resolved.FromInstant && instant <= resolved.ToInstant;
                Assert.True(
                    NaiveWindow.HoldsInstant(window, instant, moment) == holds,
                    $"{DateWindowText.Print(window)} at {moment.Now} in {moment.Zone.Id}: {Instant.FromUnixTimeMilliseconds(instant)}");
            }
        }
    });

    [Theory]
    [InlineData("2023-02-28", "next 1 years ignoring year", "a year that has no 29 February, from the day after the 28th")]
    [InlineData("2024-01-01", "2023-03-01..2024-02-28 ignoring year", "a year by date")]
    [InlineData("2026-04-15", "last 12 months ignoring year", "a year in months")]
    [InlineData("2026-04-15", "over 20000 years ago ignoring year", "no lower bound")]
    public void AWindowOfAYear_IgnoringYear_HoldsEveryDate(string today, string text, string because)
    {
        Assert.True(DateWindowText.TryParse(text, out DateWindow? window, out string? error), error);
        Moment moment = new(NodaTime.Text.InstantPattern.General.Parse(today + "T12:00:00Z").Value, DateTimeZone.Utc);
        ResolvedWindow resolved = ResolvedWindow.Of(window!, moment);
        Assert.All(Enumerable.Range(0, 366), day => Assert.True(resolved.HoldsDay(ZoneDays.ToDay(new LocalDate(2024, 1, 1).PlusDays(day))), because));
    }

    [Theory]
    [InlineData("in 9000 years ignoring year")]
    [InlineData("9000 years ago ignoring year")]
    public void ADayOutOfReach_IsNoDayOfAnyYear(string text)
    {
        Assert.True(DateWindowText.TryParse(text, out DateWindow? window, out string? error), error);
        ResolvedWindow resolved = ResolvedWindow.Of(window!, new(Instant.FromUtc(2026, 4, 15, 12, 0), DateTimeZone.Utc));
        Assert.All(Enumerable.Range(0, 366), day => Assert.False(resolved.HoldsDay(ZoneDays.ToDay(new LocalDate(2024, 1, 1).PlusDays(day)))));
    }

    /// <summary>By the definition: the latest local date that there was until then, looked for a quarter of an hour at a time.</summary>
    [Fact]
    public void ADay_BeginsAtItsFirstInstant_AndNeverGivesWayAgain() => Seeded.Run(rounds: 400, random =>
    {
        Moment moment = MomentGenerator.Any(random);
        long instant = moment.Now.ToUnixTimeMilliseconds();
        IEnumerable<Instant> until = Enumerable.Range(0, 4 * 60).Select(quarters => Instant.FromUnixTimeMilliseconds(instant) - Duration.FromMinutes(15 * quarters));
        LocalDate day = until.Max(at => at.InZone(moment.Zone).Date);

        Assert.Equal(day, ZoneDays.ToDate(ZoneDays.DayOf(instant, moment.Zone)));
        Assert.True(ZoneDays.StartOfDay(ZoneDays.ToDay(day), moment.Zone) <= instant);
        Assert.True(ZoneDays.StartOfDay(ZoneDays.ToDay(day) + 1, moment.Zone) > instant);
    });

    private static IEnumerable<LocalDate> Days(Random random, DateWindow window, ResolvedWindow resolved, LocalDate today)
    {
        int[] bounds = [resolved.FromDay, resolved.ToDay, ZoneDays.ToDay(today)];
        IEnumerable<LocalDate> near = bounds.Where(day => day > ZoneDays.ToDay(new(2, 1, 1)) && day < ZoneDays.ToDay(new(9998, 1, 1)))
            .SelectMany(day => Enumerable.Range(day - 2, 5)).Select(ZoneDays.ToDate);
        if (!window.IgnoringYear)
        {
            return [.. near, .. Edges, today.PlusDays(random.Next(-800, 800))];
        }

        return [.. near, .. near.Select(day => day.PlusYears(-random.Next(1, 5))), .. Edges, new(2000, random.Next(1, 13), 28), new(2001, 12, 31)];
    }

    private static IEnumerable<long> Instants(Random random, LocalDate day, ResolvedWindow resolved, Moment moment)
    {
        if (day.Year is <= 1 or >= 9998)
        {
            return [];
        }

        long start = ZoneDays.StartOfDay(ZoneDays.ToDay(day), moment.Zone);
        long[] bounds = [resolved.FromInstant, resolved.ToInstant, start, moment.Now.ToUnixTimeMilliseconds(), start + random.NextInt64(86_400_000)];
        return bounds.Where(instant => Math.Abs((decimal)instant) < 60_000_000_000_000m).SelectMany(instant => new[] { instant - 1, instant, instant + 1 });
    }
}
