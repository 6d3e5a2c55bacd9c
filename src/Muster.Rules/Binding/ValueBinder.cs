using System.Diagnostics;
using System.Globalization;
using Muster.Rules.Data;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.Rules.Binding;

/// <summary>What an operator and its value come to: a positive test, and whether its complement is meant.</summary>
internal readonly record struct TestedValue(ValueTest Test, bool Negated);

/// <summary>Types the value of one condition.</summary>
/// <param name="zone">The workspace's zone.</param>
/// <param name="findings">Takes the errors.</param>
/// <param name="name">What is compared, as it was written.</param>
/// <param name="type">Its type.</param>
/// <param name="pointer">The condition's place.</param>
internal sealed partial class ValueBinder(DateTimeZone zone, Findings findings, string name, FieldType type, string pointer)
{
    private readonly string _value = $"{pointer}/value";

    /// <summary>The test; null where the operator or the value does not fit, which is noted.</summary>
    public TestedValue? Bind(Operator op, Literal value)
    {
        OperatorSpec spec = op.Spec();
        if (!spec.Fits(type))
        {
            string fitting = string.Join(", ", Operators.For(type).Select(other => other.Key));
            findings.Error(
                RuleErrorCode.OperatorNotAllowed, $"{pointer}/operator", $"\"{spec.Key}\" does not compare {FieldTypes.NameOf(type)}, which \"{name}\" is; these do: {fitting}.",
                Instead(op)?.Key());
            return null;
        }

        if (!HasShape(spec, value))
        {
            return null;
        }

        if (op is Operator.Null or Operator.NotNull)
        {
            return new(new ValueTest.Missing(), op == Operator.NotNull);
        }

        Operator positive = spec.Negative ? spec.Opposite!.Value : op;
        ValueTest? test = type switch
        {
            FieldType.Text => BindText(positive, value),
            FieldType.Link => BindLink(value),
            FieldType.Number => BindNumber(positive, value),
            FieldType.Money => BindMoney(positive, value),
            FieldType.Boolean => BindBoolean(value),
            FieldType.Date or FieldType.DateTime => BindDate(positive, value),
            FieldType.Tags => BindTags(positive, value),
            _ => throw new UnreachableException($"No arm for {type}"),
        };
        if (test is ValueTest.MoneyIn { Ranges.Count: 0 } && !spec.Negative)
        {
            findings.NeverTrue(_value, $"This can never be true: no amount of money with 4 decimals {spec.Label} {Describe(value)}.");
        }

        return test is null ? null : new(test, spec.Negative);
    }

    /// <summary>The operator that does to this type what the given one does to others.</summary>
    private Operator? Instead(Operator op) => (type, op) switch
    {
        (FieldType.Tags, Operator.Equal or Operator.In or Operator.Contains) => Operator.HasAny,
        (FieldType.Tags, Operator.NotEqual or Operator.NotIn or Operator.DoesNotContain) => Operator.HasNone,
        (FieldType.Text or FieldType.Link or FieldType.Number or FieldType.Money, Operator.HasAny) => Operator.In,
        (FieldType.Text or FieldType.Link or FieldType.Number or FieldType.Money, Operator.HasNone) => Operator.NotIn,
        (FieldType.Date or FieldType.DateTime, Operator.In) => Operator.During,
        (FieldType.Date or FieldType.DateTime, Operator.NotIn) => Operator.NotDuring,
        _ => null,
    };

    private bool HasShape(OperatorSpec spec, Literal value)
    {
        (bool fits, string wanted) = spec.Shape switch
        {
            ValueShape.None => (value is Literal.None, "no value"),
            ValueShape.One => (value is Literal.Text or Literal.Number or Literal.Boolean, "one value"),
            ValueShape.Pair => (value is Literal.List { Items.Count: 2 }, "two values, the least and the greatest"),
            ValueShape.Set => (value is Literal.List { Items.Count: > 0 }, "a list of at least one value"),
            ValueShape.Window => (value is Literal.Window or Literal.Text, "a date window, such as \"last 30 days\""),
            _ => throw new UnreachableException($"No arm for {spec.Shape}"),
        };
        if (fits)
        {
            return true;
        }

        string also = spec.Shape == ValueShape.Set ? $" Whether \"{name}\" has any value at all is asked with \"null\" (is missing) and \"notNull\"." : "";
        if (value is Literal.Window && type is FieldType.Date or FieldType.DateTime)
        {
            Refuse($"\"{spec.Key}\" takes {wanted}, and {Describe(value)} is a date window: that goes with \"during\".", Operator.During);
        }
        else
        {
            Refuse($"\"{spec.Key}\" takes {wanted}; found {Describe(value)}.{also}");
        }

        return false;
    }

    private ValueTest? BindText(Operator op, Literal value)
    {
        if (op == Operator.In)
        {
            return Several(value, TextOf) is { } set ? new ValueTest.TextIn(FoldedSet(set)) : null;
        }

        if (TextOf(value, _value) is not { } text)
        {
            return null;
        }

        string folded = TextFold.Fold(text);
        return op switch
        {
            Operator.Equal => new ValueTest.TextIn([folded]),
            Operator.Contains => new ValueTest.TextHas(TextPart.Anywhere, folded),
            Operator.BeginsWith => new ValueTest.TextHas(TextPart.Beginning, folded),
            Operator.EndsWith => new ValueTest.TextHas(TextPart.End, folded),
            _ => throw Unbound(op),
        };
    }

