using Muster.Rules.Binding;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.Rules.Tests.Binding;

public partial class RuleBinderTests
{
    private static readonly (FieldType Type, string Field, Literal Value)[] Samples =
    [
        (FieldType.Text, "country", Text("US")), (FieldType.Number, "lead_score", Number(80)), (FieldType.Money, "balance", Number(10)),
        (FieldType.Boolean, "email_consent", new Literal.Boolean(true)), (FieldType.Date, "birthday", Text("2026-04-16")),
        (FieldType.DateTime, "created_at", Text("2026-04-16")), (FieldType.Tags, "tags", Text("VIP")), (FieldType.Link, "homepage", Text("c1")),
    ];

    public static MatrixTheoryData<Operator, FieldType> OperatorsByType { get; } = new(Enum.GetValues<Operator>(), Enum.GetValues<FieldType>());

    [Theory, MemberData(nameof(OperatorsByType))]
    public void EveryOperator_BindsWhereTheCatalogueSaysSo_AndNowhereElse(Operator op, FieldType type)
    {
        (_, string field, Literal one) = Samples.Single(sample => sample.Type == type);
        OperatorSpec spec = op.Spec();
        Literal value = spec.Shape switch
        {
            ValueShape.None => Literal.None.Instance,
            ValueShape.One => one,
            ValueShape.Pair => List(one, one),
            ValueShape.Set => List(one),
            ValueShape.Window => During("last 3 days"),
            _ => throw new InvalidOperationException($"No arm for {spec.Shape}"),
        };

        if (!spec.Fits(type))
        {
            RuleError error = Refused(Is(field, op, value));
            Assert.Equal((RuleErrorCode.OperatorNotAllowed, "/rules/0/operator"), (error.Code, error.Pointer));
            Assert.True(error.Suggestion is null || Operators.Find(error.Suggestion)!.Fits(type), error.Suggestion);
            return;
        }

        BoundNode.Condition bound = BindOne(field, op, value);
        Assert.NotNull(bound.Test);
        if (spec.Opposite is { } opposite)
        {
            BoundNode.Condition other = BindOne(field, opposite, value);
            Assert.Equal(other.Test, bound.Test);
            Assert.NotEqual(other.Negated, bound.Negated);
        }

        Assert.Equal(op == Operator.NotNull || (spec.Negative && op != Operator.Null), bound.Negated);
    }

    [Theory, MemberData(nameof(OperatorsByType))]
    public void AValueOfTheWrongShape_IsAnError(Operator op, FieldType type)
    {
        if (!op.Spec().Fits(type))
        {
            return;
        }

        (_, string field, _) = Samples.Single(sample => sample.Type == type);
        Literal wrong = op.Spec().Shape == ValueShape.None ? Text("x") : Literal.None.Instance;
        RuleError error = Refused(Is(field, op, wrong));
        Assert.Equal((RuleErrorCode.InvalidValue, "/rules/0/value"), (error.Code, error.Pointer));
    }

