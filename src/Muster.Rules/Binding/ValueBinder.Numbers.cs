using System.Globalization;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Binding;

/// <summary>Numbers and money: every comparison becomes ranges.</summary>
internal sealed partial class ValueBinder
{
    /// <summary>Beyond all money that there is, and small enough that its ten-thousandths are still a decimal.</summary>
    private const decimal BeyondMoney = 1_000_000_000_000_000m;

    private ValueTest.NumberIn? BindNumber(Operator op, Literal value)
    {
        switch (op)
        {
            case Operator.Between:
                return Several(value, NumberOf) is [var from, var to] && InOrder(from, to, value) ? new([new(from, true, to, true)]) : null;
            case Operator.In:
                return Several(value, NumberOf) is { } set
                    ? new(set.Distinct().Order().Select(number => new NumberRange(number, true, number, true)).ToEquatableArray())
                    : null;
        }

        if (NumberOf(value, _value) is not { } bound)
        {
            return null;
        }

        return new([op switch
        {
            Operator.Equal => new NumberRange(bound, true, bound, true),
            Operator.Less => new NumberRange(double.NegativeInfinity, false, bound, false),
            Operator.LessOrEqual => new NumberRange(double.NegativeInfinity, false, bound, true),
            Operator.Greater => new NumberRange(bound, false, double.PositiveInfinity, false),
            Operator.GreaterOrEqual => new NumberRange(bound, true, double.PositiveInfinity, false),
            _ => throw Unbound(op),
        }]);
    }

    private ValueTest.MoneyIn? BindMoney(Operator op, Literal value)
    {
        switch (op)
        {
            case Operator.Between:
                return Several(value, AmountOf) is [var from, var to] && InOrder(from, to, value)
                    ? Range(decimal.Ceiling(from), decimal.Floor(to))
                    : null;
            case Operator.In:
                return Several(value, AmountOf) is { } set
                    ? new(set.Distinct().Order().SelectMany(amount => Range(decimal.Ceiling(amount), decimal.Floor(amount)).Ranges).ToEquatableArray())
                    : null;
        }

        if (AmountOf(value, _value) is not { } bound)
        {
            return null;
        }

        return op switch
        {
            Operator.Equal => Range(decimal.Ceiling(bound), decimal.Floor(bound)),
            Operator.Less => Range(long.MinValue, decimal.Ceiling(bound) - 1),
            Operator.LessOrEqual => Range(long.MinValue, decimal.Floor(bound)),
            Operator.Greater => Range(decimal.Floor(bound) + 1, long.MaxValue),
            Operator.GreaterOrEqual => Range(decimal.Ceiling(bound), long.MaxValue),
            _ => throw Unbound(op),
        };
    }

    /// <summary>The money between two counts of ten-thousandths, which may be beyond all money.</summary>
    private static ValueTest.MoneyIn Range(decimal from, decimal to)
    {
        from = Math.Max(from, long.MinValue);
        to = Math.Min(to, long.MaxValue);
        return from <= to ? new([new((long)from, (long)to)]) : new([]);
    }

    private double? NumberOf(Literal value, string place)
    {
        // By way of text: the conversion of a decimal is not always the nearest double, that of text is, as for the data.
        string? text = value switch
        {
            Literal.Number(var number) => number.ToString(CultureInfo.InvariantCulture),
            Literal.Text(var given) => given,
            _ => null,
        };
        if (text is not null && ValueReader.TryReadText(FieldType.Number, text, zone, out FieldValue read, out _) && !read.IsMissing)
        {
            return read.AsNumber();
        }

        Mistyped(value, place);
        return null;
    }

    /// <summary>The amount in ten-thousandths, with all its decimals.</summary>
    private decimal? AmountOf(Literal value, string place)
    {
        decimal amount = 0;
        bool fits = value switch
        {
            Literal.Number(var number) => (amount = number) == number,
            Literal.Text(var text) => MoneyText.TryParse(text, out amount),
            _ => false,
        };
        if (fits)
        {
            return Math.Clamp(amount, -BeyondMoney, BeyondMoney) * Money.Scale;
        }

        Mistyped(value, place);
        return null;
    }

    private bool InOrder<T>(T from, T to, Literal value)
        where T : IComparable<T>
    {
        if (from.CompareTo(to) <= 0)
        {
            return true;
        }

        EquatableArray<Literal> ends = ((Literal.List)value).Items;
        Refuse($"The range ends before it begins: {Describe(ends[0])} comes after {Describe(ends[1])}. Put the least first.");
        return false;
    }
}
