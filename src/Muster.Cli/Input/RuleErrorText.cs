using System.Text;
using Muster.Rules.Syntax;

namespace Muster.Cli.Input;

/// <summary>Shows what is wrong with a rule, under the line where it is.</summary>
internal static class RuleErrorText
{
    public static string Format(IReadOnlyList<RuleError> errors, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        StringBuilder message = new();
        foreach (RuleError error in errors)
        {
            if (message.Length > 0)
            {
                message.Append("\n\n");
            }

            if (error.Span is { } span && span.Line <= lines.Length)
            {
                Excerpt(message, lines[span.Line - 1], span);
            }
            else if (error.Pointer.Length > 0)
            {
                message.Append(error.Pointer).Append(": ");
            }

            message.Append(error.Message);
            if (error.Suggestion is { } suggestion && !error.Message.Contains(suggestion, StringComparison.Ordinal))
            {
                message.Append(" Did you mean ").Append(suggestion).Append('?');
            }
        }

        return message.ToString();
    }

    /// <summary>The line, cut to what fits, with carets under the place.</summary>
    private static void Excerpt(StringBuilder message, string line, TextSpan span)
    {
        const int Before = 60;
        const int Width = 110;
        int column = Math.Min(span.Column - 1, line.Length);
        int start = Math.Max(0, column - Before);
        string shown = line.Substring(start, Math.Min(Width, line.Length - start)).Replace('\t', ' ');
        string place = $"{span.Line}:{span.Column}  ";
        int carets = Math.Clamp(span.Length, 1, Math.Max(1, shown.Length - (column - start)));
        message.Append(place).Append(shown).Append('\n')
            .Append(' ', place.Length + column - start).Append('^', carets).Append('\n');
    }
}