    public static TheoryData<string, Operator, Literal, ValueTest> Tests => new()
    {
        { "country", Operator.Equal, Text("Österreich"), new ValueTest.TextIn(["österreich"]) },
        { "country", Operator.Equal, Number(42.50m), new ValueTest.TextIn(["42.50"]) },
        { "country", Operator.Equal, new Literal.Boolean(true), new ValueTest.TextIn(["true"]) },
        { "country", Operator.In, List(Text("us"), Text("DE"), Text("US")), new ValueTest.TextIn(["de", "us"]) },
        { "country", Operator.EndsWith, Text("X"), new ValueTest.TextHas(TextPart.End, "x") },
        { "homepage", Operator.In, List(Text("B"), Text("a"), Number(7)), new ValueTest.LinkIn(["7", "B", "a"]) },
        { "tags", Operator.HasAll, List(Text("VIP"), Text("vip"), Text("A")), new ValueTest.TagsAll(["a", "vip"]) },
        { "lead_score", Operator.Equal, Number(0.1m), new ValueTest.NumberIn([new(0.1, true, 0.1, true)]) },
        { "lead_score", Operator.Less, Text("5"), new ValueTest.NumberIn([new(double.NegativeInfinity, false, 5, false)]) },
        { "lead_score", Operator.Between, List(Number(1), Number(2)), new ValueTest.NumberIn([new(1, true, 2, true)]) },
        { "lead_score", Operator.In, List(Number(2), Number(1), Number(2.0m)), new ValueTest.NumberIn([new(1, true, 1, true), new(2, true, 2, true)]) },
        { "email_consent", Operator.Equal, Text("Yes"), new ValueTest.BooleanIs(true) },
        { "email_consent", Operator.Equal, Number(0), new ValueTest.BooleanIs(false) },
        { "balance", Operator.Greater, Number(10.00005m), new ValueTest.MoneyIn([new(100_001, long.MaxValue)]) },
        { "balance", Operator.GreaterOrEqual, Number(10.00005m), new ValueTest.MoneyIn([new(100_001, long.MaxValue)]) },
        { "balance", Operator.Less, Number(10.00005m), new ValueTest.MoneyIn([new(long.MinValue, 100_000)]) },
        { "balance", Operator.LessOrEqual, Number(-10.00005m), new ValueTest.MoneyIn([new(long.MinValue, -100_001)]) },
        { "balance", Operator.Greater, Number(10), new ValueTest.MoneyIn([new(100_001, long.MaxValue)]) },
        { "balance", Operator.Less, Number(10), new ValueTest.MoneyIn([new(long.MinValue, 99_999)]) },
        { "balance", Operator.Equal, Number(10.00005m), new ValueTest.MoneyIn([]) },
        { "balance", Operator.Equal, Text("$1,000.50"), new ValueTest.MoneyIn([new(10_005_000, 10_005_000)]) },
        { "balance", Operator.Less, Number(decimal.MaxValue), new ValueTest.MoneyIn([new(long.MinValue, long.MaxValue)]) },
        { "balance", Operator.Greater, Number(decimal.MaxValue), new ValueTest.MoneyIn([]) },
        { "balance", Operator.Equal, Number(decimal.MinValue), new ValueTest.MoneyIn([]) },
        { "balance", Operator.Between, List(Number(decimal.MinValue), Number(0.00001m)), new ValueTest.MoneyIn([new(long.MinValue, 0)]) },
        { "balance", Operator.Between, List(Number(0.00001m), Number(0.00002m)), new ValueTest.MoneyIn([]) },
        { "balance", Operator.In, List(Number(2), Number(1.00001m), Number(1)), new ValueTest.MoneyIn([new(10_000, 10_000), new(20_000, 20_000)]) },
        { "birthday", Operator.Equal, Text("2024-02-29"), Days("2024-02-29", "2024-02-29") },
        { "birthday", Operator.Less, Text("2026-03-01"), Days(null, "2026-02-28") },
        { "birthday", Operator.LessOrEqual, Text("2026-03-01"), Days(null, "2026-03-01") },
        { "birthday", Operator.Greater, Text("2026-02-28"), Days("2026-03-01", null) },
        { "birthday", Operator.GreaterOrEqual, Text("2026-02-28"), Days("2026-02-28", null) },
        { "birthday", Operator.Between, List(Text("2026-02-28"), Text("2026-03-01")), Days("2026-02-28", "2026-03-01") },
        { "birthday", Operator.During, Text("next 7 days ignoring year"), new ValueTest.Within(During("next 7 days ignoring year").Value) },
        { "created_at", Operator.Equal, Text("2026-04-16"), Days("2026-04-16", "2026-04-16") },
        { "created_at", Operator.Greater, Text("2026-04-16"), Days("2026-04-17", null) },
        { "created_at", Operator.Greater, Text("1970-01-01T00:00:01Z"), new ValueTest.InstantIn(1001, long.MaxValue) },
        { "created_at", Operator.GreaterOrEqual, Text("1970-01-01T01:00:01"), new ValueTest.InstantIn(1000, long.MaxValue) },
        { "created_at", Operator.Less, Text("1970-01-01T00:00:01.5+00:00"), new ValueTest.InstantIn(long.MinValue, 1499) },
        { "created_at", Operator.Between, List(Text("1970-01-01T00:00:01Z"), Text("1970-01-01T00:00:02Z")), new ValueTest.InstantIn(1000, 2000) },
        { "created_at", Operator.During, During("last 36 hours"), new ValueTest.Within(During("last 36 hours").Value) },
        { "age", Operator.Null, Literal.None.Instance, new ValueTest.Missing() },
    };

    private static ValueTest.Within Days(string? from, string? to)
    {
        static LocalDate? Day(string? text) => text is null ? null : NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
        return new(new DateWindow.Fixed(Day(from), Day(to)));
    }

