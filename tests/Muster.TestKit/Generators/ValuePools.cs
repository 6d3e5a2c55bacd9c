using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using NodaTime;

namespace Muster.TestKit;

/// <summary>
/// The few values that a round's records and rules draw from, so that ties, duplicates and boundaries are common.
/// Chosen per round from values that have gone wrong somewhere.
/// </summary>
public sealed class ValuePools
{
    private static readonly string[] AllTexts =
    [
        "Anna", "ANNA", "anna", "Ann", "open", "Open", "won", "WON", "lost", "paid", "Caf\u00E9", "Cafe\u0301", "CAF\u00C9", "cafe", "\u0130stanbul", "istanbul",
        "ISTANBUL", "\u0131stanbul", "i\u0307stanbul", "stra\u00DFe", "STRASSE", "STRA\u1E9EE", "\u03A3\u0399\u03A3\u03A5\u03A6\u039F\u03A3",
        "\u03C3\u03B9\u03C3\u03C5\u03C6\u03BF\u03C2", "\u03C3\u03B9\u03C3\u03C5\u03C6\u03BF\u03C3", "\u212A", "k", "\u212B", "\u00E5", "A\u030A", "\u2126", "\u03C9",
        "\U00010400", "\U00010428", "\U0001F642", "\U0001F469\u200D\U0001F469\u200D\U0001F467", "\uFB01", "FI", "\uFFFD", "\uD83D", " ", "a b", "%", "_", "\\", "\"'", "{\"a\":1}",
        "ananas", "an", "\u1E9B\u0323", "\u0345", "\uFF21", "\uFF41", "z", "\uE000", new string('x', 5_000), new string('x', 5_000) + "End",
    ];

    private static readonly string[] AllEmails =
        ["ann@company.com", "ANN@Company.COM", "bob@company.com", "a@b@Example.de", "nobody", "x@", "@y.org", "\u00E4@\u00FC.de", "A@U\u0308.de", "long@" + new string('d', 300) + ".com"];

    private static readonly double[] AllNumbers =
        [0, -0.0, 1, -1, 2, 3, 2.5, -7.875, 0.125, 100, 101, 80, 1_000_000, 1_099_511_627_775.875, -1_099_511_627_775.875];

    // Only where no sum is taken: the order of adding these would show.
    private static readonly double[] WildNumbers = [0.1, 0.30000000000000004, 1e300, -1e300, double.MaxValue, double.Epsilon, 9_007_199_254_740_993, -1e-9];

    private static readonly long[] AllMoney =
        [0, 1, -1, 9_999, 10_000, 10_001, 123_456, -50_000, 5, 15, 25_000_000, 9_223_372_036_854_770_000, -9_223_372_036_854_770_000, long.MaxValue, -long.MaxValue];

    private static readonly LocalDate[] AllDates =
    [
        new(2024, 2, 29), new(2024, 2, 28), new(2023, 2, 28), new(2023, 3, 1), new(2000, 2, 29), new(1900, 2, 28), new(1999, 12, 31), new(2024, 12, 31),
        new(2025, 1, 1), new(1970, 1, 1), new(1969, 12, 31), new(1, 1, 1), new(9998, 12, 31), new(1985, 1, 2), new(1990, 4, 15),
    ];

    /// <param name="random">What chooses.</param>
    /// <param name="moment">The moment that dates and instants lie around.</param>
    public ValuePools(Random random, Moment moment)
    {
        LocalDate today = NaiveWindow.Today(moment);
        Texts = [.. random.Some(AllTexts, 8), random.Pick(AllTexts), random.Pick(AllTexts)];
        Emails = random.Some(AllEmails, 6);
        Numbers = random.Some(AllNumbers, 7);
        ProfileNumbers = [.. Numbers, random.Pick(WildNumbers)];
        Amounts = random.Some(AllMoney, 7);
        Dates =
        [
            today, .. random.Some(AllDates, 4), .. Enumerable.Range(0, 4).Select(_ => today.PlusDays(random.Next(-9, 10))),
            today.PlusYears(-random.Next(1, 60)), today.PlusMonths(random.Next(-3, 4)), today.PlusDays(random.Next(-370, 370)),
        ];
        Instants = [.. Enumerable.Range(0, 9).Select(_ => Instant(random, moment))];
        ContactIds = [.. Ids(random, random.Next(5, 80), "c")];
        CompanyIds = [.. Ids(random, random.Next(2, 30), "f")];
        LeadIds = [.. Ids(random, random.Next(2, 30), "l")];
        RecipientIds = [.. Ids(random, 4, "r")];
        RowIds = [.. Ids(random, random.Next(5, 120), "d")];
    }

    /// <summary>Texts, never empty, not all in NFC.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>E-mail addresses, and texts that are none.</summary>
    public IReadOnlyList<string> Emails { get; }

