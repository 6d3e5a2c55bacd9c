using System.Globalization;
using System.Text;

namespace Muster.Rules.Text;

/// <summary>A place in the text that takes tokens from it. What a token is depends on what the parser expects, so each kind has its own method.</summary>
internal sealed class TextCursor(string text)
{
    private const string Opening = "\"“”„'‘";

    private const string CurlyClosing = "\"”“";

    public string Text => text;

    /// <summary>Where the last token taken ends.</summary>
    public int Position { get; set; }

    /// <summary>Where the next token begins.</summary>
    public int Next
    {
        get
        {
            int at = Position;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            return at;
        }
    }

    public bool AtEnd => Next == text.Length;

    /// <summary>The next character that is not white space; at the end, a space.</summary>
    public char Current => Next is var at && at < text.Length ? text[at] : ' ';

    public bool AtQuote => Opening.Contains(Current, StringComparison.Ordinal);

    /// <summary>The next word in lower case, <c>doesn't</c> being one; null where no word is next.</summary>
    public string? PeekWord() => WordAt(Next, out int end) ? Lower(Next, end) : null;

    /// <summary>Whether a word begins there, and where it ends.</summary>
    public bool WordAt(int start, out int end)
    {
        end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        if (end == start || char.IsDigit(text[start]))
        {
            return false;
        }

        if (end + 1 < text.Length && text[end] is '\'' or '’' && text[end + 1] is 't' or 'T' && !(end + 2 < text.Length && char.IsLetterOrDigit(text[end + 2])))
        {
            end += 2;
        }

        return true;
    }

    public string Lower(int start, int end) => text[start..end].ToLowerInvariant().Replace('’', '\'');

    public bool TakeWord(string word)
    {
        int start = Next;
        if (!WordAt(start, out int end) || Lower(start, end) != word)
        {
            return false;
        }

        Position = end;
        return true;
    }

    public string? TakeAnyWord(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (TakeWord(word))
            {
                return word;
            }
        }

        return null;
    }

    /// <summary>Takes all of the words, separated by single spaces in <paramref name="phrase"/>, or nothing.</summary>
    public bool TakeWords(string phrase)
    {
        int before = Position;
        foreach (string word in phrase.Split(' '))
        {
            if (!TakeWord(word))
            {
                Position = before;
                return false;
            }
        }

        return true;
    }

    public bool Take(char symbol)
    {
        if (Current != symbol || AtEnd)
        {
            return false;
        }

        Position = Next + 1;
        return true;
    }

    /// <summary>Takes a whole number from 0, thousands separated or not.</summary>
    public bool TakeCount(out int count)
    {
        int start = Next;
        int end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == ',' && end > start && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        string digits = text[start..end];
        count = 0;
        bool isWhole = end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.' or '-' or '/');
        if (!isWhole || !TryDropThousands(ref digits) || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            return false;
        }

        Position = end;
        return true;
    }

    /// <summary>Takes a run of characters that a bare value may be made of; commas count where digits surround them, unless in a list.</summary>
    public string TakeBare(bool inList)
    {
        int start = Next;
        int end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !"()\"“”„`=<>!,".Contains(text[end], StringComparison.Ordinal)
            || IsThousandsComma(start, end, inList))
        {
            end++;
        }

        Position = end;
        return text[start..end];
    }

    /// <summary>Takes a text in quotes, or in backticks. Null with an error where it does not end, or holds what it must not.</summary>
    public string? TakeQuoted(out (string Message, int Start, int End)? error)
    {
        int start = Next;
        string closing = text[start] switch { '`' => "`", '"' => "\"", '\'' => "'", '‘' => "’", _ => CurlyClosing };
        StringBuilder read = new();
        error = null;
        int at = start + 1;
        while (at < text.Length)
        {
            int from = at;
            if (closing.Contains(text[at], StringComparison.Ordinal))
            {
                Position = at + 1;
                return error is null ? read.ToString() : null;
            }

            if (text[at] == '\\')
            {
                if (!TakeEscape(ref at, read))
                {
                    error ??= ("After a backslash belongs \\, n, r, t, a quote, or u{…} with the number of a character.", from, Math.Min(from + 2, text.Length));
                }
            }
            else if (Rune.TryGetRuneAt(text, at, out Rune rune))
            {
                read.Append(rune);
                at += rune.Utf16SequenceLength;
            }
            else
            {
                error ??= ("This is half of a surrogate pair, which is no character.", at, at + 1);
                at++;
            }
        }

        Position = text.Length;
        error = ($"This {(text[start] == '`' ? "name in backticks" : "text in quotes")} does not end: a {closing[0]} is missing.", start, start + 1);
        return null;
    }

    /// <summary>Takes the commas out of 1,234,567. False where they are not between groups of three.</summary>
    public static bool TryDropThousands(ref string digits)
    {
        int point = digits.IndexOfAny(['.', 'e', 'E']);
        string whole = point < 0 ? digits : digits[..point];
        string[] groups = whole.Split(',');
        bool hasCommaBehindPoint = digits.IndexOf(',', whole.Length) >= 0;
        if (hasCommaBehindPoint || (groups.Length > 1 && (groups[0].TrimStart('-', '+').Length is 0 or > 3 || groups.Skip(1).Any(group => group.Length != 3))))
        {
            return false;
        }

        digits = digits.Replace(",", "", StringComparison.Ordinal);
        return true;
    }

    private bool IsThousandsComma(int start, int at, bool inList) =>
        !inList && at > start && at + 1 < text.Length && text[at] == ',' && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);

    private bool TakeEscape(ref int at, StringBuilder read)
    {
        at++;
        char letter = at < text.Length ? text[at] : ' ';
        if (letter is '"' or '`' or '\\' or '\'' or '“' or '”')
        {
            read.Append(letter);
            at++;
            return true;
        }

        if (letter is 'n' or 'r' or 't')
        {
            read.Append(letter switch { 'n' => '\n', 'r' => '\r', _ => '\t' });
            at++;
            return true;
        }

        int close = text.IndexOf('}', at);
        if (letter != 'u' || at + 1 >= text.Length || text[at + 1] != '{' || close < 0 || close - at > 8
            || !int.TryParse(text.AsSpan(at + 2, close - at - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) || !Rune.IsValid(value))
        {
            return false;
        }

        read.Append(new Rune(value));
        at = close + 1;
        return true;
    }
}
