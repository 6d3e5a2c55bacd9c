namespace Muster.Rules.Syntax;

/// <summary>What reading a rule gave: the rule, or what is wrong with it.</summary>
/// <param name="Rule">The rule; null where there are errors.</param>
/// <param name="Errors">Every error found, in the order of the text; empty where there is a rule.</param>
/// <param name="Spans">
/// For a rule that came as text, the place of each node by its JSON pointer, and where they stand there of its parts:
/// <c>/field</c>, <c>/operator</c>, <c>/value</c>, <c>/match</c>, <c>/aggregate</c>. Empty for a rule that came as JSON.
/// </param>
public sealed record ParsedRule(Rule.Group? Rule, IReadOnlyList<RuleError> Errors, IReadOnlyDictionary<string, TextSpan> Spans)
{
    /// <summary>The error with its place in the text: that of its pointer, else of the nearest node around it. Unchanged for a rule that came as JSON.</summary>
    public RuleError Locate(RuleError error)
    {
        if (error.Span is not null)
        {
            return error;
        }

        for (string pointer = error.Pointer; ; pointer = pointer[..Math.Max(0, pointer.LastIndexOf('/'))])
        {
            if (Spans.TryGetValue(pointer, out TextSpan span))
            {
                return error with { Span = span };
            }

            if (pointer.Length == 0)
            {
                return error;
            }
        }
    }
}
