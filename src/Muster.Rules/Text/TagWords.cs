using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>What people mean when they compare the field <c>tags</c> as if it held one value: <c>Tag = "VIP"</c>, <c>tags contains "VIP"</c>.</summary>
internal static class TagWords
{
    /// <summary>The standard field of tags.</summary>
    public const string Field = "tags";

    /// <summary>The operator on tags that is meant; null for one that is meant as it is.</summary>
    public static Operator? Operator(Operator op) => op switch
    {
        Syntax.Operator.Equal or Syntax.Operator.In or Syntax.Operator.Contains => Syntax.Operator.HasAny,
        Syntax.Operator.NotEqual or Syntax.Operator.NotIn or Syntax.Operator.DoesNotContain => Syntax.Operator.HasNone,
        _ => null,
    };
}
