namespace Metrics.Grapher.Language;

/// <summary>A piece of text in the legend: COMMENT or GPRINT.</summary>
/// <param name="Text">The text.</param>
public sealed record TextElement(LegendText Text) : GraphElement;
