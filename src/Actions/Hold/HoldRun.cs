using Metrics.Actions.MailServers;

namespace Metrics.Actions.Hold;

/// <summary>Takes a hold from step to step. Each is written before it begins and after it has ended, and may be done twice, so that a hold that was broken off at any
/// moment is finished by whoever comes next.</summary>
/// <param name="table">Where the steps are.</param>
/// <param name="guard">Does what needs root.</param>
/// <param name="messenger">Tells of it.</param>
/// <param name="options">Whose mail may be much.</param>
internal sealed class HoldRun(HoldTable table, IMailGuard guard, HoldMessenger messenger, HoldOptions options)
{
    /// <summary>To know who sends is not worth more: it is not stopped yet.</summary>
    private static readonly TimeSpan NotePatience = TimeSpan.FromSeconds(2);

    private QueueSummary queue = QueueSummary.Empty;

    /// <summary>Told that a step has begun or ended, once that is on the disk.</summary>
    public Action<HoldStep, string?> Marked { get; init; } = (_, _) => { };

    /// <summary>Does all steps of the hold that lasts; it is over when none is left and nothing is held.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (table.Open is { } job)
        {
            if (job.Next is not { } step)
            {
                if (!job.Holds)
                    table.End(job.Id);
                return;
            }
            table.Begin(job.Id, step);
            Marked(step, null);
            var answer = await DoAsync(job, step, cancel).ConfigureAwait(false);
            table.End(job.Id, step, answer);
            Marked(step, answer);
        }
    }

    private async Task<string> DoAsync(HoldJob job, HoldStep step, CancellationToken cancel)
    {
        switch (step)
        {
            case HoldStep.Noted:
                return await NoteAsync(job, cancel).ConfigureAwait(false);
            case HoldStep.Warned:
                return await messenger.TellNowAsync($"hold/{job.Id}/warning", HoldLetter.Warning(job, messenger.Server, messenger.Link, queue), cancel).ConfigureAwait(false);
            case HoldStep.Filtered:
                return await AddAsync(HoldMeasures.Filter, cancel).ConfigureAwait(false);
            case HoldStep.Held:
                return await AddAsync(HoldMeasures.Hold, cancel).ConfigureAwait(false);
            case HoldStep.Stopped:
                return await AddAsync(HoldMeasures.Stop, cancel).ConfigureAwait(false);
            case HoldStep.Verified:
                return await VerifyAsync(job, cancel).ConfigureAwait(false);
            case HoldStep.Told:
                messenger.Tell(table, job.Id, $"hold/{job.Id}/done/{(int)job.Level}", HoldLetter.Report(job, messenger.Server, messenger.Link));
                return "Written to the outbox.";
            default:
                return await LiftAsync(job, cancel).ConfigureAwait(false);
        }
    }

    private async Task<string> NoteAsync(HoldJob job, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(NotePatience);
        try
        {
            queue = await guard.QueueAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return $"Who has mail in the queues is not known: {(e is IOException ? e.Message : "the guard did not answer in time.")}";
        }
        var spared = queue.Senders.Where(one => options.Spared.Contains(one.Sender, StringComparer.OrdinalIgnoreCase)).Sum(one => one.Messages);
        if (job.IsAutomatic && spared > 0 && 2 * spared >= queue.Messages)
        {
            table.Spare(job.Id);
            return $"{spared} of {queue.Messages} messages are of senders of hold.spared, so nothing is held.";
        }
        return $"{queue.Messages} messages wait{(queue.Senders.Count == 0 ? "" : $"; most of {string.Join(", ", queue.Senders.Take(3).Select(one => $"{one.Sender} ({one.Messages})"))}")}.";
    }

    // A guard that does not answer is asked again every few seconds, by who keeps the hold up.
    private async Task<string> AddAsync(HoldMeasures measure, CancellationToken cancel)
    {
        try
        {
            return Problems(await guard.AddAsync(measure, cancel).ConfigureAwait(false)) is { Length: > 0 } problems ? $"Not all of it: {problems}" : "Done.";
        }
        catch (IOException e)
        {
            return $"Failed, and is tried again: {e.Message}";
        }
    }

    private async Task<string> VerifyAsync(HoldJob job, CancellationToken cancel)
    {
        try
        {
            var state = await guard.LookAsync(cancel).ConfigureAwait(false);
            var faults = state.Servers.Where(server => !server.IsHeld).Select(server => $"{server.Name} is not held").ToList();
            if (job.Level >= HoldLevel.Filter && !await guard.IsClosedAsync(cancel).ConfigureAwait(false))
                faults.Add("other users still reach mail servers elsewhere");
            if (job.Level == HoldLevel.Stop)
                faults.AddRange(state.Servers.Where(server => server.IsRunning).Select(server => $"{server.Name} still runs"));
            faults.AddRange(state.Problems);
            return faults.Count == 0 ? "Tried from outside: nothing goes out." : $"NOT ALL IS HELD: {string.Join("; ", faults)}.";
        }
        catch (IOException e)
        {
            return $"NOT VERIFIED: {e.Message}";
        }
    }

    private async Task<string> LiftAsync(HoldJob job, CancellationToken cancel)
    {
        // What was never taken in hand needs no guard.
        var state = job.IsArmed && job.Level > HoldLevel.Warn ? await guard.LiftAsync(cancel).ConfigureAwait(false) : null;
        messenger.Tell(table, job.Id, $"hold/{job.Id}/over", HoldLetter.Over(job, messenger.Server, messenger.Link));
        return state is null ? "Nothing was held." : Problems(state) is { Length: > 0 } problems ? $"Not all of it: {problems}" : $"Done. {state.Servers.Sum(server => server.Aside)} messages go a few at a time.";
    }

    private static string Problems(MailState state) => string.Join(" ", state.Problems);
}
