using System.Diagnostics;
using Muster.Engine.Columns;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.Engine.Plans;

/// <summary>Makes tests of columns out of tests of values.</summary>
/// <param name="moment">The instant and zone of the evaluation.</param>
/// <param name="find">The ordinal of a profile, or -1.</param>
internal sealed class TestPlanner(Moment moment, Func<ProfileKind, string, int> find)
{
    private const double FarDays = 10_000_000;

    private readonly int _today = ZoneDays.DayOf(moment.Now.ToUnixTimeMilliseconds(), moment.Zone);

    /// <summary>The day of the evaluation.</summary>
    public int Today => _today;

    /// <summary>The test against a field.</summary>
    public ColumnTest Of(ValueTest test, FieldStore field) => test switch
    {
        ValueTest.Missing => MissingTest.Instance,
        ValueTest.TextIn or ValueTest.TextHas => new TextTest(MatcherOf(test), field.Dictionary),
        ValueTest.LinkIn(var ids) when field.LinksTo is { } kind =>
            new RangeTest<int>([.. ids.Select(id => find(kind, id)).Where(ordinal => ordinal >= 0).Select(ordinal => (ordinal, ordinal))]),
        ValueTest.LinkIn(var ids) => new TextTest(new TextMatcher.OneOf(ids), field.Dictionary),
        ValueTest.NumberIn(var ranges) => new RangeTest<double>([.. ranges.Select(Closed)]),
        ValueTest.MoneyIn(var ranges) => new RangeTest<long>([.. ranges.Select(range => (range.From, range.To))]),
        ValueTest.BooleanIs(var value) => new BooleanTest(value),
        ValueTest.Within(var window) => WithinOf(ResolvedWindow.Of(window, moment), field.Field.Type),
        ValueTest.InstantIn(var from, var to) => new RangeTest<long>([(from, to)]),
        ValueTest.TagsAny(var tags) => TagsOf(tags.AsSpan(), field.Dictionary!, all: false),
        ValueTest.TagsAll(var tags) => TagsOf(tags.AsSpan(), field.Dictionary!, all: true),
        _ => throw new UnreachableException($"No arm for {test.GetType().Name}"),
    };

    /// <summary>The matcher of a test of text.</summary>
    public static TextMatcher MatcherOf(ValueTest test) => test switch
    {
        ValueTest.TextIn(var texts) => new TextMatcher.OneOf(texts),
        ValueTest.TextHas(var part, var text) => new TextMatcher.Has(part, text),
        _ => throw new ArgumentException($"A {test.GetType().Name} does not test text.", nameof(test)),
    };

    /// <summary>The matcher of an e-mail whose domain passes a test; of one that has a domain, where the test is for a missing one.</summary>
    public static TextMatcher DomainMatcherOf(ValueTest test) => test switch
    {
        ValueTest.Missing => new TextMatcher.Domain(null),
        ValueTest.TextIn({ Count: 1 } texts) when !texts[0].Contains('@', StringComparison.Ordinal) => new TextMatcher.Has(TextPart.End, "@" + texts[0]),
        _ => new TextMatcher.Domain(MatcherOf(test)),
    };

    /// <summary>A test of <c>age</c> as one of birthdays.</summary>
    public RangeTest<int> OfAge(ValueTest.NumberIn ages)
    {
        // Whoever is born later is no older, so the birthdays of a range of ages are a range too.
        LocalDate today = ZoneDays.ToDate(_today);
        return new([.. ages.Ranges.Select(range => (
            FirstDay(day => Age.On(today, day) is var age && (range.ToIncluded ? age <= range.To : age < range.To)),
            FirstDay(day => Age.On(today, day) is var age && !(range.FromIncluded ? age >= range.From : age > range.From)) - 1))]);
    }

