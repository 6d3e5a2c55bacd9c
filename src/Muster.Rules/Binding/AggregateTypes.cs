using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Binding;

/// <summary>Which aggregates compute over which types of field, and what comes of it.</summary>
internal static class AggregateTypes
{
    private static readonly FieldType[] Summed = [FieldType.Number, FieldType.Money];

    private static readonly FieldType[] Ordered = [FieldType.Number, FieldType.Money, FieldType.Date, FieldType.DateTime];

    private static readonly FieldType[] All = Enum.GetValues<FieldType>();

    private static readonly FieldType[] Single = [.. All.Where(type => type != FieldType.Tags)];

    /// <summary>The types of field that an aggregate computes over.</summary>
    public static IReadOnlyList<FieldType> For(AggregateFunction function) => function switch
    {
        AggregateFunction.Count => All,
        AggregateFunction.Sum or AggregateFunction.Avg => Summed,
        AggregateFunction.Min or AggregateFunction.Max => Ordered,
        AggregateFunction.Distinct or AggregateFunction.First or AggregateFunction.Last => Single,
        _ => throw new System.Diagnostics.UnreachableException($"No arm for {function}"),
    };

    /// <summary>Whether it has a value over no rows too.</summary>
    public static bool IsNeverMissing(AggregateFunction function) => function is AggregateFunction.Count or AggregateFunction.Sum or AggregateFunction.Distinct;

    /// <summary>The aggregate as people write it, its inner rule left out: <c>sum(order.amount)</c>.</summary>
    public static string Describe(Rule.Aggregate aggregate) =>
        $"{NameOf(aggregate.Function)}({(aggregate.Of is null ? aggregate.Object : $"{aggregate.Object}.{aggregate.Of}")})";

    /// <summary>The field that is computed over, and the type of the result.</summary>
    public static bool TryResult(Rule.Aggregate aggregate, ObjectType type, string pointer, Findings findings, out Field? of, out FieldType result)
    {
        of = null;
        result = FieldType.Number;
        string place = $"{pointer}/aggregate/of";
        if (aggregate.Of is null)
        {
            if (aggregate.Function == AggregateFunction.Count)
            {
                return true;
            }

            findings.Error(RuleErrorCode.UnknownField, place, $"{NameOf(aggregate.Function)} is of a field: {Fitting(aggregate.Function, type)}.");
            return false;
        }

        of = FieldResolver.OfRow(type, aggregate.Of, place, findings)?.Field;
        if (of is null)
        {
            return false;
        }

        if (!For(aggregate.Function).Contains(of.Type))
        {
            findings.Error(
                RuleErrorCode.AggregateNotAllowed, place,
                $"{NameOf(aggregate.Function)} is not computed over {FieldTypes.NameOf(of.Type)}, which \"{of.Name}\" is: {Fitting(aggregate.Function, type)}.");
            return false;
        }

        if (aggregate.Function is not (AggregateFunction.Count or AggregateFunction.Distinct))
        {
            result = of.Type;
        }
        else if (aggregate.Function == AggregateFunction.Count && of.Name == "id")
        {
            // Every row has an id: it is the count of rows, and is to be found equal to it.
            of = null;
        }

        return true;
    }

    private static string NameOf(AggregateFunction function) => function.ToString().ToLowerInvariant();

    /// <summary>Which fields it may be of, as the end of a sentence.</summary>
    private static string Fitting(AggregateFunction function, ObjectType type)
    {
        string[] fitting = [.. type.Fields.Where(field => For(function).Contains(field.Type)).Select(field => field.Name)];
        return fitting.Length > 0 ? $"it may be of {FieldResolver.Some(fitting)}" : $"{type.Plural} have no field that it could be of";
    }
}
