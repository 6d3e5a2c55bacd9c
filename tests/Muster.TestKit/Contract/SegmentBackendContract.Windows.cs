using Muster.Rules.Data;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Muster.TestKit;

public abstract partial class SegmentBackendContract
{
    // Window, first day, last day; empty for no bound. Today is Wednesday, 15 April 2026.
    private static readonly (string Window, string First, string Last)[] Windows =
    [
        ("today", "2026-04-15", "2026-04-15"),
        ("yesterday", "2026-04-14", "2026-04-14"),
        ("tomorrow", "2026-04-16", "2026-04-16"),
        ("this week", "2026-04-13", "2026-04-19"),
        ("last week", "2026-04-06", "2026-04-12"),
        ("next week", "2026-04-20", "2026-04-26"),
        ("this month", "2026-04-01", "2026-04-30"),
        ("last month", "2026-03-01", "2026-03-31"),
        ("next month", "2026-05-01", "2026-05-31"),
        ("this quarter", "2026-04-01", "2026-06-30"),
        ("last quarter", "2026-01-01", "2026-03-31"),
        ("next quarter", "2026-07-01", "2026-09-30"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("next year", "2027-01-01", "2027-12-31"),
        ("3 days ago", "2026-04-12", "2026-04-12"),
        ("over 3 days ago", "", "2026-04-11"),
        ("last 3 days", "2026-04-12", "2026-04-15"),
        ("in 3 days", "2026-04-18", "2026-04-18"),
        ("next 3 days", "2026-04-16", "2026-04-18"),
        ("over 3 days ahead", "2026-04-19", ""),
        ("2026-04-16", "2026-04-16", "2026-04-16"),
        ("2026-04-01..2026-04-30", "2026-04-01", "2026-04-30"),
        ("before 2026-04-01", "", "2026-03-31"),
        ("after 2026-04-30", "2026-05-01", ""),
        ("< 3 days ago", "2026-04-13", "2026-04-15"),
        ("> 3 days ago", "", "2026-04-11"),
        ("last 2 months", "2026-02-15", "2026-04-15"),
        ("2 weeks ago", "2026-04-01", "2026-04-01"),
        ("in 1 years", "2027-04-15", "2027-04-15"),
        ("last 0 days", "2026-04-15", "2026-04-15"),
    ];

    [Fact]
    public async Task TheTableOfWindows_HoldsForDaysAndForInstants()
    {
        CrmSchema schema = CrmSchema.Standard;
        await using Table table = await TableAsync(schema);
        LocalDate[] days = [.. Enumerable.Range(0, 1_200).Select(i => new LocalDate(2025, 1, 1).PlusDays(i - 30)), new(1, 1, 2), new(9998, 12, 30)];
        DateTimeZone zone = table.Moment.Zone;
        await table.AddAsync([.. days.SelectMany(day => new[]
        {
            table.New("contact", $"{Iso(day)} from", ("birthday", Day(day)), ("created_at", FieldValue.OfDateTime(ZoneDays.StartOfDay(ZoneDays.ToDay(day), zone)))),
            table.New("contact", $"{Iso(day)} to", ("birthday", Day(day)), ("created_at", FieldValue.OfDateTime(ZoneDays.StartOfDay(ZoneDays.ToDay(day) + 1, zone) - 1))),
        })]);
        await table.AddAsync(table.New("contact", "no day"));

        foreach ((string window, string first, string last) in Windows)
        {
            string[] within = [.. days.Select(Iso).Where(day => string.CompareOrdinal(day, first) >= 0 && (last.Length == 0 || string.CompareOrdinal(day, last) <= 0))
                .SelectMany(day => new[] { $"{day} from", $"{day} to" })];
            string[] without = [.. days.SelectMany(day => new[] { $"{Iso(day)} from", $"{Iso(day)} to" }).Except(within), "no day"];
            await table.HoldsAsync(window, Table.Where("birthday", Operator.During, window), within);
            await table.HoldsAsync(window, Table.Where("created_at", Operator.During, window), within);
            await table.HoldsAsync(window, Table.Where("birthday", Operator.NotDuring, window), without);
            await table.HoldsAsync(window, Table.Where("created_at", Operator.NotDuring, window), without);
        }
    }

    [Fact]
    public async Task Birthdays_CompareMonthAndDayAlone()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        string[] births = ["1980-02-28", "1984-02-29", "1990-03-01", "1970-12-29", "1999-12-30", "2001-01-02", "2010-01-05", "1985-04-15", "2026-04-15"];
        await table.AddAsync([.. births.Select(birth => table.New("contact", birth, ("birthday", Day(LocalDatePattern.Iso.Parse(birth).Value))))]);

        foreach ((string now, string window, string[] expected) in new (string, string, string[])[]
        {
            ("2026-12-29", "next 7 days ignoring year", ["1999-12-30", "2001-01-02", "2010-01-05"]),
            ("2026-12-29", "today ignoring year", ["1970-12-29"]),
            ("2023-02-28", "today ignoring year", ["1980-02-28", "1984-02-29"]),
            ("2023-03-01", "today ignoring year", ["1990-03-01"]),
            ("2024-02-28", "today ignoring year", ["1980-02-28"]),
            ("2024-02-29", "today ignoring year", ["1984-02-29"]),
            ("2024-02-28", "tomorrow ignoring year", ["1984-02-29"]),
            ("2023-02-27", "next 2 days ignoring year", ["1980-02-28", "1984-02-29", "1990-03-01"]),
            ("2026-04-15", "today", ["2026-04-15"]),
            ("2026-04-15", "today ignoring year", ["1985-04-15", "2026-04-15"]),
            ("2023-02-28", "next 1 years ignoring year", births),
            ("2026-04-15", "this year ignoring year", births),
            ("2026-04-15", "before 2000-01-01 ignoring year", births),
        })
        {
            table.Moment = Table.At(now + "T08:00:00Z", "Europe/Berlin");
            await table.HoldsAsync($"{window} on {now}", Table.Where("birthday", Operator.During, window), expected);
        }
    }

