using Metrics.Grapher.Language;

namespace Metrics.Actions.Rules;

/// <summary>What is wrong in the text of a rule.</summary>
/// <param name="At">Where, in the text.</param>
/// <param name="Problem">What was found and what was expected.</param>
public sealed record RuleFault(TextPosition At, string Problem);
