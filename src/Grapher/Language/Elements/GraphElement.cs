namespace Metrics.Grapher.Language;

/// <summary>Something to draw, with all values known. Elements are drawn, and written into the legend, in the order of the text.</summary>
public abstract record GraphElement;
