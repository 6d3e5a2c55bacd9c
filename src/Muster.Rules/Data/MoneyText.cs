using System.Globalization;

namespace Muster.Rules.Data;

/// <summary>Reads amounts as people and files write them: <c>1000</c>, <c>-19.99</c>, <c>$1,000.50</c>, <c>1,000 €</c>, <c>1.5e3</c>.</summary>
internal static class MoneyText
{
    /// <summary>The digits that a decimal holds in any case.</summary>
    private const int MaxDigits = 28;

    /// <summary>Reads an amount, exactly or not at all.</summary>
    /// <param name="text">
    /// A sign, a currency sign before or after, digits, in groups of three where there are commas, a point and decimals, and, where there are no
    /// commas, an exponent.
    /// </param>
    /// <param name="value">The amount.</param>
    /// <returns>False where the text is no amount, or needs more than 28 digits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        text = text.Trim();
        bool signed = TakeSign(ref text, out bool negative);
        if (text.Length > 0 && IsCurrency(text[0]))
        {
            text = text[1..].TrimStart();
            if (!signed)
            {
                TakeSign(ref text, out negative);
            }
        }
        else if (text.Length > 0 && IsCurrency(text[^1]))
        {
            text = text[..^1].TrimEnd();
        }

        Digits digits = default;
        if (!TakeWhole(ref text, ref digits, out bool grouped) || !TakeDecimals(ref text, ref digits) || !TakeExponent(ref text, grouped, ref digits))
        {
            return false;
        }

        return text.IsEmpty && digits.TryToDecimal(negative, out value);
    }

    private static bool IsCurrency(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol;

    private static bool TakeSign(ref ReadOnlySpan<char> text, out bool negative)
    {
        negative = text.Length > 0 && text[0] == '-';
        if (!negative && !(text.Length > 0 && text[0] == '+'))
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    private static bool TakeWhole(ref ReadOnlySpan<char> text, ref Digits digits, out bool grouped)
    {
        grouped = false;
        int length = Run(text);
        ReadOnlySpan<char> first = text[..length];
        digits.Add(first, decimals: false);
        text = text[length..];
        while (text.Length > 0 && text[0] == ',')
        {
            if ((!grouped && first.Length is 0 or > 3) || Run(text[1..]) != 3)
            {
                return false;
            }

            grouped = true;
            digits.Add(text.Slice(1, 3), decimals: false);
            text = text[4..];
        }

        return first.Length > 0 || (text.Length > 1 && text[0] == '.');
    }

    private static bool TakeDecimals(ref ReadOnlySpan<char> text, ref Digits digits)
    {
        if (text.Length == 0 || text[0] != '.')
        {
            return true;
        }

        int length = Run(text[1..]);
        digits.Add(text.Slice(1, length), decimals: true);
        text = text[(1 + length)..];
        return length > 0;
    }

    private static bool TakeExponent(ref ReadOnlySpan<char> text, bool grouped, ref Digits digits)
    {
        if (text.Length == 0 || text[0] is not ('e' or 'E'))
        {
            return true;
        }

        text = text[1..];
        TakeSign(ref text, out bool negative);
        int length = Run(text);
        if (grouped || length == 0)
        {
            return false;
        }

        // An exponent of more than nine digits is beyond any amount; so is the largest of nine.
        int exponent = int.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? Math.Min(given, 999_999_999) : 999_999_999;
        digits.Shift(negative ? -exponent : exponent);
        text = text[length..];
        return true;
    }

    private static int Run(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;

    /// <summary>A whole number without zeros at its end, and the power of ten that it is to be multiplied by.</summary>
    private struct Digits
    {
        private UInt128 _mantissa;
        private int _count;
        private long _zeros;
        private long _decimals;
        private long _shift;

        public void Add(ReadOnlySpan<char> digits, bool decimals)
        {
            foreach (char digit in digits)
            {
                _decimals += decimals ? 1 : 0;
                if (digit == '0')
                {
                    _zeros += _count > 0 ? 1 : 0;
                    continue;
                }

                if (_count + _zeros + 1 > MaxDigits)
                {
                    _count = MaxDigits + 1;
                    continue;
                }

                for (; _zeros > 0; _zeros--, _count++)
                {
                    _mantissa *= 10;
                }

                _mantissa = (_mantissa * 10) + (uint)(digit - '0');
                _count++;
            }
        }

        public void Shift(int exponent) => _shift = exponent;

        public readonly bool TryToDecimal(bool negative, out decimal value)
        {
            value = 0;
            if (_count == 0)
            {
                return true;
            }

            long power = _zeros - _decimals + _shift;
            if (_count > MaxDigits || power < -MaxDigits || _count + power > MaxDigits)
            {
                return false;
            }

            UInt128 whole = _mantissa;
            for (; power > 0; power--)
            {
                whole *= 10;
            }

            value = new decimal((int)(uint)whole, (int)(uint)(whole >> 32), (int)(uint)(whole >> 64), negative, (byte)-power);
            return true;
        }
    }
}