    /// <summary>Multiples of 1/8 below 2^40, whose sums are exact in any order.</summary>
    public IReadOnlyList<double> Numbers { get; }

    /// <summary>Those and others, for fields that are never summed.</summary>
    public IReadOnlyList<double> ProfileNumbers { get; }

    /// <summary>Money, in ten-thousandths.</summary>
    public IReadOnlyList<long> Amounts { get; }

    /// <summary>Days.</summary>
    public IReadOnlyList<LocalDate> Dates { get; }

    /// <summary>Instants, in milliseconds since 1970.</summary>
    public IReadOnlyList<long> Instants { get; }

    /// <summary>Ids of contacts.</summary>
    public IReadOnlyList<string> ContactIds { get; }

    /// <summary>Ids of companies.</summary>
    public IReadOnlyList<string> CompanyIds { get; }

    /// <summary>Ids of leads.</summary>
    public IReadOnlyList<string> LeadIds { get; }

    /// <summary>Ids of recipients.</summary>
    public IReadOnlyList<string> RecipientIds { get; }

    /// <summary>Ids of related records.</summary>
    public IReadOnlyList<string> RowIds { get; }

    /// <summary>The ids that profiles of a kind have, now or at another time.</summary>
    public IReadOnlyList<string> IdsOf(ProfileKind kind) => kind switch
    {
        ProfileKind.Contact => ContactIds,
        ProfileKind.Company => CompanyIds,
        ProfileKind.Lead => LeadIds,
        _ => RecipientIds,
    };

    /// <summary>A value for a field.</summary>
    public FieldValue Value(Random random, Field field, ObjectKind kind) => field.Type switch
    {
        FieldType.Text => FieldValue.OfText(Text(random, field.Name)),
        FieldType.Number => FieldValue.OfNumber(random.Pick(kind == ObjectKind.Profile ? ProfileNumbers : Numbers)),
        FieldType.Money => FieldValue.OfMoney(random.Pick(Amounts)),
        FieldType.Boolean => FieldValue.OfBoolean(random.Chance(0.5)),
        FieldType.Date => FieldValue.OfDate(ZoneDays.ToDay(random.Pick(Dates))),
        FieldType.DateTime => FieldValue.OfDateTime(random.Pick(Instants)),
        FieldType.Tags => FieldValue.OfTags(random.Chance(0.1) ? [""] : random.Some(Texts, 4)),
        FieldType.Link => FieldValue.OfLink(Link(random, field)),
        _ => throw new ArgumentException($"No values of type {field.Type}.", nameof(field)),
    };

    /// <summary>Text for a field of that name; now and then empty.</summary>
    public string Text(Random random, string field) => random.Chance(0.05) ? "" : field switch
    {
        "email" => random.Pick(Emails),
        "status" => random.Pick(["won", "Won", "lost", "open", "closed"]),
        _ => random.Pick(Texts),
    };

    /// <summary>An id that a link may hold; now and then of a record that never was.</summary>
    public string Link(Random random, Field field) => random.Chance(0.08) ? "unknown" : field.LinksTo is { } target && Audiences.KindOf(target) is { } kind
        ? random.Pick(IdsOf(kind))
        : random.Pick([.. ContactIds, .. RowIds]);

    private static IEnumerable<string> Ids(Random random, int count, string prefix)
    {
        string[] odd = ["K", "k", "\u00C4", "\u00E4", "\U0001F464", "a:b/c d", new string('7', 300)];
        return Enumerable.Range(1, count).Select(i => i <= 2 ? $"{i}" : $"{prefix}{i}").Concat(random.Some(odd, 4)).Distinct();
    }

    private static long Instant(Random random, Moment moment)
    {
        long now = moment.Now.ToUnixTimeMilliseconds();
        int today = ZoneDays.DayOf(now, moment.Zone);
        return random.Next(7) switch
        {
            0 => now + random.Next(-1, 2),
            1 => now - (random.Next(0, 4) * 3_600_000L) + random.Next(-1, 2),
            2 => ZoneDays.StartOfDay(today + random.Next(-4, 5), moment.Zone) + random.Next(-1, 2),
            3 => moment.Zone.GetZoneInterval(moment.Now) is { HasStart: true, Start: var change } ? change.ToUnixTimeMilliseconds() + random.Next(-3_600_001, 3_600_001) : 0,
            4 => moment.Zone.GetZoneInterval(moment.Now) is { HasEnd: true, End: var change } ? change.ToUnixTimeMilliseconds() + random.Next(-1, 2) : -1,
            5 => now + (random.Next(-800, 800) * 86_400_000L),
            _ => random.Pick([0, -1, -62_135_596_800_000L + 86_400_000L, 253_339_228_800_000L, 951_782_400_000L]),
        };
    }
}
