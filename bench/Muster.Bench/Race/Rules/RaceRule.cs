using System.Text.RegularExpressions;
using Muster.Bench.Race.Data;
using Muster.Rules.Dates;
using Muster.Rules.Schema;

namespace Muster.Bench.Race.Rules;

/// <summary>The databases that a rule is written for by hand.</summary>
internal enum Dialect
{
    PostgreSql,
    Sqlite,
    ClickHouse,
}

/// <summary>A rule of the race: Muster's text, and the SQL that someone who knows each database would write for it.</summary>
/// <param name="Name">A name for the tables.</param>
/// <param name="Text">The rule.</param>
/// <param name="PostgreSql">The count on PostgreSQL. In all SQL, <c>{day-90}</c> is the instant at which the day 90 days before today begins.</param>
/// <param name="Sqlite">The count on SQLite; that of PostgreSQL where null.</param>
/// <param name="ClickHouse">The count on ClickHouse; that of PostgreSQL where null.</param>
internal sealed partial record RaceRule(string Name, string Text, string PostgreSql, string? Sqlite = null, string? ClickHouse = null)
{
    /// <summary>Whom it selects from.</summary>
    public Audience Audience { get; init; } = Audience.Contacts;

    /// <summary>All 24, simple ones first.</summary>
    public static IReadOnlyList<RaceRule> All { get; } = [.. FieldRules.All, .. RelatedRules.All, .. CompositeRules.All];

    /// <summary>The SQL for a database, its days filled in.</summary>
    public string SqlFor(Dialect dialect)
    {
        string sql = dialect switch
        {
            Dialect.PostgreSql => PostgreSql,
            Dialect.Sqlite => Sqlite ?? PostgreSql,
            Dialect.ClickHouse => ClickHouse ?? PostgreSql,
            _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
        };
        return Day().Replace(sql, match => Literal(StartOfDay(int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)), dialect));
    }

    private static long StartOfDay(int fromToday) =>
        ZoneDays.StartOfDay(ZoneDays.DayOf(RaceMoment.Now.ToUnixTimeMilliseconds(), RaceMoment.Zone) + fromToday, RaceMoment.Zone);

    private static string Literal(long milliseconds, Dialect dialect)
    {
        string utc = DateTime.UnixEpoch.AddMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        return dialect switch
        {
            Dialect.PostgreSql => $"timestamptz '{utc}+00'",
            Dialect.Sqlite => milliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Dialect.ClickHouse => $"toDateTime64('{utc}', 3, 'UTC')",
            _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
        };
    }

    [GeneratedRegex(@"\{day([+-]\d+)\}")]
    private static partial Regex Day();
}
