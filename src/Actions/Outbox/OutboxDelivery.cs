using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Outbox;

/// <summary>Hands over the messages of the outbox that are due, one after the other.</summary>
public sealed partial class OutboxDelivery : IDisposable
{
    /// <summary>How long one message may take. It is not cut short when the program stops: nobody would know then whether it was taken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly OutboxTable outbox;
    private readonly FrozenDictionary<string, IChannel> channels;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    // One run at a time: of two that meet, the second finds nothing left.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Takes the outbox over from the process before this one.</summary>
    public OutboxDelivery(OutboxTable outbox, IEnumerable<IChannel> channels, TimeProvider time, ILogger<OutboxDelivery> logger)
    {
        (this.outbox, this.time, this.logger) = (outbox, time, logger);
        this.channels = channels.ToFrozenDictionary(channel => channel.Way, StringComparer.Ordinal);
        outbox.Recover();
    }

    /// <summary>Hands over all that is due.</summary>
    /// <param name="stop">Ends it between two messages.</param>
    /// <returns>When the next attempt is due; null when nothing waits.</returns>
    public async Task<DateTimeOffset?> RunAsync(CancellationToken stop)
    {
        await turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            while (!stop.IsCancellationRequested && outbox.TakeDue() is var (id, message))
            {
                var delivery = await SendAsync(message).ConfigureAwait(false);
                outbox.Finish(id, delivery);
                if (delivery.Accepted)
                    LogAccepted(message.Way, message.Target, message.Title, delivery.Answer);
                else
                    LogFailed(message.Way, message.Target, message.Title, delivery.Answer);
            }
            return outbox.NextDue;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Delivery> SendAsync(OutboxMessage message)
    {
        if (!channels.TryGetValue(message.Way, out var channel))
            return Delivery.Failed($"The way {message.Way} is not configured any more.");
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await channel.SendAsync(message, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Delivery.Failed($"No answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception e)
        {
            return Delivery.Failed(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "By {Way} to {Target}: {Title}. The answer was: {Answer}")]
    private partial void LogAccepted(string way, string target, string title, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "By {Way} to {Target} failed and is tried again: {Title}. {Answer}")]
    private partial void LogFailed(string way, string target, string title, string answer);
}
