using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>One of the numbers on top of the overview.</summary>
/// <param name="Graph">The graph the number is on.</param>
/// <param name="Series">The one of its series.</param>
/// <param name="Title">What it is.</param>
/// <param name="Number">The number, without its unit.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Context">One line that puts it in its place.</param>
/// <param name="Stale">True when the number is older than three steps.</param>
public sealed record TileModel(GraphDefinition Graph, GraphSeries Series, string Title, string Number, string Unit, string Context, bool Stale);
