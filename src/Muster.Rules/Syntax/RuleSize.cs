namespace Muster.Rules.Syntax;

/// <summary>Holds a rule to <see cref="RuleLimits"/>: nodes are groups and leaves, an inner rule's group among them where it has rules; levels are groups within groups.</summary>
internal static class RuleSize
{
    /// <summary>The error of a rule that is too large, at the first node too many; or null.</summary>
    public static RuleError? Check(Rule.Group root)
    {
        int nodes = 0;
        Stack<(Rule Node, string Pointer, int Depth)> open = new([(root, "", 1)]);
        while (open.TryPop(out (Rule Node, string Pointer, int Depth) next))
        {
            (Rule node, string pointer, int depth) = next;
            if (++nodes > RuleLimits.MaxNodes)
            {
                return new(RuleErrorCode.TooLarge, $"A rule has at most {RuleLimits.MaxNodes} groups and conditions; this one has more.", pointer);
            }

            if (depth > RuleLimits.MaxDepth)
            {
                return TooDeep(pointer);
            }

            (Rule.Group? inner, string key) = node switch
            {
                Rule.Related related => (related.Where, "value"),
                Rule.Aggregate aggregate => (aggregate.Where, "where"),
                _ => (null, ""),
            };
            if (inner is { Rules.Count: > 0 })
            {
                open.Push((inner, $"{pointer}/{key}", depth + 1));
            }

            if (node is Rule.Group group)
            {
                for (int i = group.Rules.Count - 1; i >= 0; i--)
                {
                    open.Push((group.Rules[i], $"{pointer}/rules/{i}", group.Rules[i] is Rule.Group ? depth + 1 : depth));
                }
            }
        }

        return null;
    }

    /// <summary>The error of a rule with too many levels.</summary>
    public static RuleError TooDeep(string pointer) =>
        new(RuleErrorCode.TooLarge, $"A rule has at most {RuleLimits.MaxDepth} levels of groups; this one goes deeper.", pointer);
}
