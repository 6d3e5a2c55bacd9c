using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Muster.Rules.Dates;

/// <summary>The text form of date windows: <c>last 90 days</c>, <c>this month</c>, <c>2026-04-01..2026-04-30</c>, <c>next 7 days ignoring year</c>.</summary>
public static class DateWindowText
{
    private static readonly string[] Units = ["minute", "hour", "day", "week", "month", "quarter", "year"];

    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>Reads a whole text as a window.</summary>
    /// <param name="text">The text, in any case.</param>
    /// <param name="window">The window.</param>
    /// <param name="error">What is wrong, for people; null where nothing is.</param>
    public static bool TryParse(string text, out DateWindow? window, out string? error)
    {
        window = TryParsePrefix(text, 0, out int end, out error);
        if (window is not null && text.AsSpan(end).Trim().Length > 0)
        {
            error = $"\"{text[end..].Trim()}\" does not belong to a date window.";
            window = null;
        }

        return window is not null;
    }

    /// <summary>Reads the window that begins at <paramref name="start"/>; what follows it is left.</summary>
    /// <param name="text">The text, in any case.</param>
    /// <param name="start">Where to begin; white space there is skipped.</param>
    /// <param name="end">Where the window ends; on an error, where the word that does not fit begins.</param>
    /// <param name="error">What is wrong, for people; null where nothing is.</param>
    /// <returns>The window, or null.</returns>
    public static DateWindow? TryParsePrefix(string text, int start, out int end, out string? error)
    {
        Words words = new(text, start);
        DateWindow? window = ReadWindow(ref words, out error);
        if (window is not null)
        {
            Words tail = words;
            if (tail.Take("ignoring") && (tail.Take("the") || true) && tail.Take("year"))
            {
                words = tail;
                if (window is DateWindow.Counted { Unit: WindowUnit.Hour or WindowUnit.Minute })
                {
                    error = "Hours and minutes cannot ignore the year; use days.";
                    window = null;
                }
                else
                {
                    window = window with { IgnoringYear = true };
                }
            }
        }

        end = words.Position;
        return window;
    }

    /// <summary>The text form of a window; reading it gives the same window.</summary>
    public static string Print(DateWindow window)
    {
        string text = window switch
        {
            DateWindow.Period(WindowUnit.Day, var offset) => offset switch { < 0 => "yesterday", 0 => "today", _ => "tomorrow" },
            DateWindow.Period(var unit, var offset) => $"{(offset switch { < 0 => "last", 0 => "this", _ => "next" })} {Units[(int)unit]}",
            DateWindow.Counted(var relation, var count, var unit) => Counted(relation, string.Create(CultureInfo.InvariantCulture, $"{count} {Units[(int)unit]}s")),
            DateWindow.Fixed({ } from, { } to) => from == to ? Day(from) : $"{Day(from)}..{Day(to)}",
            DateWindow.Fixed(null, { } to) => $"before {Day(to.PlusDays(1))}",
            DateWindow.Fixed({ } from, null) => $"after {Day(from.PlusDays(-1))}",
            _ => throw new ArgumentException("A window by date has a first day, a last day or both.", nameof(window)),
        };

        return window.IgnoringYear ? text + " ignoring year" : text;
    }

    private static string Counted(WindowRelation relation, string count) => relation switch
    {
        WindowRelation.Ago => $"{count} ago",
        WindowRelation.OverAgo => $"over {count} ago",
        WindowRelation.Last => $"last {count}",
        WindowRelation.In => $"in {count}",
        WindowRelation.Next => $"next {count}",
        WindowRelation.OverAhead => $"over {count} ahead",
        WindowRelation.LessThanAgo => $"< {count} ago",
        WindowRelation.MoreThanAgo => $"> {count} ago",
        _ => throw new System.Diagnostics.UnreachableException($"No arm for {relation}"),
    };