    private ValueTest.LinkIn? BindLink(Literal value)
    {
        string[]? ids = value is Literal.List ? Several(value, IdOf) : IdOf(value, _value) is { } one ? [one] : null;
        return ids is null ? null : new(Ordered(ids.Select(TextFold.Compose)));
    }

    private ValueTest? BindTags(Operator op, Literal value)
    {
        if (Several(value, TextOf) is not { } tags)
        {
            return null;
        }

        return op switch
        {
            Operator.HasAny => new ValueTest.TagsAny(FoldedSet(tags)),
            Operator.HasAll => new ValueTest.TagsAll(FoldedSet(tags)),
            _ => throw Unbound(op),
        };
    }

    private ValueTest.BooleanIs? BindBoolean(Literal value)
    {
        FieldValue read = default;
        bool fits = value switch
        {
            Literal.Boolean(var given) => (read = FieldValue.OfBoolean(given)) is var _,
            Literal.Number(0 or 1) and Literal.Number(var given) => (read = FieldValue.OfBoolean(given == 1)) is var _,
            Literal.Text(var text) => ValueReader.TryReadText(FieldType.Boolean, text, zone, out read, out _),
            _ => false,
        };
        if (fits && !read.IsMissing)
        {
            return new(read.AsBoolean());
        }

        Mistyped(value, _value);
        return null;
    }

    private string? TextOf(Literal value, string place)
    {
        string? text = value switch
        {
            Literal.Text(var given) => given,
            Literal.Number(var number) => number.ToString(CultureInfo.InvariantCulture),
            Literal.Boolean(var given) => given ? "true" : "false",
            _ => null,
        };
        if (text is null)
        {
            Mistyped(value, place);
        }

        return text is "" ? Empty(place) : text;
    }

    private string? IdOf(Literal value, string place)
    {
        if (value is Literal.Boolean)
        {
            Mistyped(value, place);
            return null;
        }

        return TextOf(value, place);
    }

    private string? Empty(string place)
    {
        findings.Error(RuleErrorCode.InvalidValue, place, $"The text is empty, and an empty \"{name}\" is a missing one: ask with \"null\" (is missing) or \"notNull\" (is filled).");
        return null;
    }

    /// <summary>Every item of a list, typed; null where one does not fit, after all were looked at.</summary>
    private T[]? Several<T>(Literal value, Func<Literal, string, T?> typed)
        where T : class
    {
        EquatableArray<Literal> items = ((Literal.List)value).Items;
        T?[] all = [.. items.Select((item, index) => typed(item, $"{_value}/{index}"))];
        return all.Any(item => item is null) ? null : [.. all.Select(item => item!)];
    }

    /// <inheritdoc cref="Several{T}(Literal, Func{Literal, string, T?})"/>
    private T[]? Several<T>(Literal value, Func<Literal, string, T?> typed)
        where T : struct
    {
        EquatableArray<Literal> items = ((Literal.List)value).Items;
        T?[] all = [.. items.Select((item, index) => typed(item, $"{_value}/{index}"))];
        return all.Any(item => item is null) ? null : [.. all.Select(item => item!.Value)];
    }

    private void Mistyped(Literal value, string place) =>
        findings.Error(RuleErrorCode.InvalidValue, place, $"\"{name}\" takes {Wanted()}; found {Describe(value)}.");

    private void Refuse(string message, Operator? instead = null) => findings.Error(RuleErrorCode.InvalidValue, _value, message, instead?.Key());

    private string Wanted() => type switch
    {
        FieldType.Text => "text",
        FieldType.Tags => "tags, which are texts",
        FieldType.Link => "the id of a record",
        FieldType.Number => "a number, such as 1250.5",
        FieldType.Money => "an amount of money, such as 1250.50",
        FieldType.Boolean => "true or false",
        FieldType.Date => "a day of the years 1 to 9998, such as \"2026-04-16\"",
        FieldType.DateTime => "a day of the years 1 to 9998, such as \"2026-04-16\", or an instant, such as \"2026-04-16T12:30:00Z\"",
        _ => throw new UnreachableException($"No arm for {type}"),
    };

    private UnreachableException Unbound(Operator op) => new($"No arm for {op} on {type}");

    // Sorted, so that the same set in another order is found to be the same.
    private static EquatableArray<string> FoldedSet(IEnumerable<string> texts) => Ordered(texts.Select(TextFold.Fold));

    private static EquatableArray<string> Ordered(IEnumerable<string> texts) =>
        texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToEquatableArray();

    private static string Describe(Literal value)
    {
        const int Shown = 100;
        return value switch
        {
            Literal.None => "no value",
            Literal.Text(var text) => $"\"{(text.Length <= Shown ? text : text[..Shown] + "…")}\"",
            Literal.Number(var number) => number.ToString(CultureInfo.InvariantCulture),
            Literal.Boolean(var given) => given ? "true" : "false",
            Literal.List { Items.Count: 0 } => "an empty list",
            Literal.List(var items) => $"a list of {items.Count.ToString(CultureInfo.InvariantCulture)}",
            Literal.Window(var window) => $"\"{(WindowFault(window) is null ? DateWindowText.Print(window) : "a date window")}\"",
            _ => throw new UnreachableException($"No arm for {value.GetType().Name}"),
        };
    }
}
