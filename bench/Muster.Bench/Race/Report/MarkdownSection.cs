using System.Globalization;
using Muster.Bench.Race.Children;

namespace Muster.Bench.Race.Report;

/// <summary>Puts a race's tables into a page, in place of those of the same size that it holds: sections between comments, by size within that of the race.</summary>
internal static class MarkdownSection
{
    private const string Begin = "<!-- race:begin -->";
    private const string End = "<!-- race:end -->";

    /// <summary>Writes the section of a result; makes the page where there is none.</summary>
    /// <exception cref="RaceException">The page has no place for it.</exception>
    public static async Task WriteAsync(string path, RaceResult result)
    {
        string page = File.Exists(path) ? await File.ReadAllTextAsync(path).ConfigureAwait(false) : $"# Benchmarks\n\n## The race\n\n{Begin}\n{End}\n";
        await File.WriteAllTextAsync(path, Replace(page, result.Profiles, RaceMarkdown.Of(result), path)).ConfigureAwait(false);
    }

    /// <summary>The page with a section of a size replaced, or added among the others by size.</summary>
    internal static string Replace(string page, int profiles, string markdown, string path)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new RaceException($"{path} has no lines {Begin} and {End} for the tables to go between.");
        }

        SortedDictionary<int, string> sections = Read(page[(begin + Begin.Length)..end]);
        sections[profiles] = markdown.Trim();
        string body = string.Concat(sections.Select(section => string.Create(CultureInfo.InvariantCulture, $"\n<!-- race:{section.Key} -->\n{section.Value}\n")));
        return page[..(begin + Begin.Length)] + body + "\n" + page[end..];
    }

    private static SortedDictionary<int, string> Read(string body)
    {
        SortedDictionary<int, string> sections = [];
        foreach (string part in body.Split("<!-- race:", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int close = part.IndexOf(" -->", StringComparison.Ordinal);
            if (close > 0 && int.TryParse(part.AsSpan(0, close), NumberStyles.None, CultureInfo.InvariantCulture, out int profiles))
            {
                sections[profiles] = part[(close + 4)..].Trim();
            }
        }

        return sections;
    }
}
