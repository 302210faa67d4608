using Metrics.Grapher;
using Metrics.Grapher.Language;
using Metrics.Web.Endpoints;
using Metrics.Web.Pages;
using Metrics.Web.Shares;

namespace Metrics.Web.Control;

/// <summary>Draws graphs for commands, and says which there are.</summary>
/// <param name="graphs">The graphs there are.</param>
/// <param name="renderer">Draws them.</param>
internal sealed class GraphVerb(GraphCatalog graphs, GraphRenderer renderer)
{
    private const int PartBytes = 48 * 1024;

    /// <summary>Says which patterns of a share match no graph.</summary>
    public UnmatchedAnswer Unmatched(UnmatchedRequest request) => new(new ShareScope([.. request.Patterns]).Unmatched(graphs.Graphs));

    /// <summary>Draws a graph, and sends the file in parts.</summary>
    /// <exception cref="ControlRefusedException">There is no such graph, or it cannot be drawn like that.</exception>
    /// <exception cref="ArgumentException">The size or the range is beyond its limits.</exception>
    public void Draw(GraphRequest request, Action<ControlAnswer> send)
    {
        if (graphs.Find(request.Graph) is not { } graph)
            throw new ControlRefusedException(NearestName.Of(request.Graph, graphs.Graphs.Select(one => one.Name)) is { } near
                ? $"There is no graph {request.Graph}; did you mean {near}?"
                : $"There is no graph {request.Graph}.");
        var format = GraphFormat.Find(request.Format) ?? throw new ControlRefusedException($"There is no format {request.Format}.");
        var range = request.Range is { } name
            ? GraphRange.Find(name) ?? throw new ControlRefusedException($"There is no range {name}.")
            : new GraphRange("custom", TimeSpan.FromSeconds(request.ToSeconds - request.FromSeconds), DateTimeOffset.FromUnixTimeSeconds(request.ToSeconds));
        try
        {
            var options = new PictureOptions(request.Width, request.Height, request.Theme, request.Scale, Title: true);
            foreach (var part in format.Draw(renderer, graph, range, options).Chunk(PartBytes))
                send(new PartAnswer(part));
        }
        catch (GraphLanguageException e)
        {
            throw new ControlRefusedException($"The text of {graph.Name} cannot be worked out: {e.Message}", e);
        }
    }
}
