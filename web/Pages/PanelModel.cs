using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>One graph on a page, with its numbers.</summary>
/// <param name="Graph">What is drawn.</param>
/// <param name="Range">Over which time.</param>
/// <param name="Summary">Its numbers and its sentence.</param>
/// <param name="Fact">The one fact beside the title.</param>
public sealed record PanelModel(GraphDefinition Graph, GraphRange Range, GraphSummary Summary, string Fact);
