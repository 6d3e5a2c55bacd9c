using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.TestKit;

/// <summary>
/// Rules of every shape that the syntax tree has, whether or not they make sense: for properties of the written forms.
/// Names in plain form are those of <see cref="Schema"/>, for the audience of contacts; others are no valid names at all, and so are written in backticks.
/// </summary>
public sealed class ArbitraryRules(Random random)
{
    private const int MostDepth = 4;

    private static readonly string[] KeywordFields =
        ["and", "or", "not", "sum", "first", "in", "is", "has", "no", "all", "where", "disabled", "missing", "during", "between", "at_least", "größe", "o", "segment", "list", "last_order"];

    private static readonly string[] OddNames = ["", " ", "Country", "a b", "co`untry", "x\"y", "back\\slash", "line\nbreak", "1st", "company.", "company.Size", "日 本", "😀", "na​me", "tags "];

    private static readonly string[] OddTexts =
    [
        "", " ", "US", "won", "Spring", "in progress", "true", "No", "null", "today", "last 30 days", "over", "and", "OR", "2026-04-16", "January", "007", "+49123", "12", "1,000", "$5", "1e5",
        "say \"hi\"", "c:\\temp\\", "line\nbreak\r\t", "‘’“”„", "ß", "İstanbul", "日本", "😀", "a​b", "\0", "\u0085\u2028", "`", "a,b", "(", ")", "=", "it's", "x-1", "-x", "a_b", "ä", "MAY",
        "tag", "not-this", "e\u0301", "all", "disabled", "\uFFFD", "🏳️‍🌈",
    ];

    private static readonly decimal[] OddNumbers =
        [0, 1, -1, 42, 1000, 0.1m, -0.5m, 1e-10m, 1e-28m, decimal.MaxValue, decimal.MinValue, 123456789.123456789m, 1.10m, 100_000];

    /// <summary>The standard schema, with custom fields that are called like words of the language, and custom objects.</summary>
    public static CrmSchema Schema { get; } = KeywordFields
        .Aggregate(CrmSchema.Standard, (schema, field) => schema.WithField("contact", field, FieldType.Text))
        .WithField("contact", "name_is", FieldType.Text, "Name is")
        .WithField("contact", "any_deals", FieldType.Boolean, "Some deals")
        .WithField("deal", "and", FieldType.Number)
        .WithField("order", "at", FieldType.DateTime)
        .WithObject("visit")
        .WithObject("won", "wons")
        .WithField("visit", "some", FieldType.Text);

    private static readonly string[] Related = [.. Schema.Objects.Where(type => type.Kind == ObjectKind.Related).Select(type => type.Name)];

    private static readonly string[] ProfileFields =
    [
        .. Schema.Of(ProfileKind.Contact).Fields.Select(field => field.Name),
        .. Schema.Of(ProfileKind.Company).Fields.Select(field => $"company.{field.Name}"),
    ];

    /// <summary>A rule, up to <see cref="RuleLimits"/>.</summary>
    public Rule.Group Next() => Group(ProfileFields, MostDepth);

    private Rule.Group Group(IReadOnlyList<string> fields, int depth)
    {
        int count = random.Next(8) switch { 0 => 0, 1 or 2 => 1, var more => more - 2 };
        Rule[] rules = [.. Enumerable.Range(0, depth == 0 ? Math.Min(count, 1) : count).Select(_ => Node(fields, depth - 1))];
        return new(Pick(Combinator.And, Combinator.Or), rules.ToEquatableArray(), random.Next(4) == 0) { Disabled = random.Next(12) == 0 };
    }

    private Rule Node(IReadOnlyList<string> fields, int depth)
    {
        Rule node = random.Next(depth <= 0 ? 4 : 9) switch
        {
            < 3 => Compare(fields),
            3 => new Rule.Membership(Pick(MembershipKind.Segment, MembershipKind.List), random.Next(2) == 0, Several(() => Pick(OddTexts))),
            4 or 5 => RelatedRows(depth),
            6 => Aggregated(depth),
            _ => Group(fields, depth),
        };
        return random.Next(10) == 0 ? node with { Disabled = true } : node;
    }

