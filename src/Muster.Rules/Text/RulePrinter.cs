using System.Diagnostics;
using System.Globalization;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>Prints rules in their one canonical form.</summary>
/// <param name="schema">Says what objects are called in the plural.</param>
/// <param name="width">Beyond so many columns a group goes over several lines.</param>
internal sealed class RulePrinter(CrmSchema schema, int width = int.MaxValue)
{
    private const string Step = "  ";

    /// <summary>A rule's own group, or that of an aggregate's rows: without parentheses where the parser puts in the same group by itself.</summary>
    /// <param name="group">The group.</param>
    /// <param name="indent">What lines after the first begin with; null for one line, however long.</param>
    public string Root(Rule.Group group, string? indent)
    {
        if (group.Disabled || group.Negated || group.Rules.Count == 0)
        {
            return Node(group, indent);
        }

        if (group.Rules.Count == 1)
        {
            return group.Combinator == Combinator.And && group.Rules[0] is not Rule.Group ? Node(group.Rules[0], indent) : Node(group, indent);
        }

        return Joined(group, indent);
    }

    private string Node(Rule rule, string? indent)
    {
        string text = rule switch
        {
            Rule.Group group => Group(group, indent),
            Rule.Compare compare => $"{Field(compare)} {Comparison(compare.Operator, compare.Value)}",
            Rule.Related related => Related(related, indent),
            Rule.Aggregate aggregate => $"{Aggregate(aggregate, indent)} {Comparison(aggregate.Operator, aggregate.Value)}",
            Rule.Membership membership => Membership(membership),
            _ => throw new UnreachableException($"No arm for {rule.GetType().Name}"),
        };
        return rule.Disabled ? "disabled " + text : text;
    }

    private string Group(Rule.Group group, string? indent)
    {
        string body = (group.Rules.Count, group.Combinator) switch
        {
            (0, Combinator.And) => "everyone",
            (0, _) => "nobody",
            (1, Combinator.And) => Parentheses(group, indent),
            (1, _) => "any of " + Parentheses(group, indent),
            _ => Parentheses(group, indent),
        };
        return group.Negated ? "not " + body : body;
    }

    private string Parentheses(Rule.Group group, string? indent)
    {
        string line = $"({Joined(group, null)})";
        return indent is null || Fits(line, indent) ? line : $"(\n{indent}{Step}{Joined(group, indent + Step)}\n{indent})";
    }

    /// <summary>The rules and what joins them: on one line where <paramref name="indent"/> is null or it fits, else a line each.</summary>
    private string Joined(Rule.Group group, string? indent)
    {
        string word = group.Combinator == Combinator.And ? "and" : "or";
        if (indent is null)
        {
            return string.Join($" {word} ", group.Rules.Select(rule => Node(rule, null)));
        }

        string line = Joined(group, null);
        return Fits(line, indent) ? line : string.Join($"\n{indent}{word} ", group.Rules.Select(rule => Node(rule, indent)));
    }

    private bool Fits(string line, string indent) => indent.Length + line.Length <= width;

    /// <summary>A field <c>tags</c> in plain sight is compared as tags, whatever the operator; in backticks it is compared as written.</summary>
    private static string Field(Rule.Compare compare) =>
        compare.Field == TagWords.Field && TagWords.Operator(compare.Operator) is not null ? $"`{compare.Field}`" : Quoting.FieldName(compare.Field);

    private string Related(Rule.Related related, string? indent)
    {
        string quantifier = related.Quantifier switch
        {
            Quantifier.Some => "some",
            Quantifier.None => "no",
            Quantifier.All => "all",
            Quantifier.AtLeast => "at least " + Count(related.Threshold),
            Quantifier.AtMost => "at most " + Count(related.Threshold),
            Quantifier.Exactly => "exactly " + Count(related.Threshold),
            _ => throw new UnreachableException($"No arm for {related.Quantifier}"),
        };
        string name = Quoting.ObjectName(related.Object, schema, plural: !(related.Quantifier.TakesThreshold() && related.Threshold == 1));
        return IsAnyRow(related.Where) ? $"{quantifier} {name}" : $"{quantifier} {name} where {Node(related.Where, indent)}";
    }

    private string Aggregate(Rule.Aggregate aggregate, string? indent)
    {
        string source = Quoting.ObjectName(aggregate.Object, schema, plural: false);
        if (aggregate.Of is not null)
        {
            source += "." + Quoting.FieldOfObject(aggregate.Of);
        }

        string where = IsAnyRow(aggregate.Where) ? "" : " where " + Root(aggregate.Where, indent is null ? null : indent + Step);
        return $"{RuleNames.AggregateFunctions[(int)aggregate.Function]}({source}{where})";
    }

    private static bool IsAnyRow(Rule.Group where) => where is { Rules.Count: 0, Combinator: Combinator.And, Negated: false, Disabled: false };

    private static string Membership(Rule.Membership membership)
    {
        string kind = RuleNames.MembershipKinds[(int)membership.Kind];
        string names = membership.Names.Count == 1
            ? $"{kind} {Quoting.Quoted(membership.Names[0])}"
            : $"any {kind} ({string.Join(", ", membership.Names.Select(Quoting.Quoted))})";
        return membership.Negated ? $"not in {names}" : $"in {names}";
    }

    private static string Comparison(Operator op, Literal value) => op switch
    {
        Operator.Equal or Operator.NotEqual or Operator.Less or Operator.LessOrEqual or Operator.Greater or Operator.GreaterOrEqual => $"{op.Key()} {Value(value)}",
        Operator.Between => $"between {Ends(value)}",
        Operator.NotBetween => $"not between {Ends(value)}",
        Operator.In => $"in {Items(value)}",
        Operator.NotIn => $"not in {Items(value)}",
        Operator.Contains or Operator.DoesNotContain or Operator.BeginsWith or Operator.DoesNotBeginWith or Operator.EndsWith or Operator.DoesNotEndWith
            => $"{op.Spec().Label} {Value(value)}",
        Operator.Null => "is missing",
        Operator.NotNull => "is filled",
        Operator.HasAny => value is Literal.List { Items.Count: 1 } single ? $"has {Tag(single.Items[0])}" : $"has any of {Tags(value)}",
        Operator.HasAll => $"has all of {Tags(value)}",
        Operator.HasNone => $"has none of {Tags(value)}",
        Operator.During => $"during {Value(value)}",
        Operator.NotDuring => $"not during {Value(value)}",
        _ => throw new UnreachableException($"No arm for {op}"),
    };

    private static string Ends(Literal pair) => string.Join(" and ", ((Literal.List)pair).Items.Select(Value));

    private static string Items(Literal set) => $"({string.Join(", ", ((Literal.List)set).Items.Select(Value))})";

    private static string Tags(Literal set) => $"({string.Join(", ", ((Literal.List)set).Items.Select(Tag))})";

    private static string Tag(Literal tag) => tag is Literal.Text(var text) ? Quoting.Quoted(text) : Value(tag);

    private static string Value(Literal value) => value switch
    {
        Literal.Text(var text) => Quoting.Text(text),
        Literal.Number(var number) => NumberText.Print(number),
        Literal.Boolean(var boolean) => boolean ? "true" : "false",
        Literal.Window(var window) => DateWindowText.Print(window),
        _ => throw new UnreachableException($"No arm for {value.GetType().Name}"),
    };

    private static string Count(int threshold) => threshold.ToString(CultureInfo.InvariantCulture);
}
