using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Outbox;

/// <summary>Hands over the messages of the outbox that are due: to each target one after the other, to different ones at once, so that who does not answer keeps
/// nobody else waiting.</summary>
public sealed partial class OutboxDelivery
{
    /// <summary>Of a way that is not there any more.</summary>
    private static readonly TimeSpan NoPatience = TimeSpan.FromSeconds(1);

    private readonly OutboxTable outbox;
    private readonly FrozenDictionary<string, IChannel> channels;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    // What came of messages, until it is written down: that may fail, and is done by the next run then.
    private readonly ConcurrentQueue<(long Id, Delivery Delivery)> done = new();

    // One run at a time: who comes meanwhile wakes it, for there may be something new, and goes.
    private readonly Lock gate = new();
    private bool isRunning;
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes the outbox over from the process before this one.</summary>
    public OutboxDelivery(OutboxTable outbox, IEnumerable<IChannel> channels, TimeProvider time, ILogger<OutboxDelivery> logger)
    {
        (this.outbox, this.time, this.logger) = (outbox, time, logger);
        this.channels = channels.ToFrozenDictionary(channel => channel.Way, StringComparer.Ordinal);
        outbox.Recover();
    }

    /// <summary>Hands over all that is due. Where that is being done already, it is only seen to that nothing new is overlooked.</summary>
    /// <param name="stop">Begins nothing new; what is being handed over is waited for.</param>
    /// <returns>When the next attempt is due; null when nothing waits, or another run sees to it.</returns>
    public async Task<DateTimeOffset?> RunAsync(CancellationToken stop)
    {
        lock (gate)
        {
            woken.TrySetResult();
            if (isRunning)
                return null;
            isRunning = true;
        }
        var underWay = new List<Task>();
        try
        {
            while (Begin(underWay, stop) is { } wake)
            {
                await Task.WhenAny([.. underWay, wake]).ConfigureAwait(false);
                underWay.RemoveAll(task => task.IsCompleted);
            }
            return outbox.NextDue;
        }
        catch
        {
            lock (gate)
                isRunning = false;
            throw;
        }
    }

    /// <summary>Begins with all that is due and can be.</summary>
    /// <returns>What tells that there is more; null when nothing is under way and nothing came meanwhile: the run is over.</returns>
    private Task? Begin(List<Task> underWay, CancellationToken stop)
    {
        while (true)
        {
            while (done.TryPeek(out var one))
            {
                outbox.Finish(one.Id, one.Delivery);
                done.TryDequeue(out _);
            }
            lock (gate)
                if (woken.Task.IsCompleted)
                    woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
            while (!stop.IsCancellationRequested && outbox.TakeDue() is var (id, message))
                underWay.Add(HandOverAsync(id, message));
            lock (gate)
            {
                if (underWay.Count > 0)
                    return woken.Task;
                if (woken.Task.IsCompleted && !stop.IsCancellationRequested)
                    continue;
                isRunning = false;
                return null;
            }
        }
    }

    private async Task HandOverAsync(long id, OutboxMessage message)
    {
        // Whatever a channel does before it first waits is done beside the other messages.
        await Task.Yield();
        var delivery = await SendAsync(message).ConfigureAwait(false);
        done.Enqueue((id, delivery));
        if (delivery.Accepted)
            LogAccepted(message.Way, message.Target, message.Title, delivery.Answer);
        else if (delivery.IsFinal)
            LogRefused(message.Way, message.Target, message.Title, delivery.Answer);
        else
            LogFailed(message.Way, message.Target, message.Title, delivery.Answer);
    }

    private async Task<Delivery> SendAsync(OutboxMessage message)
    {
        if (!channels.TryGetValue(message.Way, out var channel))
            return Delivery.Failed($"The way {message.Way} is not configured any more.");
        // It is not cut short when the program stops: nobody would know then whether it was taken.
        var limit = channel.Patience;
        using var patience = new CancellationTokenSource(limit, time);
        try
        {
            return await channel.SendAsync(message, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Delivery.Failed($"No answer within {limit.TotalSeconds:0} s.");
        }
        catch (Exception e)
        {
            return Delivery.Failed(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "By {Way} to {Target}: {Title}. The answer was: {Answer}")]
    private partial void LogAccepted(string way, string target, string title, string answer);

    [LoggerMessage(Level = LogLevel.Error, Message = "By {Way} to {Target} was refused and is not tried again: {Title}. {Answer}")]
    private partial void LogRefused(string way, string target, string title, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "By {Way} to {Target} failed and is tried again: {Title}. {Answer}")]
    private partial void LogFailed(string way, string target, string title, string answer);
}
