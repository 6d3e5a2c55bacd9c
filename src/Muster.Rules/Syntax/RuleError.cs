namespace Muster.Rules.Syntax;

/// <summary>What is wrong with a rule. The names are stable: clients may rely on them.</summary>
public enum RuleErrorCode
{
    /// <summary>The text or JSON is not a rule.</summary>
    Syntax,

    /// <summary>No such field.</summary>
    UnknownField,

    /// <summary>No such object, or one that the audience's profiles do not own.</summary>
    UnknownObject,

    /// <summary>No such operator.</summary>
    UnknownOperator,

    /// <summary>The operator does not compare fields of that type.</summary>
    OperatorNotAllowed,

    /// <summary>The value is not of the field's type, or out of its range.</summary>
    InvalidValue,

    /// <summary>The aggregate does not compute over fields of that type.</summary>
    AggregateNotAllowed,

    /// <summary>No such segment or list.</summary>
    UnknownMembership,

    /// <summary>A segment that refers to itself, by way of others perhaps.</summary>
    Cycle,

    /// <summary>Too many nodes, or too deep.</summary>
    TooLarge,
}

/// <summary>An error in a rule, with its place.</summary>
/// <param name="Code">What kind it is.</param>
/// <param name="Message">A sentence for people: what was found and what would fit.</param>
/// <param name="Pointer">A JSON pointer (RFC 6901) into the rule's JSON form; the empty string is the whole rule.</param>
public sealed record RuleError(RuleErrorCode Code, string Message, string Pointer)
{
    /// <summary>What was probably meant, to put in place of what was found; or null.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Where it is in the text form; null for a rule that came as JSON.</summary>
    public TextSpan? Span { get; init; }
}

/// <summary>A place in a text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
/// <param name="Offset">From 0, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units; 0 at the end of the text.</param>
public readonly record struct TextSpan(int Line, int Column, int Offset, int Length);

/// <summary>How large a rule may be.</summary>
public static class RuleLimits
{
    /// <summary>Nodes at most: groups, conditions and the conditions within them.</summary>
    public const int MaxNodes = 500;

    /// <summary>Levels at most; the rule's own group is the first.</summary>
    public const int MaxDepth = 32;
}