    /// <summary>A test of <c>days_since_created</c> as one of instants.</summary>
    public RangeTest<long> OfDaysSince(ValueTest.NumberIn days) => new([.. days.Ranges.Select(range =>
    {
        int least = (int)Math.Clamp(range.FromIncluded ? Math.Ceiling(range.From) : Math.Floor(range.From) + 1, -FarDays, FarDays);
        int most = (int)Math.Clamp(range.ToIncluded ? Math.Floor(range.To) : Math.Ceiling(range.To) - 1, -FarDays, FarDays);
        long from = ZoneDays.StartOfDay(_today - most, moment.Zone);
        long end = ZoneDays.StartOfDay(_today - least + 1, moment.Zone);
        return (from, end is long.MinValue or long.MaxValue ? end : end - 1);
    })]);

    /// <summary>The test of what an aggregate computes, where that is no row's own value: of whole numbers, money or numbers.</summary>
    public static ColumnTest OfComputed(ValueTest test, AggregateFunction function, FieldType? type) => (test, function) switch
    {
        (ValueTest.Missing, _) => MissingTest.Instance,
        (_, AggregateFunction.Count or AggregateFunction.Distinct) => OfWhole(test),
        (ValueTest.MoneyIn(var ranges), _) when type == FieldType.Money => new RangeTest<long>([.. ranges.Select(range => (range.From, range.To))]),
        (ValueTest.NumberIn(var ranges), _) when type != FieldType.Money => new RangeTest<double>([.. ranges.Select(Closed)]),
        _ => NoValueTest.Instance,
    };

    /// <summary>A test of whole numbers that are never missing, up to 2^53.</summary>
    public static ColumnTest OfWhole(ValueTest test)
    {
        const double far = 9_007_199_254_740_992;
        return test is ValueTest.NumberIn(var ranges)
            ? new RangeTest<long>([.. ranges.Select(range => (
                (long)Math.Clamp(range.FromIncluded ? Math.Ceiling(range.From) : Math.Floor(range.From) + 1, -far, far),
                (long)Math.Clamp(range.ToIncluded ? Math.Floor(range.To) : Math.Ceiling(range.To) - 1, -far, far)))])
            : NoValueTest.Instance;
    }

    /// <summary>The days from an instant's day to today.</summary>
    public int DaysSince(long instant) => _today - ZoneDays.DayOf(instant, moment.Zone);

    private static int FirstDay(Func<int, bool> holds)
    {
        (int low, int high) = (ZoneDays.MinDay, ZoneDays.MaxDay + 1);
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (holds(middle))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private static (double From, double To) Closed(NumberRange range) =>
        (range.FromIncluded ? range.From : Math.BitIncrement(range.From), range.ToIncluded ? range.To : Math.BitDecrement(range.To));

    private ColumnTest WithinOf(ResolvedWindow window, FieldType type) => (type, window.IsYearly) switch
    {
        (FieldType.Date, true) => new YearlyDayTest(window),
        (FieldType.Date, false) => new RangeTest<int>([(window.FromDay, window.ToDay)]),
        (FieldType.DateTime, true) => new YearlyInstantTest(window, DayTable.Of(moment.Zone)),
        (FieldType.DateTime, false) => new RangeTest<long>([(window.FromInstant, window.ToInstant)]),
        _ => throw new ArgumentException($"A {type} is not within a window of dates."),
    };

    private static ColumnTest TagsOf(ReadOnlySpan<string> tags, TextDictionary dictionary, bool all)
    {
        List<int> codes = [];
        foreach (string tag in tags)
        {
            if (dictionary.Find(tag) is var code and >= 0)
            {
                codes.Add(code);
            }
            else if (all)
            {
                return NoValueTest.Instance;
            }
        }

        return codes.Count == 0 ? NoValueTest.Instance : new TagTest([.. codes], all);
    }
}

/// <summary>Whole years of life.</summary>
internal static class Age
{
    /// <summary>The age today of someone born on a day; negative where that is to come.</summary>
    public static int On(LocalDate today, int birthday)
    {
        LocalDate born = ZoneDays.ToDate(birthday);
        int years = today.Year - born.Year;
        return born.PlusYears(years) > today ? years - 1 : years;
    }
}
