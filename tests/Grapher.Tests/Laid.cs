using Metrics.Grapher.Data;
using Metrics.Grapher.Layout;

namespace Metrics.Grapher.Tests;

/// <summary>Layouts that tests look at: in memory of their own, since nothing else is made meanwhile.</summary>
internal static class Laid
{
    public static (GraphLayout Layout, GraphData Data, GraphDefinition Drawn) Lay(
        this GraphRenderer renderer, GraphDefinition definition, GraphRange range, PictureOptions options) =>
        renderer.Lay(definition, range, options, new Workspace());
}
