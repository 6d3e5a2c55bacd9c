using System.Text;

namespace Muster.Rules.Data;

/// <summary>Folds text for comparison, once, as a value comes in, so that every backend compares the same bytes.</summary>
public static class TextFold
{
    /// <summary>
    /// <paramref name="text"/> in Unicode NFC and without case. Two texts compare as equal where their folds are the same code points;
    /// contains, begins and ends with work on the fold. Folding a fold changes nothing.
    /// </summary>
    /// <remarks>
    /// Each character goes to upper case and then to lower case by the invariant simple mappings, which joins what a one-way mapping
    /// leaves apart (σ and ς, k and the Kelvin sign). Unpaired surrogates, which UTF-8 cannot hold, and U+FFFE, which cannot be normalized,
    /// become U+FFFD. Cost: O(length);
    /// text that is its own fold already is returned as it is.
    /// </remarks>
    public static string Fold(string text)
    {
        if (IsFoldedAscii(text))
        {
            return text;
        }

        string composed = Repair(text).Normalize(NormalizationForm.FormC);
        string folded = composed.ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormC);
        return folded == text ? text : folded;
    }

    /// <summary><paramref name="text"/> in NFC, its case kept, what UTF-8 or normalization cannot hold replaced: what is stored and shown.</summary>
    public static string Compose(string text) => System.Text.Ascii.IsValid(text) ? text : Repair(text).Normalize(NormalizationForm.FormC);

    private static bool IsFoldedAscii(string text)
    {
        foreach (char c in text)
        {
            if (c >= 0x80 || char.IsAsciiLetterUpper(c))
            {
                return false;
            }
        }

        return true;
    }

    private static string Repair(string text)
    {
        text = text.Replace('\uFFFE', '\uFFFD');
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        }

        return text;
    }
}
