namespace Metrics.Grapher.Language.Times;

/// <summary>A time in the at style cannot be understood.</summary>
/// <param name="column">Where in its text, from 1.</param>
/// <param name="problem">What was found and what was expected, as one sentence.</param>
public sealed class AtTimeException(int column, string problem) : FormatException(problem)
{
    /// <summary>Where in the text, from 1.</summary>
    public int Column { get; } = column;
}
