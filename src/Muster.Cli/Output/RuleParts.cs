using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;

namespace Muster.Cli.Output;

/// <summary>A node of a rule, in words.</summary>
/// <param name="Depth">How deep it is; the root is 0.</param>
/// <param name="Text">What a person reads: of a group what joins it, of a condition its text form.</param>
internal readonly record struct RulePart(int Depth, string Text);

/// <summary>The nodes of a rule by JSON pointer.</summary>
internal static class RuleParts
{
    public static IReadOnlyDictionary<string, RulePart> ByPointer(Rule.Group root, CrmSchema schema)
    {
        Dictionary<string, RulePart> parts = new(StringComparer.Ordinal);
        Add(root, "", 0, schema, parts);
        return parts;
    }

    private static void Add(Rule node, string pointer, int depth, CrmSchema schema, Dictionary<string, RulePart> parts)
    {
        if (node is not Rule.Group group)
        {
            parts[pointer] = new(depth, RuleText.Print(new Rule.Group(Combinator.And, [node]), schema));
            return;
        }

        parts[pointer] = new(depth, (group.Combinator, group.Negated) switch
        {
            (Combinator.And, false) => "all of",
            (Combinator.And, true) => "not all of",
            (Combinator.Or, false) => "any of",
            (Combinator.Or, true) => "none of",
            var (combinator, _) => throw new System.Diagnostics.UnreachableException($"No arm for {combinator}"),
        });
        for (int i = 0; i < group.Rules.Count; i++)
        {
            Add(group.Rules[i], $"{pointer}/rules/{i}", depth + 1, schema, parts);
        }
    }
}
