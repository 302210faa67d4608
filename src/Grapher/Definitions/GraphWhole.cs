using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>What the values of a graph are parts of, when that is measured too: drawn as a reference line at its newest value.</summary>
/// <param name="Series">Where its value comes from, in the unit of the graph.</param>
/// <param name="Label">What it is, after its value: "installed" in "31.2 GiB installed".</param>
public sealed record GraphWhole(SeriesName Series, string Label);
