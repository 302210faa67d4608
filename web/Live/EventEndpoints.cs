using System.Globalization;
using System.Text;
using Metrics.Web.Serving;

namespace Metrics.Web.Live;

/// <summary><c>/events</c>: server-sent events that say when data have come, so that a page is drawn anew when there is something to draw.</summary>
internal static class EventEndpoints
{
    /// <summary>Open streams; a browser has one for each window that is looked at.</summary>
    internal const int MostStreams = 1_000;

    private static readonly ReadOnlyMemory<byte> Hello = "retry: 10000\n\n"u8.ToArray();

    /// <summary>Maps the stream.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events", GetEventsAsync).TakesQuery().WithTags("Monitoring").WithSummary("Server-sent events: one when data have come, at most one a step.")
            .WithDescription("The data of an event are the moment of the newest reading, in seconds since the epoch.")
            .Produces<string>(contentType: "text/event-stream").ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> GetEventsAsync(HttpContext context, DataBeat beat, IHostApplicationLifetime life)
    {
        using var listener = beat.Listen(MostStreams);
        if (listener is null)
        {
            context.Response.Headers.RetryAfter = "60";
            return new Refusal(StatusCodes.Status503ServiceUnavailable, $"There are {MostStreams} open streams already. Pages load themselves again without one.");
        }
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        try
        {
            await context.Response.Body.WriteAsync(Hello, ended.Token);
            await context.Response.Body.FlushAsync(ended.Token);
            while (true)
            {
                var moment = await listener.Next.WaitAsync(ended.Token);
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"data: {moment}\n\n")), ended.Token);
                await context.Response.Body.FlushAsync(ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has gone, or the server goes.
        }
        return Results.Empty;
    }
}