    private static string Day(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private static DateWindow? ReadWindow(ref Words words, out string? error)
    {
        error = null;
        foreach ((string word, int offset) in new[] { ("yesterday", -1), ("today", 0), ("tomorrow", 1) })
        {
            if (words.Take(word))
            {
                return new DateWindow.Period(WindowUnit.Day, offset);
            }
        }

        if (words.Take("this"))
        {
            return ReadPeriod(ref words, 0, ref error);
        }

        if (words.Take("last") || words.Take("past") || words.Take("previous"))
        {
            return words.PeekNumber() ? ReadCounted(ref words, WindowRelation.Last, "", ref error) : ReadPeriod(ref words, -1, ref error);
        }

        if (words.Take("next"))
        {
            return words.PeekNumber() ? ReadCounted(ref words, WindowRelation.Next, "", ref error) : ReadPeriod(ref words, 1, ref error);
        }

        if (words.Take("in"))
        {
            return ReadCounted(ref words, WindowRelation.In, "", ref error);
        }

        if (words.Take("over"))
        {
            return ReadCounted(ref words, WindowRelation.OverAgo, "ago|ahead", ref error);
        }

        if (words.Take("<") || words.TakeBoth("less", "than"))
        {
            return ReadCounted(ref words, WindowRelation.LessThanAgo, "ago", ref error);
        }

        if (words.Take(">") || words.TakeBoth("more", "than"))
        {
            return ReadCounted(ref words, WindowRelation.MoreThanAgo, "ago|ahead", ref error);
        }

        if (words.Take("before"))
        {
            return ReadDay(ref words, ref error) is { } day ? new DateWindow.Fixed(null, day.PlusDays(-1)) : null;
        }

        if (words.Take("after"))
        {
            return ReadDay(ref words, ref error) is { } day ? new DateWindow.Fixed(day.PlusDays(1), null) : null;
        }

        return words.PeekNumber() && !words.PeekDate()
            ? ReadCounted(ref words, WindowRelation.Ago, "ago", ref error)
            : ReadDates(ref words, ref error);
    }

    private static DateWindow.Period? ReadPeriod(ref Words words, int offset, ref string? error)
    {
        if (words.TakeUnit() is { } unit and not (WindowUnit.Minute or WindowUnit.Hour))
        {
            return new DateWindow.Period(unit, offset);
        }

        error = "A period is a day, week, month, quarter or year, such as \"this month\"; a count of them is, for instance, \"last 30 days\".";
        return null;
    }

    private static DateWindow.Counted? ReadCounted(ref Words words, WindowRelation relation, string suffixes, ref string? error)
    {
        Words before = words;
        if (!words.TakeNumber(out int count))
        {
            error = $"A whole number from 0 to {DateWindow.MaxCount} belongs here, such as \"last 30 days\".";
            return null;
        }

        if (words.TakeUnit() is not { } unit || unit == WindowUnit.Quarter)
        {
            error = "Days, weeks, months or years belong after the number, such as \"last 30 days\".";
            return null;
        }

        if (unit is WindowUnit.Minute or WindowUnit.Hour && (relation != WindowRelation.Last || count == 0))
        {
            words = before;
            error = "Hours and minutes go with \"last\" and a number from 1, such as \"last 36 hours\".";
            return null;
        }

        if (suffixes.Length == 0)
        {
            return new DateWindow.Counted(relation, count, unit);
        }

        if (words.Take("ago"))
        {
            return new DateWindow.Counted(relation, count, unit);
        }

        if (suffixes.Contains("ahead", StringComparison.Ordinal) && words.Take("ahead"))
        {
            return new DateWindow.Counted(WindowRelation.OverAhead, count, unit);
        }

        error = suffixes == "ago" ? "\"ago\" belongs here, such as \"3 days ago\"." : "\"ago\" or \"ahead\" belongs here, such as \"over 3 days ago\".";
        return null;
    }

    private static DateWindow.Fixed? ReadDates(ref Words words, ref string? error)
    {
        if (words.TakeMonth() is { } month)
        {
            return new DateWindow.Fixed(month, month.PlusMonths(1).PlusDays(-1));
        }

        if (ReadDay(ref words, ref error) is not { } from)
        {
            return null;
        }

        if (!words.Take(".."))
        {
            return new DateWindow.Fixed(from, from);
        }

        if (ReadDay(ref words, ref error) is not { } to)
        {
            return null;
        }

        if (to < from)
        {
            error = "The range ends before it begins.";
            return null;
        }

        return new DateWindow.Fixed(from, to);
    }

    private static LocalDate? ReadDay(ref Words words, ref string? error)
    {
        if (words.TakeDate() is { } date)
        {
            return date;
        }

        error = "A date window belongs here, such as \"last 30 days\", \"this month\", \"3 days ago\", \"2026-04-16\" or \"before 2026-04-01\".";
        return null;
    }

    /// <summary>A position in the text that takes words from it; a copy remembers the place.</summary>
    private struct Words(string text, int position)
    {
        public int Position { get; private set; } = position;

        public bool Take(string word)
        {
            int start = Skip();
            if (!text.AsSpan(start).StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            int end = start + word.Length;
            if (char.IsLetter(word[0]) && end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            {
                return false;
            }

            Position = end;
            return true;
        }

        public bool TakeBoth(string first, string second)
        {
            Words ahead = this;
            if (!ahead.Take(first) || !ahead.Take(second))
            {
                return false;
            }

            this = ahead;
            return true;
        }

        public readonly bool PeekNumber() => Skip() is var start && start < text.Length && char.IsAsciiDigit(text[start]);

        public bool PeekDate()
        {
            Words ahead = this;
            return ahead.TakeDate() is not null || ahead.TakeMonth() is not null;
        }

        public bool TakeNumber(out int number)
        {
            int start = Skip();
            int end = start;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (!int.TryParse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out number) || number > DateWindow.MaxCount)
            {
                return false;
            }

            Position = end;
            return true;
        }

        public WindowUnit? TakeUnit()
        {
            for (int unit = 0; unit < Units.Length; unit++)
            {
                if (Take(Units[unit] + "s") || Take(Units[unit]))
                {
                    return (WindowUnit)unit;
                }
            }

            return null;
        }

        public LocalDate? TakeDate()
        {
            int start = Skip();
            if (start + 10 > text.Length || (start + 10 < text.Length && char.IsLetterOrDigit(text[start + 10])))
            {
                return null;
            }

            ParseResult<LocalDate> date = LocalDatePattern.Iso.Parse(text.Substring(start, 10));
            if (!date.Success || date.Value.Year is < 1 or > 9998)
            {
                return null;
            }

            Position = start + 10;
            return date.Value;
        }

        /// <summary>The first day of a month given as <c>January 1997</c> or <c>1997-01</c>. <c>April 16</c> is a day of an unsaid year, and none.</summary>
        public LocalDate? TakeMonth()
        {
            for (int month = 0; month < Months.Length; month++)
            {
                Words ahead = this;
                if ((ahead.Take(Months[month]) || ahead.Take(Months[month][..3])) && ahead.TakeNumber(out int year) && year is >= 1000 and <= 9998)
                {
                    this = ahead;
                    return new LocalDate(year, month + 1, 1);
                }
            }

            int start = Skip();
            if (start + 7 <= text.Length && text[start + 4] == '-' && !(start + 7 < text.Length && (char.IsLetterOrDigit(text[start + 7]) || text[start + 7] == '-'))
                && LocalDatePattern.Iso.Parse(string.Concat(text.AsSpan(start, 7), "-01")) is { Success: true, Value: { Year: >= 1 and <= 9998 } first })
            {
                Position = start + 7;
                return first;
            }

            return null;
        }

        private readonly int Skip()
        {
            int at = Position;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            return at;
        }
    }
}
