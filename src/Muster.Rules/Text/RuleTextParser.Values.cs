using System.Buffers;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>This half reads values.</summary>
internal sealed partial class RuleTextParser
{
    private const string Currencies = "$€£";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,");

    /// <summary>Where the last bare value stood: what follows it is probably the rest of a text that lacks its quotes.</summary>
    private (int Start, int End) _lastBare = (-1, -1);

    private Literal? ReadValue(bool inList)
    {
        if (_cursor.AtQuote)
        {
            return ReadQuoted() is { } quoted ? new Literal.Text(quoted) : null;
        }

        int start = _cursor.Next;
        string raw = _cursor.TakeBare(inList);
        (int, int) place = (start, Math.Max(_cursor.Position, start));
        string word = raw.ToLowerInvariant();
        if (raw.Length == 0 || Keywords.Structure.Contains(word))
        {
            _cursor.Position = start;
            return Fail<Literal>(raw.Length == 0 ? "A value belongs here." : $"A value belongs here; \"{raw}\" is a word of the language, as a value it goes in quotes.",
                raw.Length == 0 ? null : Quoting.Quoted(raw));
        }

        if (word is "true" or "yes" or "false" or "no")
        {
            return new Literal.Boolean(word is "true" or "yes");
        }

        if (word is "null" or "missing" or "empty")
        {
            Report(RuleErrorCode.InvalidValue, $"Nothing compares with \"{raw}\": write is missing, or put it in quotes where the word itself is meant.", place, "is missing");
            return null;
        }

        if (raw.Any(c => Currencies.Contains(c, StringComparison.Ordinal)))
        {
            return ReadMoney(raw, start, inList);
        }

        if (!LooksLikeNumber(raw))
        {
            _lastBare = place;
            return IsWellFormed(raw, start) ? new Literal.Text(raw) : null;
        }

        return ReadNumber(raw, place);
    }

    private string? ReadQuoted()
    {
        string? read = _cursor.TakeQuoted(out (string Message, int Start, int End)? error);
        if (error is { } fault)
        {
            Report(RuleErrorCode.Syntax, fault.Message, (fault.Start, Math.Min(fault.End, text.Length)));
        }

        return read;
    }

    private Literal.Number? ReadMoney(string raw, int start, bool inList)
    {
        bool isNegative = raw[0] == '-';
        string digits = raw[(isNegative ? 1 : 0)..];
        digits = Currencies.Contains(digits[0], StringComparison.Ordinal) ? digits[1..] : Currencies.Contains(digits[^1], StringComparison.Ordinal) ? digits[..^1] : digits;
        if (digits.Length == 0)
        {
            digits = _cursor.TakeBare(inList);
        }

        (int Start, int End) place = (start, _cursor.Position);
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point > 0 && digits.Length - point == 4 && !digits.Contains(',', StringComparison.Ordinal))
        {
            return ReportPoint(place);
        }

        if (digits.Length == 0 || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.'))
        {
            Report(RuleErrorCode.InvalidValue, "An amount of money, such as $1,000, belongs here.", place);
            return null;
        }

        return ReadNumber((isNegative ? "-" : "") + digits, place);
    }

    private Literal.Number? ReadNumber(string raw, (int Start, int End) place)
    {
        int point = raw.IndexOf('.', StringComparison.Ordinal);
        string whole = raw[..Math.Max(point, 0)].TrimStart('-');

        // No number is printed with a zero at the end of its decimals, so 1.500 is more likely fifteen hundred; 1.125 is what it seems.
        if (point > 0 && raw.Length - point == 4 && raw[^1] == '0' && whole is not ['0', ..] and { Length: >= 1 and <= 3 })
        {
            return ReportPoint(place);
        }

        string digits = raw;
        if (TextCursor.TryDropThousands(ref digits) && NumberText.TryParse(digits, out decimal number))
        {
            return new(number);
        }

        Report(RuleErrorCode.InvalidValue, raw.Contains(',', StringComparison.Ordinal)
            ? $"{Clip(raw)} is no number: commas go between groups of three digits, a point before the decimals."
            : $"{Clip(raw)} is no number that fits: up to 28 digits count. Text that looks like a number goes in quotes.", place);
        return null;
    }

    private Literal.Number? ReportPoint((int Start, int End) place)
    {
        Report(RuleErrorCode.InvalidValue, "It is not clear whether this point separates thousands or decimals: write 1000 or 1.00.", place);
        return null;
    }

    /// <summary>
    /// Whether it is meant as a number. Digits after a leading zero or a plus are a phone number or an id, so text; so is what holds other characters
    /// (a date, a version, an address).
    /// </summary>
    private static bool LooksLikeNumber(string raw)
    {
        ReadOnlySpan<char> digits = raw.AsSpan(raw[0] == '-' ? 1 : 0);
        bool starts = digits.Length > 0 && (char.IsAsciiDigit(digits[0]) || (digits[0] == '.' && digits.Length > 1 && char.IsAsciiDigit(digits[1])));
        if (!starts || (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1])))
        {
            return false;
        }

        int exponent = digits.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = exponent < 0 ? digits : digits[..exponent];
        ReadOnlySpan<char> power = exponent < 0 ? "0" : digits[(exponent + 1)..].TrimStart("+-");
        return mantissa.IndexOfAnyExcept(NumberCharacters) < 0 && mantissa.Count('.') <= 1 && power.Length > 0 && power.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private bool IsWellFormed(string raw, int start)
    {
        for (int i = 0; i < raw.Length; i++)
        {
            if (!System.Text.Rune.TryGetRuneAt(raw, i, out System.Text.Rune rune))
            {
                Report(RuleErrorCode.Syntax, "This is half of a surrogate pair, which is no character.", (start + i, start + i + 1));
                return false;
            }

            i += rune.Utf16SequenceLength - 1;
        }

        return true;
    }

    private void ReportTrailing()
    {
        (int Start, int End) token = NextToken();
        string? next = _cursor.PeekWord();
        string? typo = next is { Length: > 2 } ? NearMiss.Suggest(next, ["and", "where"]) : null;
        typo = typo == next ? null : typo;
        if (typo is null && next is not null && _lastBare.End == _cursor.Position)
        {
            int start = _lastBare.Start;
            int end = _cursor.Position;
            while (!AtBoundary() && _cursor.PeekWord() is { } word)
            {
                _ = _cursor.TakeWord(word);
                end = _cursor.Position;
            }

            string meant = Quoting.Quoted(text[start..end]);
            Report(RuleErrorCode.Syntax, $"A value of several words goes in quotes: {Clip(meant)}.", (start, end), meant.Length > LongestShown ? null : meant);
            return;
        }

        if (_cursor.Current == ',')
        {
            Report(RuleErrorCode.Syntax, "Several values go in parentheses, such as in (US, CA); conditions are joined by \"and\" or \"or\".", token);
            return;
        }

        string found = Clip(text[token.Start..token.End]);
        Report(RuleErrorCode.Syntax, $"The condition before \"{found}\" is complete: \"and\", \"or\" or the end belongs here.", token, typo);
    }
}
