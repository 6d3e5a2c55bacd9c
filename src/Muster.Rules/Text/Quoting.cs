using System.Globalization;
using System.Text;
using Muster.Rules.Schema;

namespace Muster.Rules.Text;

/// <summary>Writes names and texts so that reading gives them back: bare where nothing can be mistaken, else in backticks or quotes.</summary>
internal static class Quoting
{
    private const int LongestBareText = 32;

    /// <summary>A field's name; of a profile or row, or <c>company.</c> and a field of the company.</summary>
    public static string FieldName(string name)
    {
        string own = name.StartsWith("company.", StringComparison.Ordinal) ? name["company.".Length..] : name;
        return Schema.FieldName.IsValid(own) && (own.Length < name.Length || !Keywords.Openers.Contains(own)) ? name : Backticks(name);
    }

    /// <summary>A field's name after its object and a point.</summary>
    public static string FieldOfObject(string name) => Schema.FieldName.IsValid(name) && !Keywords.Openers.Contains(name) ? name : Backticks(name);

    /// <summary>An object's name, by the words that people know it by.</summary>
    public static string ObjectName(string name, CrmSchema schema, bool plural)
    {
        ObjectType? type = schema.Find(name);
        string shown = plural && type is not null ? type.Plural : name;
        return Schema.FieldName.IsValid(name) && !Keywords.Openers.Contains(shown) && !Adjectives.Contains(shown) ? shown : Backticks(name);
    }

    /// <summary>A text: bare where it is one word in one case, such as <c>US</c> or <c>won</c>, and no word of the language; else in quotes.</summary>
    public static string Text(string text)
    {
        bool bare = text.Length is > 0 and <= LongestBareText && char.IsLetter(text[0]) && char.IsLetterOrDigit(text[^1])
            && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-')
            && !(text.Any(char.IsUpper) && text.Any(char.IsLower))
            && !Keywords.NotBare.Contains(text.ToLowerInvariant());
        return bare ? text : Quoted(text);
    }

    /// <summary>A text in double quotes.</summary>
    public static string Quoted(string text) => Enclosed(text, '"');

    private static string Backticks(string name) => Enclosed(name, '`');

    private static string Enclosed(string text, char quote)
    {
        StringBuilder written = new(text.Length + 2);
        written.Append(quote);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value == quote || rune.Value == '\\')
            {
                written.Append('\\').Append(rune);
            }
            else if (rune.Value == '\n')
            {
                written.Append("\\n");
            }
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                written.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                written.Append(rune);
            }
        }

        return written.Append(quote).ToString();
    }
}
