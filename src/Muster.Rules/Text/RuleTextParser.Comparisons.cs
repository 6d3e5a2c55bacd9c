using System.Diagnostics;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.Rules.Text;

/// <summary>This half reads what a field or an aggregate is compared with: operators and date windows.</summary>
internal sealed partial class RuleTextParser
{
    /// <summary>Longer than any count with its unit, such as <c>100000 months ago ignoring the year</c>; it bounds what is copied.</summary>
    private const int LongestCount = 64;

    private readonly record struct Comparison(Operator Operator, Literal Value, (int Start, int End) OperatorMark, (int Start, int End) ValueMark);

    /// <param name="type">The type compared; null where it is not known.</param>
    /// <param name="looksBack">Whether it is about what has happened, so that <c>in 30 days</c>, which looks ahead, was hardly meant as it is.</param>
    private Comparison? ReadComparison(FieldType? type, bool looksBack = false)
    {
        bool mayBeDate = type is null or FieldType.Date or FieldType.DateTime;
        int start = _cursor.Next;
        string? lead = _cursor.PeekWord();
        if (mayBeDate && TryWindowComparison(out Comparison? window))
        {
            if (looksBack && lead is not ("during" or "not") && window?.Value is Literal.Window { Value: DateWindow.Counted { Relation: WindowRelation.In } })
            {
                Report(RuleErrorCode.InvalidValue, "It is not clear whether this looks back or ahead: write \"in the last …\" or \"during in …\".", (start, _cursor.Position));
                return null;
            }

            return window;
        }

        if (OperatorPhrases.Find(_cursor, out int end) is not { } op)
        {
            string? found = _cursor.PeekWord();
            string expected = type is FieldType.Date or FieldType.DateTime
                ? "A date window, such as last 30 days, this month, 3 days ago or before 2026-04-01, or is missing, belongs here."
                : "An operator, such as =, >, contains or is missing, belongs here.";
            Report(RuleErrorCode.UnknownOperator, expected, NextToken(), found is null ? null : NearMiss.Suggest(found, OperatorPhrases.All));
            return null;
        }

        _cursor.Position = end;
        (int, int) operatorMark = (start, end);
        if (mayBeDate && char.IsAsciiDigit(_cursor.Current))
        {
            if (op is Operator.Less or Operator.Greater && TakeCountAfter(op == Operator.Less ? "< " : "> ") is { } relative)
            {
                return new(Operator.During, new Literal.Window(relative), operatorMark, (start, _cursor.Position));
            }

            if (op is Operator.LessOrEqual or Operator.GreaterOrEqual && TakeCountAfter("") is not null)
            {
                Report(RuleErrorCode.InvalidValue, "It is not clear whether this day counts: write \"< … ago\", \"> … ago\" or \"last …\".", (start, _cursor.Position));
                return null;
            }

            int counted = _cursor.Next;
            if (op is Operator.Less or Operator.Greater && TakeCountAs("last ", counted, out _))
            {
                string meant = $"{(op == Operator.Less ? "<" : ">")} {text[counted.._cursor.Position]} ago";
                Report(RuleErrorCode.InvalidValue, $"It is not clear whether this looks back or ahead. Looking back it is {meant}.", (start, _cursor.Position), meant);
                return null;
            }
        }

        int valueStart = _cursor.Next;
        Literal? value = op.Spec().Shape switch
        {
            ValueShape.None => Literal.None.Instance,
            ValueShape.One => ReadValue(inList: false),
            ValueShape.Pair => ReadPair(),
            ValueShape.Set => ReadSet(),
            ValueShape.Window => ReadWindow(),
            _ => throw new UnreachableException($"No arm for {op.Spec().Shape}"),
        };
        return value is null ? null : new(op, value, operatorMark, value is Literal.None ? default : (valueStart, _cursor.Position));
    }

    /// <summary>
    /// Reads a window with the words that lead to it: <c>during last 30 days</c>, <c>in the last 30 days</c>, <c>is today</c>, <c>&gt; 30 days ago</c>,
    /// <c>before 2026-04-01</c>. A single day after <c>=</c> or <c>is</c> is left: it is a value like any other.
    /// </summary>
    private bool TryWindowComparison(out Comparison? comparison)
    {
        comparison = null;
        int before = _cursor.Position;
        int start = _cursor.Next;
        bool isEquality = TakeEquality(out bool negated);
        DateWindow? window = TakeWindow(out _, out _);
        bool isLed = false;
        if (window is null || _cursor.Position == before)
        {
            isLed = _cursor.TakeAnyWord("during", "within", "in", "on") is not null;
            window = isLed ? TakeWindow(out _, out _) ?? TakeYear() : null;
        }

        bool isBareDay = !isLed && window is DateWindow.Fixed { From: { } from, To: { } to } && from == to;
        if (window is null || (isBareDay && (isEquality || !negated)))
        {
            _cursor.Position = before;
            return false;
        }

        (int, int) whole = (start, _cursor.Position);
        comparison = new(negated ? Operator.NotDuring : Operator.During, new Literal.Window(window), whole, whole);
        return true;
    }

