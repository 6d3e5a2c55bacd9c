using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>The text form of a rule, for people: <c>country = US and at least 2 deals where (status = won)</c>.</summary>
public static class RuleText
{
    /// <summary>Columns that <see cref="PrintLines"/> fills at most, where it can break a line.</summary>
    public const int DefaultWidth = 80;

    /// <summary>Reads a rule. Any text gives a rule or errors, each with its line, column and length; it never throws.</summary>
    /// <param name="text">The rule, in canonical form or as people write it.</param>
    /// <param name="schema">Its fields may be called by name or label; the rule holds their names.</param>
    /// <param name="audience">The profiles whose fields may be named.</param>
    /// <remarks>
    /// A name in backticks is taken exactly as it stands, known or not, so that every rule can be written; what the schema lacks is then found
    /// when the rule is bound, and <see cref="ParsedRule.Locate"/> says where it is.
    /// </remarks>
    public static ParsedRule Parse(string text, CrmSchema schema, Audience audience) => new RuleTextParser(text, schema, FieldScope.OfProfiles(schema, audience)).Parse();

    /// <summary>The rule's canonical form, on one line. Reading it with a schema that has the rule's names gives the same rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="schema">Says what objects are called in the plural; the standard one where it is null.</param>
    public static string Print(Rule.Group rule, CrmSchema? schema = null) => new RulePrinter(schema ?? CrmSchema.Standard).Root(rule, indent: null);

    /// <summary>The same over several lines, indented, where it is longer than <paramref name="width"/> columns.</summary>
    /// <inheritdoc cref="Print"/>
    public static string PrintLines(Rule.Group rule, CrmSchema? schema = null, int width = DefaultWidth) =>
        new RulePrinter(schema ?? CrmSchema.Standard, width).Root(rule, indent: "");
}
