using System.Globalization;
using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Cli.Output;

/// <summary>How numbers, instants and counts are written for people, the same in every locale.</summary>
internal static class Format
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string CountOf(RuleCount count, Audience audience) => $"{Count(count.Count)} of {Count(count.Total)} {Audiences.NameOf(audience)}";

    public static string Milliseconds(TimeSpan elapsed) => elapsed.TotalMilliseconds.ToString(elapsed.TotalMilliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";

    /// <summary>RFC 3339 with milliseconds, in UTC.</summary>
    public static string Instant(NodaTime.Instant instant) => FieldValue.OfDateTime(instant.ToUnixTimeMilliseconds()).ToString();
}
