using NodaTime;

namespace Muster.Server.Demo;

/// <summary>
/// When things happen: profiles come in over the last four years, more as time goes on, with a weekly and a yearly rhythm. All times are in Unix
/// milliseconds. Immutable.
/// </summary>
internal sealed class Timeline
{
    public const long Second = 1000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    // Monday to Sunday; January to December; midnight to 23:00 on a local clock.
    private static readonly double[] ByWeekday = [1.15, 1.25, 1.2, 1.15, 1.0, 0.6, 0.55];
    private static readonly double[] ByMonth = [1.1, 1.0, 1.1, 1.0, 0.95, 0.9, 0.75, 0.7, 1.1, 1.1, 1.4, 0.9];
    private static readonly double[] ByHour =
        [0.3, 0.15, 0.1, 0.1, 0.1, 0.2, 0.5, 1.0, 1.8, 2.4, 2.6, 2.5, 2.0, 2.1, 2.3, 2.2, 2.0, 1.7, 1.5, 1.5, 1.6, 1.4, 1.0, 0.6];

    private static readonly double[] HourUpTo = Cumulate(ByHour);
    private static readonly WeightedChoice Hours = new(ByHour);

    private readonly long _firstDay;
    private readonly double[] _dayUpTo;

    public Timeline(Instant now)
    {
        Now = now.ToUnixTimeMilliseconds();
        long today = DayOf(Now);
        _firstDay = today - DemoOptions.HistoryDays + 1;
        double[] weights = new double[DemoOptions.HistoryDays];
        for (int index = 0; index < weights.Length; index++)
        {
            DateOnly date = DateOfDay(_firstDay + index);
            double growth = 0.3 + (1.7 * index / weights.Length);
            weights[index] = growth * ByWeekday[((int)date.DayOfWeek + 6) % 7] * ByMonth[date.Month - 1];
        }

        weights[^1] *= (double)(Now - (today * Day)) / Day;
        _dayUpTo = Cumulate(weights);
    }

    /// <summary>The today of the data.</summary>
    public long Now { get; }

    /// <summary>Days since 1970-01-01, in UTC; nothing in the demo but a birthday is before that.</summary>
    public static long DayOf(long at) => at / Day;

    /// <summary>The calendar date of a day counted from 1970-01-01.</summary>
    public static DateOnly DateOfDay(long day) => DateOnly.FromDayNumber(719_162 + (int)day);

    /// <summary>When the share <paramref name="quantile"/>, in [0, 1), of all profiles had come. It never falls as the share grows.</summary>
    public long AtQuantile(double quantile)
    {
        int index = FirstAbove(_dayUpTo, quantile, out double within);
        long start = (_firstDay + index) * Day;
        if (index == _dayUpTo.Length - 1)
        {
            return Math.Min(Now, start + (long)(within * (Now - start)));
        }

        int hour = FirstAbove(HourUpTo, within, out double withinHour);
        return start + (hour * Hour) + Math.Min(Hour - 1, (long)(withinHour * Hour));
    }

    /// <summary>
    /// A moment for the <paramref name="ordinal"/>th of <paramref name="count"/> things from one instant to another, at an hour when people there are awake,
    /// and, where it is <paramref name="business"/>, mostly on a working day. Later ones of the same owner are later, to within a day or three.
    /// </summary>
    public static long Moment(ref SplitMix64 random, long from, long to, int ordinal, int count, int offsetHours, bool business)
    {
        double share = (ordinal + random.Uniform()) / count;
        long day = DayOf(from + (long)(share * (to - from)));
        int weekday = (int)((day + 3) % 7);
        if (business && weekday >= 5 && random.Chance(0.85))
        {
            day += 7 - weekday;
        }

        long at = (day * Day) + ((Hours.Draw(ref random) - offsetHours) * Hour) + random.Below((int)Hour);
        return at >= from && at <= to ? at : from + (long)(random.Uniform() * share * (to - from));
    }

    private static int FirstAbove(double[] upTo, double quantile, out double within)
    {
        int low = 0;
        int high = upTo.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (upTo[middle] > quantile)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        double below = low == 0 ? 0 : upTo[low - 1];
        double width = upTo[low] - below;
        within = width > 0 ? Math.Clamp((quantile - below) / width, 0, 1) : 0;
        return low;
    }

    private static double[] Cumulate(double[] weights)
    {
        double total = 0;
        foreach (double weight in weights)
        {
            total += weight;
        }

        double sum = 0;
        double[] upTo = new double[weights.Length];
        for (int index = 0; index < weights.Length; index++)
        {
            sum += weights[index];
            upTo[index] = sum / total;
        }

        return upTo;
    }
}
