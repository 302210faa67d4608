namespace Metrics.Analyzers.Custom;

/// <summary>A description of lines, or a condition on their fields, that is wrong.</summary>
/// <param name="column">Where in the text, from 1.</param>
/// <param name="problem">What was found and what was expected, as a sentence.</param>
public sealed class PatternException(int column, string problem) : Exception(problem)
{
    /// <summary>Where in the text, from 1.</summary>
    public int Column => column;
}
