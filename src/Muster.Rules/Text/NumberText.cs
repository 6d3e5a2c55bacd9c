using System.Globalization;

namespace Muster.Rules.Text;

/// <summary>Numbers as both forms write them.</summary>
internal static class NumberText
{
    /// <summary>The number in digits, without an exponent and without zeros at its end.</summary>
    public static string Print(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Reads digits with an optional sign, point and exponent. False where it is no such number, too large, or so small that nothing but 0 would be left.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal number)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        int exponent = text.IndexOfAny('e', 'E');
        return number != 0 || !(exponent < 0 ? text : text[..exponent]).ContainsAnyInRange('1', '9');
    }
}
