using System.Diagnostics;
using System.Text;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.TestKit;

/// <summary>Computes an aggregate over the rows that match.</summary>
internal static class NaiveAggregate
{
    public static FieldValue Of(AggregateFunction function, ObjectType type, string? field, IReadOnlyList<Record> rows)
    {
        if (field is null)
        {
            return function == AggregateFunction.Count
                ? FieldValue.OfNumber(rows.Count)
                : throw new ArgumentException($"{function} needs a field.", nameof(field));
        }

        FieldType valueType = type.Find(field)?.Type ?? throw new ArgumentException($"{type} has no field \"{field}\".", nameof(field));
        FieldValue[] values = [.. rows.Select(row => ValueOf(row, field)).Where(value => !value.IsMissing)];
        return function switch
        {
            AggregateFunction.Count => FieldValue.OfNumber(values.Length),
            AggregateFunction.Distinct => FieldValue.OfNumber(values.Select(value => value.Type == FieldType.Text ? FieldValue.OfText(TextFold.Fold(value.AsText())) : value).Distinct().Count()),
            AggregateFunction.Sum when valueType == FieldType.Money => SumOfMoney(values),
            AggregateFunction.Sum => FieldValue.OfNumber(values.Sum(value => value.AsNumber())),
            AggregateFunction.Avg when values.Length == 0 => FieldValue.Missing,
            AggregateFunction.Avg when valueType == FieldType.Money => MeanOfMoney(values),
            AggregateFunction.Avg => FieldValue.OfNumber(values.Sum(value => value.AsNumber()) / values.Length),
            AggregateFunction.Min => Smallest(values),
            AggregateFunction.Max => Largest(values),
            AggregateFunction.First => Smallest(AtTheTime(rows, type.TimeField, field, instants => instants.Min())),
            AggregateFunction.Last => Largest(AtTheTime(rows, type.TimeField, field, instants => instants.Max())),
            _ => throw new UnreachableException($"No arm for {function}"),
        };
    }

    /// <summary>The exact sum; beyond 64 bits, the largest or smallest money.</summary>
    public static FieldValue SumOfMoney(IEnumerable<FieldValue> values) =>
        FieldValue.OfMoney((long)Int128.Clamp(Total(values), long.MinValue, long.MaxValue));

    /// <summary>The exact mean, rounded to a whole number of ten-thousandths, half to even.</summary>
    private static FieldValue MeanOfMoney(FieldValue[] values)
    {
        Int128 total = Total(values);
        Int128 below = Int128.DivRem(total, values.Length).Quotient;
        below -= total < below * values.Length ? 1 : 0;
        Int128 twiceTheRest = 2 * (total - (below * values.Length));
        bool up = twiceTheRest > values.Length || (twiceTheRest == values.Length && Int128.IsOddInteger(below));
        return FieldValue.OfMoney((long)(up ? below + 1 : below));
    }

    private static Int128 Total(IEnumerable<FieldValue> values) => values.Aggregate(Int128.Zero, (total, value) => total + value.AsMoney());

    /// <summary>The values of the rows at the earliest or latest instant, of those rows that have both an instant and a value.</summary>
    private static FieldValue[] AtTheTime(IReadOnlyList<Record> rows, string timeField, string field, Func<IEnumerable<long>, long> pick)
    {
        Record[] candidates = [.. rows.Where(row => !row[timeField].IsMissing && !ValueOf(row, field).IsMissing)];
        if (candidates.Length == 0)
        {
            return [];
        }

        long instant = pick(candidates.Select(row => row[timeField].AsDateTime()));
        return [.. candidates.Where(row => row[timeField].AsDateTime() == instant).Select(row => ValueOf(row, field))];
    }

    private static FieldValue ValueOf(Record row, string field) => field == "id" ? FieldValue.OfText(row.Id) : row[field];

    private static FieldValue Smallest(FieldValue[] values) => values.Order(Comparer<FieldValue>.Create(Compare)).FirstOrDefault();

    private static FieldValue Largest(FieldValue[] values) => values.Order(Comparer<FieldValue>.Create(Compare)).LastOrDefault();

    private static int Compare(FieldValue left, FieldValue right) => left.Type switch
    {
        FieldType.Text => CompareBytes(TextFold.Fold(left.AsText()), TextFold.Fold(right.AsText())),
        FieldType.Link => CompareBytes(left.AsText(), right.AsText()),
        FieldType.Number => left.AsNumber().CompareTo(right.AsNumber()),
        FieldType.Money => left.AsMoney().CompareTo(right.AsMoney()),
        FieldType.Boolean => left.AsBoolean().CompareTo(right.AsBoolean()),
        FieldType.Date => left.AsDate().CompareTo(right.AsDate()),
        FieldType.DateTime => left.AsDateTime().CompareTo(right.AsDateTime()),
        _ => throw new ArgumentException($"Values of type {FieldTypes.NameOf(left.Type)} have no order."),
    };

    private static int CompareBytes(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