    private bool TakeEquality(out bool negated)
    {
        int at = _cursor.Next;
        bool isSymbol = text.AsSpan(at).StartsWith("!=", StringComparison.Ordinal) || (_cursor.Current == '=' && !_cursor.AtEnd);
        if (isSymbol)
        {
            negated = text[at] == '!';
            _ = _cursor.Take('!');
            while (_cursor.Position - at < 2 && _cursor.Take('='))
            {
            }

            return true;
        }

        bool isn = _cursor.TakeWord("isn't");
        bool isEquality = isn || _cursor.TakeAnyWord("is", "was", "are", "were") is not null;
        negated = isn || _cursor.TakeWord("not");
        return isEquality;
    }

    private DateWindow? TakeWindow(out int errorAt, out string? error)
    {
        int before = _cursor.Position;
        _ = _cursor.TakeWord("the");
        bool isSince = _cursor.TakeWord("since");
        DateWindow? window = DateWindowText.TryParsePrefix(text, _cursor.Next, out int end, out error);
        errorAt = end;
        if (isSince && window is not null)
        {
            window = window is DateWindow.Fixed { From: not null, To: not null, IgnoringYear: false } day ? day with { To = null } : null;
            error = window is null ? "A day belongs after \"since\", such as \"since 2026-04-01\"." : null;
        }

        _cursor.Position = window is null ? before : end;
        return window;
    }

    /// <summary>Takes a year, such as <c>1997</c>, unless it counts something.</summary>
    private DateWindow.Fixed? TakeYear()
    {
        int before = _cursor.Position;
        int start = _cursor.Next;
        if (_cursor.TakeCount(out int year) && _cursor.Position - start == 4 && year is >= 1000 and <= 9998 && (AtBoundary() || _cursor.PeekWord() is "where"))
        {
            return new DateWindow.Fixed(new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));
        }

        _cursor.Position = before;
        return null;
    }

    /// <summary>Takes <c>14 days ago</c>, read as if <paramref name="relation"/> stood before it.</summary>
    private DateWindow? TakeCountAfter(string relation)
    {
        int start = _cursor.Next;
        string slice = string.Concat(relation, text.AsSpan(start, Math.Min(LongestCount, text.Length - start)));
        DateWindow? window = DateWindowText.TryParsePrefix(slice, 0, out int end, out _);
        if (window is not DateWindow.Counted)
        {
            return null;
        }

        _cursor.Position = start + end - relation.Length;
        return window;
    }

    private Literal.Window? ReadWindow()
    {
        int start = _cursor.Next;
        if (TakeWindow(out int errorAt, out string? error) is { } window)
        {
            return new(window);
        }

        if (_cursor.TakeCount(out int count) && _cursor.PeekWord() is { } unit && TakeCountAs("last ", start, out _))
        {
            Report(RuleErrorCode.InvalidValue, "It is not clear whether this looks back or ahead.", (start, _cursor.Position), $"last {count} {unit}");
            return null;
        }

        _cursor.Position = Math.Max(start, errorAt);
        Report(RuleErrorCode.InvalidValue, error ?? "A date window belongs here, such as \"last 30 days\".", NextToken());
        return null;
    }

    /// <summary>Reads the count at <paramref name="start"/>, such as <c>60 days</c>, as if <paramref name="relation"/> stood before it.</summary>
    private bool TakeCountAs(string relation, int start, out DateWindow? window)
    {
        _cursor.Position = start;
        window = TakeCountAfter(relation);
        return window is not null;
    }

    private Literal.List? ReadPair()
    {
        if (ReadValue(inList: false) is not { } from)
        {
            // This "and" joins the ends, so the condition does not end before it.
            _ = _cursor.TakeWord("and");
            return null;
        }

        if (!_cursor.TakeWord("and"))
        {
            _ = Fail<Literal.List>("\"and\" and the other end of the range belong here.", "and");
            _ = _cursor.TakeWord("or");
            return null;
        }

        return ReadValue(inList: false) is { } to ? new([from, to]) : null;
    }

    /// <summary>Reads <c>(a, b)</c>, or one value alone.</summary>
    private Literal.List? ReadSet()
    {
        int open = _cursor.Next;
        if (!_cursor.Take('('))
        {
            return ReadValue(inList: false) is { } single ? new([single]) : null;
        }

        List<Literal> items = [];
        do
        {
            if (ReadValue(inList: true) is not { } item)
            {
                _cursor.Position = open;
                return null;
            }

            items.Add(item);
            if (AtThousands())
            {
                Report(RuleErrorCode.InvalidValue, "It is not clear whether this comma separates thousands or values: leave it out, or put a space behind it.", NextToken());
                _cursor.Position = open;
                return null;
            }
        }
        while (_cursor.Take(','));

        if (_cursor.Current != ')')
        {
            if (!_cursor.AtEnd && _cursor.PeekWord() is not ("and" or "or"))
            {
                _ = Fail<Literal.List>("A comma or a ) belongs here. Put a value of several words in quotes.");
                _cursor.Position = open;
                return null;
            }

            _ = Close(open);
            return null;
        }

        _ = _cursor.Take(')');
        return new(items.ToEquatableArray());
    }

    /// <summary>Whether a number was taken, and a comma and three digits follow it without a space.</summary>
    private bool AtThousands()
    {
        int at = _cursor.Position;
        return at > 0 && at + 3 < text.Length && char.IsAsciiDigit(text[at - 1]) && text[at] == ','
            && text.AsSpan(at + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0 && !(at + 4 < text.Length && char.IsAsciiDigit(text[at + 4]));
    }
}
