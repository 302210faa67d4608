namespace Metrics.Grapher.Language;

/// <summary>How the lines of the legend from here on are aligned.</summary>
/// <param name="Alignment">How.</param>
public sealed record AlignElement(TextAlignment Alignment) : GraphElement;