    [Theory, MemberData(nameof(Tests))]
    public void Values_AreTypedByTheirField(string field, Operator op, Literal value, ValueTest expected) => Assert.Equal(expected, BindOne(field, op, value).Test);

    public static TheoryData<string, Operator, Literal, string, string?> Wrong => new()
    {
        { "country", Operator.Equal, Text(""), "/rules/0/value", null },
        { "country", Operator.Contains, Text(""), "/rules/0/value", null },
        { "country", Operator.In, List(), "/rules/0/value", null },
        { "country", Operator.In, List(Text("a"), List()), "/rules/0/value/1", null },
        { "homepage", Operator.Equal, new Literal.Boolean(true), "/rules/0/value", null },
        { "homepage", Operator.Equal, Text(""), "/rules/0/value", null },
        { "lead_score", Operator.Equal, Text("NaN"), "/rules/0/value", null },
        { "lead_score", Operator.Equal, Text("1e999"), "/rules/0/value", null },
        { "lead_score", Operator.Equal, Text(" "), "/rules/0/value", null },
        { "lead_score", Operator.Equal, new Literal.Boolean(true), "/rules/0/value", null },
        { "lead_score", Operator.Between, List(Number(2), Number(1)), "/rules/0/value", null },
        { "balance", Operator.Between, List(Number(0.00002m), Number(0.00001m)), "/rules/0/value", null },
        { "balance", Operator.Equal, Text("1,00"), "/rules/0/value", null },
        { "email_consent", Operator.Equal, Text("perhaps"), "/rules/0/value", null },
        { "email_consent", Operator.Equal, Number(2), "/rules/0/value", null },
        { "birthday", Operator.Equal, Text("2026-02-29"), "/rules/0/value", null },
        { "birthday", Operator.Equal, Text("9999-01-01"), "/rules/0/value", null },
        { "birthday", Operator.Equal, Text("0000-01-01"), "/rules/0/value", null },
        { "birthday", Operator.Equal, Number(20260416), "/rules/0/value", null },
        { "birthday", Operator.Equal, Text(""), "/rules/0/value", null },
        { "birthday", Operator.Equal, Text("2026-04-16T12:00:00Z"), "/rules/0/value", null },
        { "birthday", Operator.Between, List(Text("2026-02-02"), Text("2026-02-01")), "/rules/0/value", null },
        { "birthday", Operator.During, During("last 36 hours"), "/rules/0/value", null },
        { "birthday", Operator.During, Text("some time"), "/rules/0/value", null },
        { "birthday", Operator.During, new Literal.Window(new DateWindow.Fixed(null, null)), "/rules/0/value", null },
        { "birthday", Operator.During, new Literal.Window(new DateWindow.Counted(WindowRelation.Last, -1, WindowUnit.Day)), "/rules/0/value", null },
        { "birthday", Operator.Equal, During("last 3 days"), "/rules/0/value", "during" },
        { "birthday", Operator.Less, Text("last 3 days"), "/rules/0/value", "during" },
        { "created_at", Operator.Less, Text("3 days ago"), "/rules/0/value", "during" },
        { "created_at", Operator.Between, List(Text("2026-02-01"), Text("2026-02-02T12:00:00Z")), "/rules/0/value", null },
        { "created_at", Operator.Between, List(Text("2026-02-03T12:00:00Z"), Text("2026-02-02T12:00:00Z")), "/rules/0/value", null },
        { "created_at", Operator.Between, List(Text("soon"), Text("2026-02-02T12:00:00Z")), "/rules/0/value/0", null },
        { "tags", Operator.HasAny, List(Text("")), "/rules/0/value/0", null },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void AValueThatDoesNotFit_IsAnErrorThatSaysWhatWould(string field, Operator op, Literal value, string pointer, string? suggestion)
    {
        RuleError error = Refused(Is(field, op, value));
        Assert.Equal((RuleErrorCode.InvalidValue, pointer, suggestion), (error.Code, error.Pointer, error.Suggestion));
        Assert.EndsWith(suggestion is null ? "." : "?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("country")]
    [InlineData("tags")]
    public void EmptyText_PointsToIsMissing(string field)
    {
        Operator op = field == "tags" ? Operator.HasAny : Operator.In;
        Assert.Contains("is missing", Refused(Is(field, op, List(Text("")))).Message, StringComparison.Ordinal);
        Assert.Contains("is missing", Refused(Is(field, op, List())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoneyRanges_HoldExactlyWhatTheComparisonHolds()
    {
        const int Seed = 20260416;
        Random random = new(Seed);
        for (int i = 0; i < 2_000; i++)
        {
            decimal bound = random.Next(-2_000, 2_000) / 1_000_000m;
            long units = random.Next(-25, 25);
            decimal amount = units / 10_000m;
            foreach ((Operator op, bool expected) in new[]
            {
                (Operator.Equal, amount == bound), (Operator.Less, amount < bound), (Operator.LessOrEqual, amount <= bound),
                (Operator.Greater, amount > bound), (Operator.GreaterOrEqual, amount >= bound),
            })
            {
                ValueTest.MoneyIn test = Assert.IsType<ValueTest.MoneyIn>(BindOne("balance", op, Number(bound)).Test);
                Assert.True(test.Ranges.Any(range => range.Holds(units)) == expected, $"seed {Seed}: {amount} {op.Key()} {bound}");
            }
        }
    }

    public static MatrixTheoryData<AggregateFunction, FieldType> AggregatesByType { get; } = new(Enum.GetValues<AggregateFunction>(), Enum.GetValues<FieldType>());

    [Theory, MemberData(nameof(AggregatesByType))]
    public void Aggregates_ComputeOverTheTypesThatTheyAreFor(AggregateFunction function, FieldType type)
    {
        string? field = Schema.Find("deal")!.Fields.Concat(Schema.Find("item")!.Fields).FirstOrDefault(own => own.Type == type)?.Name;
        string objectName = Schema.Find("deal")!.Find(field!) is null ? "item" : "deal";
        bool fits = function switch
        {
            AggregateFunction.Count => true,
            AggregateFunction.Sum or AggregateFunction.Avg => type is FieldType.Number or FieldType.Money,
            AggregateFunction.Min or AggregateFunction.Max => type is FieldType.Number or FieldType.Money or FieldType.Date or FieldType.DateTime,
            _ => type != FieldType.Tags,
        };
        FieldType result = function is AggregateFunction.Count or AggregateFunction.Distinct ? FieldType.Number : type;
        Literal value = Samples.Single(sample => sample.Type == result).Value;
        BindResult bound = Bind(All(new Rule.Aggregate(objectName, function, field, All(), result == FieldType.Tags ? Operator.HasAny : Operator.Equal, value)));

        Assert.Equal(fits, bound.Rule is not null);
        if (!fits)
        {
            Assert.Equal((RuleErrorCode.AggregateNotAllowed, "/rules/0/aggregate/of"), (bound.Errors[0].Code, bound.Errors[0].Pointer));
        }
    }

    [Fact]
    public void AnAggregatesValue_IsOfItsResultsType()
    {
        static Rule.Aggregate Of(AggregateFunction function, string? of, Operator op, Literal value) => new("order", function, of, Rule.Group.Everyone, op, value);
        static ValueTest Test(Rule rule) => Assert.IsType<BoundNode.Aggregate>(Assert.Single(Bind(All(rule)).Rule!.Root.Nodes)).Test;

        Assert.IsType<ValueTest.MoneyIn>(Test(Of(AggregateFunction.Avg, "amount", Operator.Greater, Number(5))));
        Assert.IsType<ValueTest.NumberIn>(Test(Of(AggregateFunction.Distinct, "status", Operator.Greater, Number(5))));
        Assert.IsType<ValueTest.Within>(Test(Of(AggregateFunction.Max, "created_at", Operator.During, During("last 3 days"))));
        Assert.IsType<ValueTest.TextHas>(Test(Of(AggregateFunction.Last, "status", Operator.Contains, Text("x"))));
        Assert.Equal("/rules/0/operator", Refused(Of(AggregateFunction.Count, null, Operator.Contains, Text("x"))).Pointer);
        Assert.Equal("/rules/0/aggregate/of", Refused(Of(AggregateFunction.Sum, null, Operator.Greater, Number(5))).Pointer);
        Assert.Equal("/rules/0/value", Refused(Of(AggregateFunction.Count, null, Operator.Greater, Text("x"))).Pointer);
        Assert.Equal(
            Bind(All(Of(AggregateFunction.Count, null, Operator.Greater, Number(5)))).Rule!.Root, Bind(All(Of(AggregateFunction.Count, "id", Operator.Greater, Number(5)))).Rule!.Root);
        Assert.Equal("/rules/0", Assert.Single(Bind(All(Of(AggregateFunction.Sum, "amount", Operator.Null, Literal.None.Instance))).Warnings).Pointer);
    }
}
