using Metrics.Actions.Rules.Language;

namespace Metrics.Actions.Rules;

/// <summary>An expression and the series it is about.</summary>
/// <param name="root">The expression.</param>
/// <param name="series">Its series; null where there is none of the name.</param>
internal sealed class BoundExpression(RuleNode root, SeriesWindow?[] series)
{
    /// <summary>The series.</summary>
    public IEnumerable<SeriesWindow> Series => series.OfType<SeriesWindow>();

    /// <summary>1, 0, or NaN when it is unknown.</summary>
    public double Evaluate(RuleData data)
    {
        data.Of(series);
        return root.Evaluate(data);
    }

    /// <summary>The number that is compared; NaN where there is none.</summary>
    public double Measure(RuleData data)
    {
        data.Of(series);
        return root.Measured?.Evaluate(data) ?? double.NaN;
    }
}
