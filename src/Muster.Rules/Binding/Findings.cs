using Muster.Rules.Syntax;

namespace Muster.Rules.Binding;

/// <summary>Collects the errors and warnings of one rule.</summary>
internal sealed class Findings
{
    private readonly List<RuleError> _errors = [];
    private readonly List<RuleError> _warnings = [];

    public IReadOnlyList<RuleError> Errors => _errors;

    public IReadOnlyList<RuleError> Warnings => _warnings;

    public void Error(RuleErrorCode code, string pointer, string message, string? suggestion = null) =>
        _errors.Add(new(code, suggestion is null ? message : $"{message} Did you mean \"{suggestion}\"?", pointer) { Suggestion = suggestion });

    public void NeverTrue(string pointer, string message) => _warnings.Add(new(RuleErrorCode.InvalidValue, message, pointer));
}
