using System.Globalization;
using System.Text;

namespace Muster.Rules.Schema;

/// <summary>The names that fields and objects may have.</summary>
public static class FieldName
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether <paramref name="name"/> is a letter followed by letters, digits and underscores, in lower case, at most <see cref="MaxLength"/> long.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MaxLength || !char.IsLetter(name[0]))
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!(char.IsLetterOrDigit(c) || c == '_') || char.IsUpper(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The valid name nearest to <paramref name="heading"/>, a column's heading or a label: "Lead Score" becomes <c>lead_score</c>, "leadScore" too.</summary>
    /// <returns>A valid name; <c>field</c> where the heading holds no letter or digit.</returns>
    public static string From(string heading)
    {
        StringBuilder name = new();
        char previous = '\0';
        foreach (char c in heading.Normalize(NormalizationForm.FormC))
        {
            bool fits = char.IsLetterOrDigit(c);
            bool startsWord = fits && char.IsUpper(c) && char.IsLower(previous);
            if ((!fits || startsWord) && name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }

            if (fits)
            {
                name.Append(char.ToLowerInvariant(c));
            }

            previous = c;
        }

        string trimmed = name.ToString().Trim('_');
        if (trimmed.Length == 0)
        {
            return "field";
        }

        if (!char.IsLetter(trimmed[0]))
        {
            trimmed = "f_" + trimmed;
        }

        return trimmed.Length <= MaxLength ? trimmed : trimmed[..MaxLength].TrimEnd('_');
    }

    /// <summary>A name in words: <c>lead_score</c> becomes "Lead score".</summary>
    public static string ToLabel(string name)
    {
        string words = name.Replace('_', ' ').Trim();
        return words.Length == 0 ? name : char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
    }
}
