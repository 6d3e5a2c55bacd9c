using System.Collections.Frozen;
using Muster.Rules.Schema;

namespace Muster.Rules.Syntax;

/// <summary>What compares a value. Their keys and types are in <see cref="Operators"/>.</summary>
public enum Operator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary>Within both ends, which count as within.</summary>
    Between,

    /// <summary>The complement of <see cref="Between"/>.</summary>
    NotBetween,

    /// <summary>One of a set.</summary>
    In,

    /// <summary>The complement of <see cref="In"/>.</summary>
    NotIn,

    /// <summary>Has the text somewhere in it.</summary>
    Contains,

    /// <summary>The complement of <see cref="Contains"/>.</summary>
    DoesNotContain,

    /// <summary>Begins with the text.</summary>
    BeginsWith,

    /// <summary>The complement of <see cref="BeginsWith"/>.</summary>
    DoesNotBeginWith,

    /// <summary>Ends with the text.</summary>
    EndsWith,

    /// <summary>The complement of <see cref="EndsWith"/>.</summary>
    DoesNotEndWith,

    /// <summary>Missing.</summary>
    Null,

    /// <summary>Not missing.</summary>
    NotNull,

    /// <summary>Tags: at least one of the set.</summary>
    HasAny,

    /// <summary>Tags: all of the set.</summary>
    HasAll,

    /// <summary>Tags: the complement of <see cref="HasAny"/>.</summary>
    HasNone,

    /// <summary>Within a date window.</summary>
    During,

    /// <summary>The complement of <see cref="During"/>.</summary>
    NotDuring,
}

/// <summary>The shape of the value that an operator takes.</summary>
public enum ValueShape
{
    /// <summary>None: <see cref="Literal.None"/>.</summary>
    None,

    /// <summary>One: <see cref="Literal.Text"/>, <see cref="Literal.Number"/> or <see cref="Literal.Boolean"/>.</summary>
    One,

    /// <summary>Two: a <see cref="Literal.List"/> of two.</summary>
    Pair,

    /// <summary>One or more: a <see cref="Literal.List"/>.</summary>
    Set,

    /// <summary>A <see cref="Literal.Window"/>.</summary>
    Window,
}

/// <summary>A row of the operator catalogue.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Key">Its name in the JSON form.</param>
/// <param name="Label">Its name in words.</param>
/// <param name="Shape">The value that it takes.</param>
/// <param name="Types">The types of field that it compares.</param>
/// <param name="Negative">Whether it is the exact complement of <paramref name="Opposite"/>, and so true where the value is missing.</param>
/// <param name="Opposite">Its complement, or null for the ordering operators, whose complement needs a group.</param>
public sealed record OperatorSpec(
    Operator Operator, string Key, string Label, ValueShape Shape, EquatableArray<FieldType> Types, bool Negative, Operator? Opposite)
{
    /// <summary>Whether the operator compares fields of that type.</summary>
    public bool Fits(FieldType type) => Types.AsSpan().Contains(type);
}

/// <summary>The catalogue of operators: validation, both forms, the backends and the schema that people see read it.</summary>
public static class Operators
{
    private static readonly FieldType[] Any = Enum.GetValues<FieldType>();

    private static readonly FieldType[] Plain =
        [FieldType.Text, FieldType.Number, FieldType.Money, FieldType.Boolean, FieldType.Date, FieldType.DateTime, FieldType.Link];

    private static readonly FieldType[] Ordered = [FieldType.Number, FieldType.Money, FieldType.Date, FieldType.DateTime];

    private static readonly FieldType[] Discrete = [FieldType.Text, FieldType.Number, FieldType.Money, FieldType.Link];

    private static readonly FieldType[] Text = [FieldType.Text];

    private static readonly FieldType[] Tags = [FieldType.Tags];

    private static readonly FieldType[] Dates = [FieldType.Date, FieldType.DateTime];

    private static readonly OperatorSpec[] Rows =
    [
        .. Both(Operator.Equal, "=", "is", Operator.NotEqual, "!=", "is not", ValueShape.One, Plain),
        One(Operator.Less, "<", "is less than"),
        One(Operator.LessOrEqual, "<=", "is at most"),
        One(Operator.Greater, ">", "is more than"),
        One(Operator.GreaterOrEqual, ">=", "is at least"),
        .. Both(Operator.Between, "between", "is between", Operator.NotBetween, "notBetween", "is not between", ValueShape.Pair, Ordered),
        .. Both(Operator.In, "in", "is any of", Operator.NotIn, "notIn", "is none of", ValueShape.Set, Discrete),
        .. Both(Operator.Contains, "contains", "contains", Operator.DoesNotContain, "doesNotContain", "does not contain", ValueShape.One, Text),
        .. Both(Operator.BeginsWith, "beginsWith", "begins with", Operator.DoesNotBeginWith, "doesNotBeginWith", "does not begin with", ValueShape.One, Text),
        .. Both(Operator.EndsWith, "endsWith", "ends with", Operator.DoesNotEndWith, "doesNotEndWith", "does not end with", ValueShape.One, Text),
        new(Operator.Null, "null", "is missing", ValueShape.None, [.. Any], Negative: true, Operator.NotNull),
        new(Operator.NotNull, "notNull", "is filled", ValueShape.None, [.. Any], Negative: false, Operator.Null),
        .. Both(Operator.HasAny, "hasAny", "has any of", Operator.HasNone, "hasNone", "has none of", ValueShape.Set, Tags),
        new(Operator.HasAll, "hasAll", "has all of", ValueShape.Set, [.. Tags], Negative: false, Opposite: null),
        .. Both(Operator.During, "during", "is within", Operator.NotDuring, "notDuring", "is not within", ValueShape.Window, Dates),
    ];

    private static readonly FrozenDictionary<string, OperatorSpec> ByKey = Rows.ToFrozenDictionary(spec => spec.Key, StringComparer.Ordinal);

    private static readonly OperatorSpec[] ByOperator = [.. Rows.OrderBy(spec => spec.Operator)];

    /// <summary>All operators, in the order of <see cref="Operator"/>.</summary>
    public static IReadOnlyList<OperatorSpec> All => ByOperator;

    /// <summary>The operator's row.</summary>
    public static OperatorSpec Spec(this Operator op) => ByOperator[(int)op];

    /// <summary>The operator's name in the JSON form.</summary>
    public static string Key(this Operator op) => ByOperator[(int)op].Key;

    /// <summary>The row of that key, exactly as written in the JSON form, or null.</summary>
    public static OperatorSpec? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>The operators that compare fields of that type.</summary>
    public static IEnumerable<OperatorSpec> For(FieldType type) => ByOperator.Where(spec => spec.Fits(type));

    private static OperatorSpec One(Operator op, string key, string label) => new(op, key, label, ValueShape.One, [.. Ordered], Negative: false, Opposite: null);

    private static OperatorSpec[] Both(
        Operator positive, string key, string label, Operator negative, string negativeKey, string negativeLabel, ValueShape shape, FieldType[] types) =>
    [
        new(positive, key, label, shape, [.. types], Negative: false, negative),
        new(negative, negativeKey, negativeLabel, shape, [.. types], Negative: true, positive),
    ];
}
