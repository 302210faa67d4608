namespace Metrics.Actions.Alerts;

/// <summary>Asks for an address once a minute while all is looked at: who is asked notices when nobody asks any more.</summary>
/// <param name="address">The address; empty: nothing is asked for.</param>
internal sealed class Heartbeat(string address) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly HttpClient? client = address.Length > 0 ? new HttpClient { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 65_536 } : null;
    private DateTimeOffset last;

    /// <summary>Asks, when it is time, without waiting for the answer.</summary>
    public void Beat(DateTimeOffset now)
    {
        if (client is null || now - last < Pause)
            return;
        last = now;
        // An answer that does not come is what the other side is there for.
        _ = client.GetAsync(address).ContinueWith(task => (task.IsCompletedSuccessfully ? task.Result : null)?.Dispose(), TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public void Dispose() => client?.Dispose();
}
