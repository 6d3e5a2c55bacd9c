namespace Muster.Rules.Syntax;

/// <summary>The names of aggregates and quantifiers, as both forms of a rule write them.</summary>
public static class RuleNames
{
    private static readonly string[] Functions = ["count", "sum", "avg", "min", "max", "distinct", "first", "last"];

    private static readonly string[] Modes = ["some", "none", "all", "atLeast", "atMost", "exactly"];

    private static readonly string[] Memberships = ["segment", "list"];

    /// <summary>The names of all aggregates, in the order of <see cref="AggregateFunction"/>.</summary>
    public static IReadOnlyList<string> AggregateFunctions => Functions;

    /// <summary>The modes of <c>match</c> in the JSON form, in the order of <see cref="Quantifier"/>.</summary>
    public static IReadOnlyList<string> Quantifiers => Modes;

    /// <summary>What a membership may name, in the order of <see cref="MembershipKind"/>.</summary>
    public static IReadOnlyList<string> MembershipKinds => Memberships;

    internal static int IndexOf(this IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether the quantifier goes with a number.</summary>
    public static bool TakesThreshold(this Quantifier quantifier) => quantifier is Quantifier.AtLeast or Quantifier.AtMost or Quantifier.Exactly;
}
