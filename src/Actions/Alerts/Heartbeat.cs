namespace Metrics.Actions.Alerts;

/// <summary>Asks for an address once a minute while all is looked at: who is asked notices when nobody asks any more.</summary>
internal sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private HttpClient? client;
    private DateTimeOffset last;

    /// <summary>Asks, when it is time, without waiting for the answer.</summary>
    /// <param name="address">The address; empty: nothing is asked for.</param>
    /// <param name="now">The time.</param>
    public void Beat(string address, DateTimeOffset now)
    {
        if (address.Length == 0 || (now - last < Pause && now >= last))
            return;
        last = now;
        client ??= new HttpClient { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 65_536 };
        // An answer that does not come is what the other side is there for.
        _ = client.GetAsync(address).ContinueWith(task => (task.IsCompletedSuccessfully ? task.Result : null)?.Dispose(), TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public void Dispose() => client?.Dispose();
}
