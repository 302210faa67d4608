using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Metrics.Web.Tests.Alerts;

/// <summary>Takes what webhooks post, and can let the answer wait.</summary>
internal sealed class WebhookSink : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Delivery, string Rule)> raised = new();
    private volatile TaskCompletionSource? asked, answer;

    /// <summary>Listens on a free port of loopback.</summary>
    public WebhookSink()
    {
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }
        listener.Prefixes.Add(Address);
        listener.Start();
        _ = Task.Run(TakeAsync);
    }

    /// <summary>Where to post to.</summary>
    public string Address { get; }

    /// <summary>The rules whose incidents were told, each with the key of the message that told it; once for each time that the message came.</summary>
    public IReadOnlyCollection<(string Delivery, string Rule)> Raised => raised;

    /// <summary>Lets answers wait until <see cref="Release"/>.</summary>
    /// <returns>Ends when a message has come.</returns>
    public Task Hold()
    {
        (asked, answer) = (NewSignal(), NewSignal());
        return asked.Task;
    }

    /// <summary>Answers what waits, and all that comes.</summary>
    public void Release()
    {
        answer?.TrySetResult();
        (asked, answer) = (null, null);
    }

    public void Dispose() => listener.Close();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task TakeAsync()
    {
        try
        {
            while (true)
                await TakeAsync(await listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
        }
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.InputStream);
            foreach (var incident in document.RootElement.GetProperty("incidents").EnumerateArray())
                if (incident.GetProperty("kind").GetString() == "raised")
                    raised.Enqueue((context.Request.Headers["Metrics-Delivery"]!, incident.GetProperty("rule").GetString()!));
            var wait = answer?.Task;
            asked?.TrySetResult();
            if (wait is not null)
                await wait;
            context.Response.StatusCode = 204;
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or JsonException or IOException)
        {
            // Who posts was killed.
        }
    }
}
