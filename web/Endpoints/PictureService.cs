using Metrics.Grapher;
using Metrics.Web.Serving;

namespace Metrics.Web.Endpoints;

/// <summary>Draws pictures: a bounded number at a time, and each only once as long as it is asked for.</summary>
internal sealed class PictureService(GraphRenderer renderer, AnswerCache answers, DrawingTurns turns)
{
    /// <summary>Draws a graph.</summary>
    /// <param name="key">Equal for equal files: who may see it, graph and <c>ETag</c>.</param>
    /// <param name="contentType">The media type of the file.</param>
    /// <param name="draw">Makes the file.</param>
    /// <param name="wanted">Ends when nobody waits for it any more.</param>
    /// <returns>The file, or null when too many are asked for at once.</returns>
    public ValueTask<Answer?> DrawAsync(string key, string contentType, Func<GraphRenderer, byte[]> draw, CancellationToken wanted) =>
        answers.GetAsync(key, () => InTurnAsync(contentType, draw, wanted), wanted);

    private async Task<Answer?> InTurnAsync(string contentType, Func<GraphRenderer, byte[]> draw, CancellationToken wanted)
    {
        using var turn = await turns.TakeAsync(wanted);
        return turn.IsAcquired ? new Answer(await Task.Run(() => draw(renderer), wanted), contentType) : null;
    }
}
