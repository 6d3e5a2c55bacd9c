using System.Text;

namespace Muster.Cli.Output;

/// <summary>Text for a terminal. Data, rules and file names may hold characters that a terminal obeys; none of them reaches it.</summary>
internal static class Printable
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text as one line: each control character, and each that turns the direction of writing, is shown as U+FFFD.</summary>
    public static string Line(string text) => Replace(text, keepBreaks: false);

    /// <summary>The same of text over several lines: its line feeds stay.</summary>
    public static string Lines(string text) => Replace(text, keepBreaks: true);

    private static string Replace(string text, bool keepBreaks)
    {
        if (!text.Any(c => IsObeyed(c, keepBreaks)))
        {
            return text;
        }

        StringBuilder shown = new(text.Length);
        foreach (char c in text)
        {
            shown.Append(IsObeyed(c, keepBreaks) ? Replacement : c);
        }

        return shown.ToString();
    }

    private static bool IsObeyed(char c, bool keepBreaks) =>
        (char.IsControl(c) && !(keepBreaks && c == '\n')) || c is '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
