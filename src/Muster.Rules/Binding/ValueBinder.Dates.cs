using Muster.Rules.Data;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.Rules.Binding;

/// <summary>Dates and times: comparisons with a day become windows of whole days, those with an instant ranges of milliseconds.</summary>
internal sealed partial class ValueBinder
{
    private ValueTest? BindDate(Operator op, Literal value)
    {
        switch (op)
        {
            case Operator.During:
                return BindWindow(value);
            case Operator.Between:
                return Several(value, PointOf) is [var from, var to] ? Between(from, to, value) : null;
        }

        return PointOf(value, _value) switch
        {
            null => null,
            { Day: { } day } => new ValueTest.Within(op switch
            {
                Operator.Equal => new DateWindow.Fixed(day, day),
                Operator.Less => new DateWindow.Fixed(null, day.PlusDays(-1)),
                Operator.LessOrEqual => new DateWindow.Fixed(null, day),
                Operator.Greater => new DateWindow.Fixed(day.PlusDays(1), null),
                Operator.GreaterOrEqual => new DateWindow.Fixed(day, null),
                _ => throw Unbound(op),
            }),
            { Instant: var instant } => op switch
            {
                Operator.Equal => new ValueTest.InstantIn(instant, instant),
                Operator.Less => new ValueTest.InstantIn(long.MinValue, instant - 1),
                Operator.LessOrEqual => new ValueTest.InstantIn(long.MinValue, instant),
                Operator.Greater => new ValueTest.InstantIn(instant + 1, long.MaxValue),
                Operator.GreaterOrEqual => new ValueTest.InstantIn(instant, long.MaxValue),
                _ => throw Unbound(op),
            },
        };
    }

    private ValueTest? Between(Point from, Point to, Literal value)
    {
        switch (from, to)
        {
            case ({ Day: { } first }, { Day: { } last }):
                return InOrder(first, last, value) ? new ValueTest.Within(new DateWindow.Fixed(first, last)) : null;
            case ({ Day: null }, { Day: null }):
                return InOrder(from.Instant, to.Instant, value) ? new ValueTest.InstantIn(from.Instant, to.Instant) : null;
            default:
                Refuse("One end of the range is a whole day and the other an instant; give two days or two instants.");
                return null;
        }
    }

    private ValueTest.Within? BindWindow(Literal value)
    {
        DateWindow? window = (value as Literal.Window)?.Value;
        string? fault = null;
        if (value is not Literal.Text(var text) || DateWindowText.TryParse(text, out window, out fault))
        {
            fault = WindowFault(window!);
        }

        if (fault is not null)
        {
            Refuse(fault);
            return null;
        }

        if (type == FieldType.Date && window is DateWindow.Counted { Unit: WindowUnit.Hour or WindowUnit.Minute })
        {
            Refuse($"\"{name}\" holds days without a time, so that hours and minutes do not apply; use days, such as \"last 2 days\".");
            return null;
        }

        return new(window!);
    }

    /// <summary>A day or instant; null, with the reason noted, where it is neither.</summary>
    private Point? PointOf(Literal value, string place)
    {
        if (value is Literal.Text(var text))
        {
            if (DateText.TryParse(text.AsSpan().Trim(), out DateText date) && !date.HasTime)
            {
                return new(ZoneDays.ToDate(date.Day), 0);
            }

            if (ValueReader.TryReadText(type, text, zone, out FieldValue read, out _) && !read.IsMissing)
            {
                return type == FieldType.Date ? new(ZoneDays.ToDate(read.AsDate()), 0) : new(null, read.AsDateTime());
            }

            if (DateWindowText.TryParse(text, out _, out _))
            {
                findings.Error(RuleErrorCode.InvalidValue, place, $"{Describe(value)} is a date window: that goes with \"during\".", Operator.During.Key());
                return null;
            }

            if (text.Length == 0)
            {
                Empty(place);
                return null;
            }
        }

        Mistyped(value, place);
        return null;
    }

    /// <summary>What is wrong with a window that was not read from text, where nothing can be; or null.</summary>
    private static string? WindowFault(DateWindow window)
    {
        static bool Reached(LocalDate? day) => day is not { Year: < 0 or > 9999 };
        return window switch
        {
            { IgnoringYear: true } and DateWindow.Counted { Unit: WindowUnit.Hour or WindowUnit.Minute } => "Hours and minutes cannot ignore the year; use days.",
            DateWindow.Period { Unit: WindowUnit.Minute or WindowUnit.Hour } => "A period is a day, week, month, quarter or year.",
            DateWindow.Period { Offset: < -1 or > 1 } => "A period is the last, this or the next one.",
            DateWindow.Period => null,
            DateWindow.Counted { Unit: WindowUnit.Quarter } => "Days, weeks, months and years are counted, not quarters.",
            DateWindow.Counted { Unit: WindowUnit.Hour or WindowUnit.Minute } counted when counted.Relation != WindowRelation.Last || counted.Count == 0 =>
                "Hours and minutes go with \"last\" and a number from 1, such as \"last 36 hours\".",
            DateWindow.Counted { Count: < 0 or > DateWindow.MaxCount } => $"The count of a date window is from 0 to {DateWindow.MaxCount}.",
            DateWindow.Counted => null,
            DateWindow.Fixed(null, null) => "A window by date has a first day, a last day or both.",
            DateWindow.Fixed({ } from, { } to) when to < from => "The range ends before it begins.",
            DateWindow.Fixed(var from, var to) when !Reached(from) || !Reached(to) => "Days are of the years 1 to 9998.",
            DateWindow.Fixed => null,
            _ => throw new System.Diagnostics.UnreachableException($"No arm for {window.GetType().Name}"),
        };
    }

    /// <summary>A whole day, or else an instant in milliseconds since 1970.</summary>
    private readonly record struct Point(LocalDate? Day, long Instant);
}
