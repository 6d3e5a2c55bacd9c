using System.Diagnostics;
using System.Text.Json;
using Muster.Rules.Dates;
using Muster.Rules.Syntax;

namespace Muster.Rules.Json;

internal static class RuleJsonWriter
{
    public static void Write(Utf8JsonWriter writer, Rule rule)
    {
        writer.WriteStartObject();
        switch (rule)
        {
            case Rule.Group group:
                WriteGroup(writer, group);
                break;
            case Rule.Compare compare:
                writer.WriteString("field", compare.Field);
                if (RuleNames.MembershipKinds.Contains(compare.Field))
                {
                    writer.WriteString("kind", "field");
                }

                WriteComparison(writer, compare.Operator, compare.Value);
                break;
            case Rule.Related related:
                WriteRelated(writer, related);
                break;
            case Rule.Aggregate aggregate:
                WriteAggregate(writer, aggregate);
                break;
            case Rule.Membership membership:
                WriteMembership(writer, membership);
                break;
            default:
                throw new UnreachableException($"No arm for {rule.GetType().Name}");
        }

        if (rule.Disabled)
        {
            writer.WriteBoolean("disabled", true);
        }

        writer.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter writer, Rule.Group group)
    {
        writer.WriteString("combinator", group.Combinator == Combinator.And ? "and" : "or");
        if (group.Negated)
        {
            writer.WriteBoolean("not", true);
        }

        writer.WriteStartArray("rules");
        foreach (Rule rule in group.Rules)
        {
            Write(writer, rule);
        }

        writer.WriteEndArray();
    }

    private static void WriteRelated(Utf8JsonWriter writer, Rule.Related related)
    {
        writer.WriteString("field", related.Object);
        writer.WriteStartObject("match");
        writer.WriteString("mode", RuleNames.Quantifiers[(int)related.Quantifier]);
        if (related.Quantifier.TakesThreshold())
        {
            writer.WriteNumber("threshold", related.Threshold);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("value");
        Write(writer, related.Where);
    }

    private static void WriteAggregate(Utf8JsonWriter writer, Rule.Aggregate aggregate)
    {
        writer.WriteString("field", aggregate.Object);
        writer.WriteStartObject("aggregate");
        writer.WriteString("function", RuleNames.AggregateFunctions[(int)aggregate.Function]);
        if (aggregate.Of is not null)
        {
            writer.WriteString("of", aggregate.Of);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("where");
        Write(writer, aggregate.Where);
        WriteComparison(writer, aggregate.Operator, aggregate.Value);
    }

    private static void WriteMembership(Utf8JsonWriter writer, Rule.Membership membership)
    {
        writer.WriteString("field", RuleNames.MembershipKinds[(int)membership.Kind]);
        writer.WriteString("operator", (membership.Negated ? Operator.NotIn : Operator.In).Key());
        writer.WriteStartArray("value");
        foreach (string name in membership.Names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static void WriteComparison(Utf8JsonWriter writer, Operator op, Literal value)
    {
        writer.WriteString("operator", op.Key());
        if (value is not Literal.None)
        {
            writer.WritePropertyName("value");
            WriteValue(writer, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, Literal value)
    {
        switch (value)
        {
            case Literal.Text(var text):
                writer.WriteStringValue(text);
                break;
            case Literal.Number(var number):
                writer.WriteNumberValue(number);
                break;
            case Literal.Boolean(var boolean):
                writer.WriteBooleanValue(boolean);
                break;
            case Literal.Window(var window):
                writer.WriteStringValue(DateWindowText.Print(window));
                break;
            case Literal.List(var items):
                writer.WriteStartArray();
                foreach (Literal item in items)
                {
                    WriteValue(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new UnreachableException($"No arm for {value.GetType().Name}");
        }
    }
}