    [Fact]
    public async Task HoursAndMinutes_AreExactToTheMillisecond()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        table.Moment = new(Table.MidApril.Now + Duration.FromNanoseconds(999_999), Table.MidApril.Zone);
        long now = Table.MidApril.Now.ToUnixTimeMilliseconds();
        await table.AddAsync([.. new long[] { 1, 0, -1, -59_999, -60_000, (-36 * 3_600_000) + 1, -36 * 3_600_000 }
            .Select(offset => table.New("contact", $"{offset}", ("created_at", FieldValue.OfDateTime(now + offset))))]);

        await table.HoldsAsync("36 hours", Table.Where("created_at", Operator.During, "last 36 hours"), "0", "-1", "-59999", "-60000", "-129599999");
        await table.HoldsAsync("a minute", Table.Where("created_at", Operator.During, "last 1 minutes"), "0", "-1", "-59999");
        await table.HoldsAsync("the complement", Table.Where("created_at", Operator.NotDuring, "last 1 minutes"), "1", "-60000", "-129599999", "-129600000");
    }

    [Fact]
    public async Task DaysOfClockChanges_BeginAndEndWhereTheyDo()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        string[] instants =
        [
            "2025-03-29T22:59:59.999Z", "2025-03-29T23:00:00Z", "2025-03-30T21:59:59.999Z", "2025-03-30T22:00:00Z", // Berlin: 30 March has 23 hours
            "2018-11-04T02:59:59.999Z", "2018-11-04T03:00:00Z", "2018-11-05T01:59:59.999Z", "2018-11-05T02:00:00Z", // Sao Paulo: 4 November begins at one o'clock
            "2011-12-30T09:59:59.999Z", "2011-12-30T10:00:00Z",                                                     // Apia: 30 December was left out
        ];
        await table.AddAsync([.. instants.Select(instant => table.New("contact", instant, ("created_at", Table.Instant(instant))))]);

        table.Moment = Table.At("2025-03-30T12:00:00Z", "Europe/Berlin");
        await table.HoldsAsync("23 hours", Table.Where("created_at", Operator.During, "today"), instants[1], instants[2]);
        table.Moment = Table.At("2018-11-04T12:00:00Z", "America/Sao_Paulo");
        await table.HoldsAsync("no midnight", Table.Where("created_at", Operator.During, "today"), instants[5], instants[6]);
        table.Moment = Table.At("2011-12-30T12:00:00Z", "Pacific/Apia");
        await table.HoldsAsync("the day after the gap", Table.Where("created_at", Operator.Equal, "2011-12-31"), instants[9]);
        await table.HoldsAsync("the day in the gap", Table.Where("created_at", Operator.Equal, "2011-12-30"));
        await table.HoldsAsync("the day before the gap", Table.Where("created_at", Operator.Equal, "2011-12-29"), instants[8]);
    }

    [Fact]
    public async Task AnInstant_IsComparedWithADayByItsDay_AndWithAnInstantAsItIs()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        string[] instants = ["2026-04-14T21:59:59.999Z", "2026-04-14T22:00:00Z", "2026-04-15T21:59:59.999Z", "2026-04-15T22:00:00Z"];
        await table.AddAsync([.. instants.Select(instant => table.New("contact", instant, ("created_at", Table.Instant(instant))))]);
        await table.AddAsync(table.New("contact", "none"));

        await table.HoldsAsync("on", Table.Where("created_at", Operator.Equal, "2026-04-15"), instants[1], instants[2]);
        await table.HoldsAsync("not on", Table.Where("created_at", Operator.NotEqual, "2026-04-15"), instants[0], instants[3], "none");
        await table.HoldsAsync("before", Table.Where("created_at", Operator.Less, "2026-04-15"), instants[0]);
        await table.HoldsAsync("to", Table.Where("created_at", Operator.LessOrEqual, "2026-04-15"), instants[0], instants[1], instants[2]);
        await table.HoldsAsync("after", Table.Where("created_at", Operator.Greater, "2026-04-15"), instants[3]);
        await table.HoldsAsync("from", Table.Where("created_at", Operator.GreaterOrEqual, "2026-04-15"), instants[1], instants[2], instants[3]);
        await table.HoldsAsync("between", Table.Where("created_at", Operator.Between, "2026-04-14", "2026-04-15"), instants[0], instants[1], instants[2]);
        await table.HoldsAsync("instant", Table.Where("created_at", Operator.Equal, "2026-04-15T00:00:00+02:00"), instants[1]);
        await table.HoldsAsync("after the instant", Table.Where("created_at", Operator.Greater, "2026-04-14T22:00:00Z"), instants[2], instants[3]);
    }

    private async Task<Table> TableAsync(CrmSchema schema) => new(await CreateAsync(schema), new Dataset(schema), Table.MidApril, Bind);

    private static FieldValue Day(LocalDate day) => FieldValue.OfDate(ZoneDays.ToDay(day));

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
