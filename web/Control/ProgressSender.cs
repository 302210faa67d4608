using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Tells whoever asked for something long how far it is: at once, and then a few times a second.</summary>
/// <param name="send">Takes the answers. An error of it ends the work: nobody waits for it any more.</param>
internal sealed class ProgressSender(Action<ControlAnswer> send) : IProgress<StoreProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long? last;

    /// <inheritdoc/>
    public void Report(StoreProgress value)
    {
        if (last is { } before && TimeProvider.System.GetElapsedTime(before) < Interval)
            return;
        last = TimeProvider.System.GetTimestamp();
        send(new ProgressAnswer(value.DoneBytes, value.TotalBytes));
    }
}