    private Rule.Compare Compare(IReadOnlyList<string> fields)
    {
        Operator op = Pick(Enum.GetValues<Operator>());
        return new(Name(fields), op, Value(op));
    }

    private Rule.Related RelatedRows(int depth)
    {
        string name = Name(Related);
        Quantifier quantifier = Pick(Enum.GetValues<Quantifier>());
        int threshold = quantifier is Quantifier.AtLeast or Quantifier.AtMost or Quantifier.Exactly ? Pick(0, 1, 2, 1000, int.MaxValue) : 0;
        return new(name, quantifier, threshold, Group(FieldsOf(name), depth - 1));
    }

    private Rule.Aggregate Aggregated(int depth)
    {
        string name = Name(Related);
        AggregateFunction function = Pick(Enum.GetValues<AggregateFunction>());
        string? of = function == AggregateFunction.Count && random.Next(2) == 0 ? null : Name(FieldsOf(name));
        Operator op = Pick(Enum.GetValues<Operator>());
        return new(name, function, of, Group(FieldsOf(name), depth - 1), op, Value(op));
    }

    private static string[] FieldsOf(string name) => Schema.Find(name) is { } type ? [.. type.Fields.Select(field => field.Name)] : ["anything", "at"];

    private string Name(IReadOnlyList<string> known) => random.Next(6) == 0 ? Pick(OddNames) : known[random.Next(known.Count)];

    private Literal Value(Operator op) => op.Spec().Shape switch
    {
        ValueShape.None => Literal.None.Instance,
        ValueShape.One => Scalar(),
        ValueShape.Pair => new Literal.List([Scalar(), Scalar()]),
        ValueShape.Set => new Literal.List(Several(Scalar)),
        _ => new Literal.Window(Window()),
    };

    private Literal Scalar() => random.Next(4) switch
    {
        0 => new Literal.Number(random.Next(2) == 0 ? Pick(OddNumbers) : random.Next(-1000, 1000)),
        1 => new Literal.Boolean(random.Next(2) == 0),
        2 => new Literal.Text(Pick(OddTexts)),
        _ => new Literal.Text(Noise()),
    };

    /// <summary>Any characters but unpaired surrogates, which neither form can hold.</summary>
    private string Noise() => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(3) switch
    {
        0 => ((char)random.Next(0x20, 0x7F)).ToString(),
        1 => ((char)random.Next(0x0, 0xD800)).ToString(),
        _ => char.ConvertFromUtf32(random.Next(0x10000, 0x110000)),
    }));

    private DateWindow Window()
    {
        LocalDate day = new LocalDate(1, 1, 1).PlusDays(random.Next(0, 3_650_000));
        DateWindow window = random.Next(6) switch
        {
            0 => new DateWindow.Period(Pick(WindowUnit.Day, WindowUnit.Week, WindowUnit.Month, WindowUnit.Quarter, WindowUnit.Year), random.Next(-1, 2)),
            1 => new DateWindow.Counted(WindowRelation.Last, random.Next(1, 100), Pick(WindowUnit.Hour, WindowUnit.Minute)),
            2 or 3 => new DateWindow.Counted(Pick(Enum.GetValues<WindowRelation>()), random.Next(0, DateWindow.MaxCount + 1), Pick(WindowUnit.Day, WindowUnit.Week, WindowUnit.Month, WindowUnit.Year)),
            4 => new DateWindow.Fixed(day, day.PlusDays(random.Next(0, 400))),
            _ => random.Next(2) == 0 ? new DateWindow.Fixed(day.PlusDays(1), null) : new DateWindow.Fixed(null, day),
        };
        return window with { IgnoringYear = random.Next(3) == 0 && window is not DateWindow.Counted { Unit: WindowUnit.Hour or WindowUnit.Minute } };
    }

    private EquatableArray<T> Several<T>(Func<T> item) => Enumerable.Range(0, random.Next(1, 4)).Select(_ => item()).ToEquatableArray();

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
