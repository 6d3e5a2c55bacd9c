using Muster.Rules.Data;

namespace Muster.Storage.Records;

/// <summary>The normal forms under which e-mail addresses and phone numbers are looked for.</summary>
public static class Identity
{
    /// <summary>An e-mail's key: trimmed and folded. Null where it is none.</summary>
    public static string? OfEmail(string? email) =>
        email?.Trim() is { Length: > 2 } trimmed && trimmed.IndexOf('@') is > 0 and var at && at < trimmed.Length - 1 ? "e:" + TextFold.Fold(trimmed) : null;

    /// <summary>A phone's key: its digits after a plus, where they make an E.164 number (7 to 15 digits, <c>00</c> read as plus). Null where they do not.</summary>
    public static string? OfPhone(string? phone)
    {
        if (phone is null)
        {
            return null;
        }

        string digits = string.Concat(phone.Where(char.IsAsciiDigit));
        bool international = phone.TrimStart().StartsWith('+');
        if (!international && digits.StartsWith("00", StringComparison.Ordinal))
        {
            digits = digits[2..];
        }

        return digits.Length is >= 7 and <= 15 && digits[0] != '0' ? "p:+" + digits : null;
    }
}
