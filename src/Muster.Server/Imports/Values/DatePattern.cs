using System.Buffers;
using NodaTime;
using NodaTime.Text;

namespace Muster.Server.Imports.Values;

/// <summary>The pattern that a user gave for days and times that are not in ISO form.</summary>
internal sealed class DatePattern
{
    private static readonly SearchValues<char> TimeLetters = SearchValues.Create("HhmsfFt");

    private readonly LocalDatePattern? _date;
    private readonly LocalDateTimePattern? _time;
    private readonly OffsetDateTimePattern? _offset;

    /// <exception cref="ImportException">It is no pattern.</exception>
    public DatePattern(string text)
    {
        Text = text;

        // The offset as .NET writes it.
        string pattern = text.Replace("zzz", "o<+HH:mm>", StringComparison.Ordinal).Replace("K", "o<Z+HH:mm>", StringComparison.Ordinal);
        try
        {
            string letters = string.Concat(pattern.Split('\'').Where((_, part) => part % 2 == 0));
            if (letters.Contains('o', StringComparison.Ordinal))
            {
                _offset = OffsetDateTimePattern.CreateWithInvariantCulture(pattern);
            }
            else if (letters.AsSpan().ContainsAny(TimeLetters))
            {
                _time = LocalDateTimePattern.CreateWithInvariantCulture(pattern);
            }
            else
            {
                _date = LocalDatePattern.CreateWithInvariantCulture(pattern);
            }
        }
        catch (InvalidPatternException invalid)
        {
            throw new ImportException($"\"{text}\" is no date format: {invalid.Message} Write one such as dd/MM/yyyy, or d.M.yyyy H:mm.");
        }
    }

    public string Text { get; }

    public bool TryParse(string text, out Moment moment)
    {
        moment = default;
        (LocalDateTime Local, int? Offset)? parsed = _date?.Parse(text) is { Success: true } date ? (date.Value.AtMidnight(), null)
            : _time?.Parse(text) is { Success: true } time ? (time.Value, null)
            : _offset?.Parse(text) is { Success: true } offset ? (offset.Value.LocalDateTime, offset.Value.Offset.Seconds / 60)
            : null;
        if (parsed is not { Local: { Year: >= 1 and <= 9998 } local } found)
        {
            return false;
        }

        int? millisecond = _date is null ? (int)(local.TimeOfDay.NanosecondOfDay / 1_000_000) : null;
        moment = new(new DateOnly(local.Year, local.Month, local.Day), millisecond, found.Offset);
        return true;
    }
}
