using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;
using NodaTime.Text;
using Xunit;
using Record = Muster.Rules.Data.Record;

namespace Muster.TestKit;

/// <summary>A few records by hand and a backend that holds them; what a rule is expected to hold is written out.</summary>
internal sealed class Table(
    IBackendUnderTest backend, Dataset data, Moment moment, Func<CrmSchema, DateTimeZone, Dataset, Rule.Group, Audience, BoundRule> bind) : IAsyncDisposable
{
    /// <summary>Noon of 15 April 2026 in Berlin, the day of the language's table of windows.</summary>
    public static Moment MidApril { get; } = At("2026-04-15T12:00:00+02:00", "Europe/Berlin");

    public Dataset Data => data;

    public Moment Moment { get; set; } = moment;

    public IBackendUnderTest Backend => backend;

    /// <summary>A moment, written as RFC 3339, in a zone.</summary>
    public static Moment At(string instant, string zone) => new(Parse(instant), DateTimeZoneProviders.Tzdb[zone]);

    /// <summary>An instant, written as RFC 3339.</summary>
    public static FieldValue Instant(string text) => FieldValue.OfDateTime(Parse(text).ToUnixTimeMilliseconds());

    public static FieldValue Text(string text) => FieldValue.OfText(text);

    public static FieldValue Link(string id) => FieldValue.OfLink(id);

    public static FieldValue Units(long tenThousandths) => FieldValue.OfMoney(tenThousandths);

    public static Rule.Compare Where(string field, Operator op, params object[] values) => new(field, op, Literals(op, values));

    public static Rule.Group All(params Rule[] rules) => new(Combinator.And, [.. rules]);

    public static Rule.Group Any(params Rule[] rules) => new(Combinator.Or, [.. rules]);

    public static Rule.Group Not(params Rule[] rules) => new(Combinator.And, [.. rules], Negated: true);

    public static Rule.Related Rows(string name, Quantifier quantifier, int threshold = 0, params Rule[] where) => new(name, quantifier, threshold, All(where));

    public static Rule.Aggregate Over(AggregateFunction function, string name, string? of, Operator op, params object[] values) =>
        new(name, function, of, Rule.Group.Everyone, op, Literals(op, values));

    /// <summary>The value of a rule, from what C# has for it.</summary>
    public static Literal Literals(Operator op, params object[] values) => op.Spec().Shape switch
    {
        ValueShape.None => Literal.None.Instance,
        ValueShape.One => One(values.Single()),
        ValueShape.Window => new Literal.Window(Window((string)values.Single())),
        _ => new Literal.List(values.Select(One).ToEquatableArray()),
    };

    /// <summary>A record in the table; its fields follow as name and value.</summary>
    public Record New(string type, string id, params (string Field, FieldValue Value)[] fields)
    {
        Record record = new(data.Schema.Find(type)!, id);
        foreach ((string field, FieldValue value) in fields)
        {
            record[field] = value;
        }

        return record;
    }

    public Task AddAsync(params Record[] records) => ApplyAsync([.. records.Select(record => new RecordChange(record))]);

    public Task DeleteAsync(Record record) => ApplyAsync([new(record, Deleted: true)]);

    public async Task ApplyAsync(params RecordChange[] batch)
    {
        foreach (RecordChange change in batch)
        {
            data.Apply(change);
        }

        await backend.ApplyAsync(batch);
    }

    public BoundRule Bind(Rule.Group rule, Audience audience) => bind(data.Schema, Moment.Zone, data, rule, audience);

    /// <summary>Fails unless the rule holds exactly these, by their ids, and the naive evaluator says so too.</summary>
    public Task HoldsAsync(string because, Rule rule, params string[] expected) => HoldsAsync(because, Audience.Contacts, rule, expected);

    /// <summary>Fails unless the rule holds exactly these of the audience, by their ids, and the naive evaluator says so too.</summary>
    public async Task HoldsAsync(string because, Audience audience, Rule rule, params string[] expected)
    {
        Rule.Group whole = rule as Rule.Group ?? All(rule);
        string wanted = string.Join(", ", expected.Order(StringComparer.Ordinal));
        string naive = string.Join(", ", new NaiveEvaluator(data, Moment).Members(whole, audience).Select(member => member.Id).Order(StringComparer.Ordinal));
        Assert.True(wanted == naive, $"{because}: the naive evaluator finds [{naive}], the table says [{wanted}], for {whole}");

        List<string> members = [];
        await foreach (ProfileKey member in backend.Backend.MembersAsync(Bind(whole, audience), Moment, TestContext.Current.CancellationToken))
        {
            members.Add(member.Id);
        }

        string found = string.Join(", ", members.Order(StringComparer.Ordinal));
        Assert.True(wanted == found, $"{because}: the backend finds [{found}], the table says [{wanted}], for {whole}");
    }

    public ValueTask DisposeAsync() => backend.DisposeAsync();

    private static Rules.Dates.DateWindow Window(string text) =>
        Rules.Dates.DateWindowText.TryParse(text, out Rules.Dates.DateWindow? window, out string? error) ? window! : throw new ArgumentException(error, nameof(text));

    private static Literal One(object value) => value switch
    {
        string text => new Literal.Text(text),
        bool boolean => new Literal.Boolean(boolean),
        IConvertible number => new Literal.Number(number.ToDecimal(System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"{value} is no literal.", nameof(value)),
    };

    private static Instant Parse(string text) => OffsetDateTimePattern.Rfc3339.Parse(text).Value.ToInstant();
}
