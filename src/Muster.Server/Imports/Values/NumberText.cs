namespace Muster.Server.Imports.Values;

/// <summary>What the writing of a number tells about it and its column.</summary>
[Flags]
internal enum NumberTraits
{
    None = 0,

    /// <summary>It is only a number where the comma begins its decimals, as in <c>1.234,50</c>.</summary>
    DecimalComma = 1,

    /// <summary>It is only a number where the point begins its decimals, as in <c>1,234.50</c>.</summary>
    DecimalPoint = 2,

    /// <summary>It has a currency sign.</summary>
    Currency = 4,

    /// <summary>It begins with a zero or a plus, or has more than 15 digits: the number of a person or thing rather than a quantity.</summary>
    Identifier = 8,
}

/// <summary>
/// Numbers as files write them: a sign, a currency sign before or after, digits in groups of three or in none, decimals, an exponent.
/// Whether comma or point begins the decimals is decided for a column, never for a value: <c>1,234</c> alone does not tell.
/// </summary>
internal static class NumberText
{
    /// <summary>The longest text that is taken for a number, in bytes.</summary>
    public const int MaxLength = 64;

    /// <summary>Writes a number as JSON has it: no plus, no leading zeros, no zeros at the end of the decimals.</summary>
    /// <param name="text">The number.</param>
    /// <param name="decimalComma">Whether the comma begins the decimals and the point parts the thousands; else the other way about.</param>
    /// <param name="into">At least <see cref="MaxLength"/> + 2 bytes.</param>
    /// <param name="written">Bytes written.</param>
    public static bool TryNormalize(ReadOnlySpan<byte> text, bool decimalComma, Span<byte> into, out int written)
    {
        written = 0;
        if (!TryStrip(ref text, out bool negative, out bool currency))
        {
            return false;
        }

        byte point = decimalComma ? (byte)',' : (byte)'.';
        byte group = decimalComma ? (byte)'.' : (byte)',';
        if (negative)
        {
            into[written++] = (byte)'-';
        }

        int first = Digits(text);
        int digitsFrom = written;
        Copy(text[..first], into, ref written, digitsFrom);
        text = text[first..];
        bool grouped = false;
        while (text.Length > 0 && text[0] == group)
        {
            if ((!grouped && first is 0 or > 3) || Digits(text[1..]) != 3)
            {
                return false;
            }

            grouped = true;
            Copy(text.Slice(1, 3), into, ref written, digitsFrom);
            text = text[4..];
        }

        if (written == digitsFrom)
        {
            into[written++] = (byte)'0';
        }

        int decimals = 0;
        if (text.Length > 1 && text[0] == point)
        {
            decimals = Digits(text[1..]);
            ReadOnlySpan<byte> significant = text.Slice(1, decimals).TrimEnd((byte)'0');
            if (!significant.IsEmpty)
            {
                into[written++] = (byte)'.';
                significant.CopyTo(into[written..]);
                written += significant.Length;
            }

            text = text[(1 + decimals)..];
        }

        if (first + decimals == 0)
        {
            return false;
        }

        if (text.IsEmpty)
        {
            Unsign(into, ref written);
            return true;
        }

        return !grouped && !currency && TryExponent(text, into, ref written);
    }

    /// <summary>What the writing of a text tells, should it be a number.</summary>
    public static NumberTraits TraitsOf(ReadOnlySpan<byte> text)
    {
        NumberTraits traits = text.StartsWith("+"u8) ? NumberTraits.Identifier : NumberTraits.None;
        if (!TryStrip(ref text, out _, out bool currency))
        {
            return NumberTraits.None;
        }

        traits |= currency ? NumberTraits.Currency : NumberTraits.None;
        int whole = Digits(text);
        if ((whole > 1 && text[0] == '0') || whole > 15)
        {
            traits |= NumberTraits.Identifier;
        }

        int comma = text.LastIndexOf((byte)',');
        int point = text.LastIndexOf((byte)'.');
        if (comma >= 0 && point >= 0)
        {
            return traits | (comma > point ? NumberTraits.DecimalComma : NumberTraits.DecimalPoint);
        }

        int at = Math.Max(comma, point);
        if (at < 0)
        {
            return traits;
        }

        // One separator with three digits behind it, and at most three before it, parts thousands or begins decimals: it does not tell.
        bool several = text[..at].Contains(text[at]);
        bool open = !several && Digits(text[(at + 1)..]) == 3 && at is > 0 and <= 3 && text[0] != '0';
        return open ? traits : traits | (comma >= 0 ^ several ? NumberTraits.DecimalComma : NumberTraits.DecimalPoint);
    }

    private static bool TryStrip(ref ReadOnlySpan<byte> text, out bool negative, out bool currency)
    {
        currency = false;
        negative = false;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        bool signed = TakeSign(ref text, out negative);
        if (CurrencyAtStart(text) is > 0 and var before)
        {
            currency = true;
            text = text[before..].TrimStart((byte)' ');
            if (!signed)
            {
                TakeSign(ref text, out negative);
            }
        }
        else if (CurrencyAtEnd(text) is > 0 and var after)
        {
            currency = true;
            text = text[..^after].TrimEnd((byte)' ');
        }

        return !text.IsEmpty;
    }

    private static bool TakeSign(ref ReadOnlySpan<byte> text, out bool negative)
    {
        negative = text.StartsWith("-"u8);
        if (!negative && !text.StartsWith("+"u8))
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    /// <summary>The length of a currency sign: the dollar, cent to yen (U+00A2 to U+00A5), and the block of currency symbols (U+20A0 to U+20CF).</summary>
    private static int CurrencyAtStart(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'$', ..] => 1,
        [0xC2, >= 0xA2 and <= 0xA5, ..] => 2,
        [0xE2, 0x82, >= 0xA0, ..] or [0xE2, 0x83, <= 0x8F, ..] => 3,
        _ => 0,
    };

    private static int CurrencyAtEnd(ReadOnlySpan<byte> text) => text switch
    {
        [.., (byte)'$'] => 1,
        [.., 0xC2, >= 0xA2 and <= 0xA5] => 2,
        [.., 0xE2, 0x82, >= 0xA0] or [.., 0xE2, 0x83, <= 0x8F] => 3,
        _ => 0,
    };

    private static bool TryExponent(ReadOnlySpan<byte> text, Span<byte> into, ref int written)
    {
        if (text[0] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        ReadOnlySpan<byte> digits = text[1..];
        TakeSign(ref digits, out bool negative);
        if (digits.IsEmpty || Digits(digits) != digits.Length)
        {
            return false;
        }

        into[written++] = (byte)'e';
        if (negative)
        {
            into[written++] = (byte)'-';
        }

        digits.CopyTo(into[written..]);
        written += digits.Length;
        return true;
    }

    /// <summary>Copies digits, without the zeros that the number would begin with.</summary>
    private static void Copy(ReadOnlySpan<byte> digits, Span<byte> into, ref int written, int digitsFrom)
    {
        digits = written == digitsFrom ? digits.TrimStart((byte)'0') : digits;
        digits.CopyTo(into[written..]);
        written += digits.Length;
    }

    private static void Unsign(Span<byte> into, ref int written)
    {
        if (into[..written].SequenceEqual("-0"u8))
        {
            into[0] = (byte)'0';
            written = 1;
        }
    }

    private static int Digits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var end and >= 0 ? end : text.Length;
}
