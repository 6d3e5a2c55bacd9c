using System.Globalization;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;
using NodaTime.Text;

namespace Muster.TestKit;

/// <summary>Makes operators and the values that go with them.</summary>
internal sealed class LiteralGenerator(Random random, ValuePools pools)
{
    private static readonly string[] Domains = ["company.com", "COMPANY.com", "example.DE", "y.org", "\u00FC.de"];

    /// <summary>An operator that fits the field, and a value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="ofProfile">Whether it is a profile's, which may be ready-made.</param>
    public (Operator Operator, Literal Value) For(Field field, bool ofProfile)
    {
        OperatorSpec spec = random.Pick([.. Operators.For(field.Type)]);
        return (spec.Operator, Value(spec, field.Type, () => ofProfile && DerivedFields.Find(field.Name) is { } derived ? OfDerived(derived) : One(field)));
    }

    /// <summary>An operator on a count, and a small number.</summary>
    public (Operator Operator, Literal Value) ForCount()
    {
        OperatorSpec spec = random.Pick([.. Operators.For(FieldType.Number)]);
        return (spec.Operator, Value(spec, FieldType.Number, Small));
    }

    private Literal Value(OperatorSpec spec, FieldType type, Func<Literal> one) => spec.Shape switch
    {
        ValueShape.None => Literal.None.Instance,
        ValueShape.One when spec.Operator is not (Operator.Equal or Operator.NotEqual) && type == FieldType.Text => Part(one()),
        ValueShape.One => one(),
        ValueShape.Pair => new Literal.List([.. Range(type, one)]),
        ValueShape.Set => new Literal.List(Enumerable.Range(0, random.Next(1, 4)).Select(_ => one()).ToEquatableArray()),
        _ => new Literal.Window(type == FieldType.Date ? WindowGenerator.OfDays(random, pools.Dates) : WindowGenerator.Any(random, pools.Dates)),
    };

    private Literal One(Field field) => field.Type switch
    {
        FieldType.Text when field.Name == "id" => new Literal.Text(random.Pick([.. pools.ContactIds, .. pools.CompanyIds, .. pools.LeadIds, .. pools.RowIds])),
        FieldType.Text when field.Name == "kind" => new Literal.Text(random.Pick(["deal", "Order"])),
        FieldType.Text or FieldType.Tags => new Literal.Text(Filled(pools.Text(random, field.Name))),
        FieldType.Link => new Literal.Text(pools.Link(random, field)),
        FieldType.Number => Number(),
        FieldType.Money => Amount(),
        FieldType.Boolean => new Literal.Boolean(random.Chance(0.5)),
        FieldType.Date => Day(),
        FieldType.DateTime => random.Chance(0.5) ? Day() : Instant(),
        _ => throw new ArgumentException($"No values of type {field.Type}.", nameof(field)),
    };

    private Literal OfDerived(DerivedField field) => field switch
    {
        DerivedField.ClientType => new Literal.Text(random.Pick(["contact", "Company", "lead"])),
        DerivedField.EmailDomain => new Literal.Text(random.Pick(Domains)),
        DerivedField.HadDeals or DerivedField.HasEmail or DerivedField.HasPhone or DerivedField.HasMessenger => new Literal.Boolean(random.Chance(0.5)),
        DerivedField.LastActivityAt => random.Chance(0.5) ? Day() : Instant(),
        DerivedField.LifetimeValue => Amount(),
        DerivedField.Age => new Literal.Number(random.Next(-1, 60)),
        DerivedField.DaysSinceCreated => new Literal.Number(random.Pick([0, 1, -1, 3, 4, 400, random.Next(-800, 800)])),
        _ => Small(),
    };

    private Literal Small() => new Literal.Number(random.Pick([0m, 1m, 2m, 3m, 1.5m, -1m]));

    private Literal.Number Number() => new Literal.Number(
        random.Chance(0.8) ? (decimal)random.Pick(pools.Numbers) : random.Pick([0.1m, 0.3m, 1e27m, -1e27m, 0.000_000_001m, 50m]));

    private Literal.Number Amount() => new Literal.Number(random.Next(10) switch
    {
        < 8 => Money.ToDecimal(random.Pick(pools.Amounts)),
        8 => Money.ToDecimal(random.Pick(pools.Amounts) / 2),
        _ => random.Pick([1_000m, -0.5m, 900_000_000_000_000m]),
    });

    private Literal.Text Day() => new(LocalDatePattern.Iso.Format(random.Pick(pools.Dates)));

    private Literal.Text Instant() => Instant(random.Pick(pools.Instants), Offset.FromHours(random.Pick([0, 0, 2, -5])));

    private static Literal.Text Instant(long instant, Offset offset) =>
        new(OffsetDateTimePattern.Rfc3339.Format(NodaTime.Instant.FromUnixTimeMilliseconds(instant).WithOffset(offset)));

    /// <summary>A piece of a text, cut between characters.</summary>
    private Literal.Text Part(Literal whole)
    {
        string text = ((Literal.Text)whole).Value;
        int[] starts = StringInfo.ParseCombiningCharacters(text.Length > 50 ? text[..3] + text[^5..] : text);
        string shown = text.Length > 50 ? text[..3] + text[^5..] : text;
        int from = random.Chance(0.5) ? 0 : random.Pick(starts);
        int to = random.Chance(0.5) ? shown.Length : random.Pick(starts);
        return new(from < to ? shown[from..to] : text);
    }

    private static string Filled(string text) => text.Length == 0 ? "?" : text;

    /// <summary>The two ends of a range, the lesser first; a day and an instant are never mixed in one.</summary>
    private Literal[] Range(FieldType type, Func<Literal> one)
    {
        if (type == FieldType.DateTime && random.Chance(0.5))
        {
            return [.. new[] { random.Pick(pools.Instants), random.Pick(pools.Instants) }.Order().Select(instant => Instant(instant, Offset.Zero))];
        }

        return type is FieldType.Date or FieldType.DateTime
            ? [.. new[] { Day(), Day() }.OrderBy(day => day.Value, StringComparer.Ordinal)]
            : [.. new[] { one(), one() }.OrderBy(number => ((Literal.Number)number).Value)];
    }
}
