namespace Muster.Rules.Data;

/// <summary>Money: fixed point with 4 decimals, a 64-bit count of ten-thousandths.</summary>
public static class Money
{
    /// <summary>Units in one whole.</summary>
    public const long Scale = 10_000;

    /// <summary>The units of <paramref name="value"/>.</summary>
    /// <returns>False where it has more than 4 decimals or does not fit in 64 bits (about ±922 trillion).</returns>
    public static bool TryToUnits(decimal value, out long units)
    {
        units = 0;
        if (Math.Abs(value) > long.MaxValue / Scale)
        {
            return false;
        }

        decimal scaled = value * Scale;
        if (decimal.Truncate(scaled) != scaled)
        {
            return false;
        }

        units = (long)scaled;
        return true;
    }

    /// <summary>The amount of so many units.</summary>
    public static decimal ToDecimal(long units) => (decimal)units / Scale;
}
