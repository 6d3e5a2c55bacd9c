using System.Diagnostics;
using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;
using NodaTime.Text;

namespace Muster.TestKit;

/// <summary>Compares one value with what a rule says.</summary>
internal static class NaiveComparison
{
    public static bool Holds(FieldValue value, Operator op, Literal literal, Moment moment) => op switch
    {
        Operator.Null => value.IsMissing,
        Operator.NotNull => !value.IsMissing,
        Operator.NotEqual or Operator.NotBetween or Operator.NotIn or Operator.DoesNotContain or Operator.DoesNotBeginWith or Operator.DoesNotEndWith
            or Operator.HasNone or Operator.NotDuring => !Holds(value, op.Spec().Opposite!.Value, literal, moment),
        _ => !value.IsMissing && HoldsPresent(value, op, literal, moment),
    };

    private static bool HoldsPresent(FieldValue value, Operator op, Literal literal, Moment moment) => op switch
    {
        Operator.Equal => Compare(value, literal, moment.Zone) == 0,
        Operator.Less => Compare(value, literal, moment.Zone) < 0,
        Operator.LessOrEqual => Compare(value, literal, moment.Zone) <= 0,
        Operator.Greater => Compare(value, literal, moment.Zone) > 0,
        Operator.GreaterOrEqual => Compare(value, literal, moment.Zone) >= 0,
        Operator.Between => Compare(value, Items(literal)[0], moment.Zone) >= 0 && Compare(value, Items(literal)[1], moment.Zone) <= 0,
        Operator.In => Items(literal).Any(item => Compare(value, item, moment.Zone) == 0),
        Operator.Contains => TextFold.Fold(value.AsText()).Contains(Fold(literal), StringComparison.Ordinal),
        Operator.BeginsWith => TextFold.Fold(value.AsText()).StartsWith(Fold(literal), StringComparison.Ordinal),
        Operator.EndsWith => TextFold.Fold(value.AsText()).EndsWith(Fold(literal), StringComparison.Ordinal),
        Operator.HasAny => Items(literal).Any(tag => HasTag(value, tag)),
        Operator.HasAll => Items(literal).All(tag => HasTag(value, tag)),
        Operator.During => During(value, ((Literal.Window)literal).Value, moment),
        _ => throw new UnreachableException($"No arm for {op}"),
    };

    /// <summary>Less than, equal to or greater than zero as the value lies to the literal; text and links are only ever asked whether they are equal.</summary>
    private static int Compare(FieldValue value, Literal literal, DateTimeZone zone) => (value.Type, literal) switch
    {
        (FieldType.Text, Literal.Text) => string.CompareOrdinal(TextFold.Fold(value.AsText()), Fold(literal)),
        (FieldType.Link, Literal.Text(var id)) => string.CompareOrdinal(value.AsText(), TextFold.Compose(id)),
        (FieldType.Number, Literal.Number(var number)) => value.AsNumber().CompareTo((double)number),
        (FieldType.Money, Literal.Number(var amount)) => Money.ToDecimal(value.AsMoney()).CompareTo(amount),
        (FieldType.Boolean, Literal.Boolean(var boolean)) => value.AsBoolean().CompareTo(boolean),
        (FieldType.Date, Literal.Text(var day)) => ZoneDays.ToDate(value.AsDate()).CompareTo(LocalDatePattern.Iso.Parse(day).Value),
        (FieldType.DateTime, Literal.Text(var text)) => CompareInstant(value.AsDateTime(), text, zone),
        _ => throw new ArgumentException($"{literal} is no value for a field of type {FieldTypes.NameOf(value.Type)}.", nameof(literal)),
    };

    /// <summary>An instant is compared with a day by the day that it falls on, and with an instant as it is.</summary>
    private static int CompareInstant(long instant, string text, DateTimeZone zone) => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day }
        ? ZoneDays.ToDate(ZoneDays.DayOf(instant, zone)).CompareTo(day)
        : instant.CompareTo(OffsetDateTimePattern.Rfc3339.Parse(text).Value.ToInstant().ToUnixTimeMilliseconds());

    private static bool During(FieldValue value, DateWindow window, Moment moment) => value.Type == FieldType.Date
        ? NaiveWindow.HoldsDay(window, ZoneDays.ToDate(value.AsDate()), NaiveWindow.Today(moment))
        : NaiveWindow.HoldsInstant(window, value.AsDateTime(), moment);

    private static bool HasTag(FieldValue value, Literal tag) => value.AsTags().Any(own => TextFold.Fold(own) == Fold(tag));

    private static string Fold(Literal literal) => TextFold.Fold(((Literal.Text)literal).Value);

    private static EquatableArray<Literal> Items(Literal literal) => ((Literal.List)literal).Items;
}
