namespace Metrics.Grapher;

/// <summary>A graph as a part of a page, and what somebody who points at it means.</summary>
/// <param name="Svg">The markup. The page has <see cref="GraphRenderer.StyleSheet"/> in its own style sheet.</param>
/// <param name="Left">Left edge of the plot in CSS pixels of the picture: the moment <paramref name="From"/>.</param>
/// <param name="Right">Right edge of the plot: the moment <paramref name="To"/>.</param>
/// <param name="From">Seconds since the epoch. A graph with little data begins later than its range.</param>
/// <param name="To">Seconds since the epoch.</param>
public sealed record InlineGraph(string Svg, float Left, float Right, long From, long To);
