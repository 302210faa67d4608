using Metrics.Grapher.Language;

namespace Metrics.Actions.Rules;

/// <summary>The text of a rule cannot be understood.</summary>
/// <param name="at">Where.</param>
/// <param name="problem">What was found and what was expected.</param>
public sealed class RuleLanguageException(TextPosition at, string problem) : Exception($"{at.Line}:{at.Column}: {problem}")
{
    /// <summary>What is wrong and where.</summary>
    public RuleFault Fault { get; } = new(at, problem);
}
