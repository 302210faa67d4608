using Metrics.Grapher.Language;
using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>One series on a graph.</summary>
/// <param name="Series">Where the values come from.</param>
/// <param name="Label">Name in the legend: "In".</param>
/// <param name="Colour">Colour token; a colour belongs to a thing on every page.</param>
/// <param name="Shape">How it is drawn.</param>
/// <param name="Factor">What a stored value is multiplied by to be in the graph's unit: 8 from bytes to bits.</param>
public sealed record GraphSeries(SeriesName Series, string Label, SeriesColour Colour, SeriesShape Shape, double Factor = 1)
{
    /// <summary>Width of the line in CSS pixels; null for the usual one.</summary>
    public double? LineWidth { get; init; }

    /// <summary>Dashes of the line, or null.</summary>
    public DashPattern? Dashes { get; init; }

    /// <summary>Whether the value axis leaves it out of account.</summary>
    public bool SkipsScale { get; init; }
}
