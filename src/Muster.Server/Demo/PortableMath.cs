namespace Muster.Server.Demo;

/// <summary>
/// Exponentials and the normal distribution from additions, multiplications, divisions and square roots alone, which IEEE 754 fixes to the last bit.
/// <see cref="Math.Exp"/> and <see cref="Math.Log(double)"/> come from the machine's C library and may differ in it.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309;

    /// <summary>e^x; relative error below 1e-13 for x of -700 to 700.</summary>
    public static double Exp(double x)
    {
        // x = k ln 2 + r with |r| <= ln 2 / 2, where 13 terms of the series suffice.
        double k = Math.Floor((x / Ln2) + 0.5);
        double r = x - (k * Ln2);
        double sum = 1;
        for (int term = 13; term >= 1; term--)
        {
            sum = 1 + (sum * r / term);
        }

        return sum * BitConverter.Int64BitsToDouble((1023 + (long)k) << 52);
    }

    /// <summary>The natural logarithm of a positive, normal <paramref name="x"/>; absolute error below 1e-13 for x of 1e-20 to 1e20.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1023L << 52));
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        // ln m = 2 artanh((m - 1) / (m + 1)), whose argument is within ±0.172 here.
        double t = (mantissa - 1) / (mantissa + 1);
        double square = t * t;
        double sum = 0;
        for (int term = 17; term >= 1; term -= 2)
        {
            sum = (sum * square) + (1.0 / term);
        }

        return (exponent * Ln2) + (2 * t * sum);
    }

    /// <summary>The x below which a standard normal variable falls with probability <paramref name="p"/>, 0 &lt; p &lt; 1. Relative error below 1.2e-9.</summary>
    /// <remarks>Source: Acklam, "An algorithm for computing the inverse normal cumulative distribution function", 2003.</remarks>
    public static double NormalQuantile(double p)
    {
        const double Low = 0.02425;
        if (p < Low)
        {
            return Tail(Math.Sqrt(-2 * Log(p)));
        }

        if (p > 1 - Low)
        {
            return -Tail(Math.Sqrt(-2 * Log(1 - p)));
        }

        double q = p - 0.5;
        double r = q * q;
        return ((((((((((-3.969683028665376e+01 * r) + 2.209460984245205e+02) * r) - 2.759285104469687e+02) * r) + 1.383577518672690e+02) * r)
            - 3.066479806614716e+01) * r) + 2.506628277459239e+00) * q
            / ((((((((((-5.447609879822406e+01 * r) + 1.615858368580409e+02) * r) - 1.556989798598866e+02) * r) + 6.680131188771972e+01) * r)
            - 1.328068155288572e+01) * r) + 1);
    }

    /// <summary>The probability that a standard normal variable falls below <paramref name="x"/>. Absolute error below 7.5e-8.</summary>
    /// <remarks>Source: Abramowitz, Stegun, "Handbook of Mathematical Functions", 26.2.17.</remarks>
    public static double NormalProbability(double x)
    {
        double size = Math.Min(Math.Abs(x), 37);
        double t = 1 / (1 + (0.2316419 * size));
        double series = ((((((((1.330274429 * t) - 1.821255978) * t) + 1.781477937) * t) - 0.356563782) * t) + 0.319381530) * t;
        double above = 0.3989422804014327 * Exp(-size * size / 2) * series;
        return x > 0 ? 1 - above : above;
    }

    private static double Tail(double q) =>
        ((((((((((-7.784894002430293e-03 * q) - 3.223964580411365e-01) * q) - 2.400758277161838e+00) * q) - 2.549732539343734e+00) * q)
            + 4.374664141464968e+00) * q) + 2.938163982698783e+00)
        / ((((((((7.784695709041462e-03 * q) + 3.224671290700398e-01) * q) + 2.445134137142996e+00) * q) + 3.754408661907416e+00) * q) + 1);
}
