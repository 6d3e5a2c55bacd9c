using System.Globalization;

namespace Muster.Server.Demo;

/// <summary>
/// The ids of demo records. A profile's is its number from 1, <c>con_000123</c>; a related record's is its owner's number and its own number there,
/// <c>deal_000123_2</c>, the former after a letter where the owner is not a contact: <c>deal_c000017_1</c>, <c>evt_l000009_3</c>.
/// </summary>
internal static class DemoId
{
    public static string Contact(int index) => Of("con_", index);

    public static string Company(int index) => Of("com_", index);

    public static string Lead(int index) => Of("lead_", index);

    /// <param name="prefix">Such as <c>deal_</c> or <c>deal_c</c>.</param>
    /// <param name="owner">The owner's index, from 0.</param>
    /// <param name="ordinal">The record's index there, from 0.</param>
    public static string Related(string prefix, int owner, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{owner + 1:D6}_{ordinal + 1}");

    private static string Of(string prefix, int index) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{index + 1:D6}");
}
