using NodaTime;

namespace Muster.Rules.Dates;

/// <summary>What a window is counted in.</summary>
public enum WindowUnit
{
    /// <summary>Minutes, exact to the millisecond.</summary>
    Minute,

    /// <summary>Hours, exact to the millisecond.</summary>
    Hour,

    /// <summary>Whole days.</summary>
    Day,

    /// <summary>Weeks, which start on Monday.</summary>
    Week,

    /// <summary>Calendar months.</summary>
    Month,

    /// <summary>Calendar quarters.</summary>
    Quarter,

    /// <summary>Calendar years.</summary>
    Year,
}

/// <summary>How a counted window lies from today.</summary>
public enum WindowRelation
{
    /// <summary><c>3 days ago</c>: that day alone.</summary>
    Ago,

    /// <summary><c>over 3 days ago</c>: all days before that day.</summary>
    OverAgo,

    /// <summary><c>last 3 days</c>: from that day to today; in hours or minutes, the instants after it, to now.</summary>
    Last,

    /// <summary><c>in 3 days</c>: that day alone.</summary>
    In,

    /// <summary><c>next 3 days</c>: after today, to that day.</summary>
    Next,

    /// <summary><c>over 3 days ahead</c>: all days after that day.</summary>
    OverAhead,

    /// <summary><c>&lt; 3 days ago</c>: after that day, to today.</summary>
    LessThanAgo,

    /// <summary><c>&gt; 3 days ago</c>: all days before that day.</summary>
    MoreThanAgo,
}

/// <summary>
/// A date window: a set of days, or of instants, relative to the instant and zone of an evaluation. Immutable, compared by value.
/// Its text form is read by <see cref="DateWindowText"/>; <see cref="ResolvedWindow"/> is what it comes to at one instant.
/// </summary>
public abstract record DateWindow
{
    private DateWindow()
    {
    }

    /// <summary>Compare month and day alone: birthdays, renewals.</summary>
    public bool IgnoringYear { get; init; }

    /// <summary>A calendar period around today: <c>today</c>, <c>yesterday</c>, <c>last month</c>, <c>next year</c>.</summary>
    /// <param name="Unit">Day, week, month, quarter or year.</param>
    /// <param name="Offset">-1 for last (yesterday), 0 for this (today), 1 for next (tomorrow).</param>
    public sealed record Period(WindowUnit Unit, int Offset) : DateWindow;

    /// <summary>A window counted from today, or from now.</summary>
    /// <param name="Relation">How it lies; hours and minutes go with <see cref="WindowRelation.Last"/> alone.</param>
    /// <param name="Count">How many units, from 0 (1 for hours and minutes) to <see cref="MaxCount"/>.</param>
    /// <param name="Unit">Minute, hour, day, week, month or year.</param>
    public sealed record Counted(WindowRelation Relation, int Count, WindowUnit Unit) : DateWindow;

    /// <summary>Days by date: <c>2026-04-16</c>, <c>2026-04-01..2026-04-30</c>, <c>before 2026-04-01</c>, <c>after 2026-04-30</c>.</summary>
    /// <param name="From">The first day within, or null for no lower bound. <c>after D</c> is the day after <c>D</c> on.</param>
    /// <param name="To">The last day within, or null for no upper bound. One of both is given.</param>
    public sealed record Fixed(LocalDate? From, LocalDate? To) : DateWindow;

    /// <summary>The largest count of a counted window.</summary>
    public const int MaxCount = 100_000;
}
