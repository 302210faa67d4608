using Metrics.Actions.MailServers;

namespace Metrics.Actions.Hold;

/// <summary>Takes a hold from step to step. Each is written before it begins and after it has ended, and may be done twice, so that a hold that was broken off at any
/// moment is finished by whoever comes next.</summary>
/// <param name="table">Where the steps are.</param>
/// <param name="guard">Does what needs root.</param>
/// <param name="messenger">Tells of it.</param>
/// <param name="settings">Whether holds may begin, and whose mail may be much.</param>
/// <param name="check">Looks whether everything is held.</param>
internal sealed class HoldRun(HoldTable table, IMailGuard guard, HoldMessenger messenger, HoldSettings settings, HoldCheck check)
{
    /// <summary>To know who sends is not worth more: it is not stopped yet.</summary>
    private static readonly TimeSpan NotePatience = TimeSpan.FromSeconds(2);

    private QueueSummary queue = QueueSummary.Empty;

    /// <summary>Told that a step has begun or ended, once that is on the disk.</summary>
    public Action<HoldStep, string?> Marked { get; init; } = (_, _) => { };

    /// <summary>Does all steps of the hold that lasts and that can be done now; it is over when none is left and nothing is held.</summary>
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
            if (step == HoldStep.Verified && !check.IsDue(job))
                return;
            table.Begin(job.Id, step);
            Marked(step, null);
            if (await TryAsync(job, step, cancel).ConfigureAwait(false) is not { } outcome)
                return;
            table.End(job.Id, step, outcome);
            Marked(step, outcome.Answer);
        }
    }

    // Null: without the guard, or before all is lifted, it is not done, and it is tried again.
    private async Task<HoldOutcome?> TryAsync(HoldJob job, HoldStep step, CancellationToken cancel)
    {
        try
        {
            return await DoAsync(job, step, cancel).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            table.Retry(job.Id, step, $"Not done yet, and tried again: {e.Message}");
            return null;
        }
    }

    private async Task<HoldOutcome> DoAsync(HoldJob job, HoldStep step, CancellationToken cancel)
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
                return await check.LookAsync(job, connects: true, cancel).ConfigureAwait(false);
            case HoldStep.Told:
                // Of each verification once, however often this step is done.
                messenger.Tell(table, job.Id, $"hold/{job.Id}/done/{(int)job.Level}/{job.Done(HoldStep.Verified)?.Ended?.ToUnixTimeMilliseconds()}", HoldLetter.Report(job, messenger.Server, messenger.Link));
                return new HoldOutcome("Written to the outbox.");
            default:
                return await LiftAsync(job, cancel).ConfigureAwait(false);
        }
    }

    private async Task<HoldOutcome> NoteAsync(HoldJob job, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(NotePatience);
        try
        {
            if (await WhyDryAsync(job, patience.Token).ConfigureAwait(false) is { } why)
            {
                table.Disarm(job.Id);
                return new HoldOutcome(why, IsFailed: true);
            }
            queue = await guard.QueueAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return new HoldOutcome($"Who has mail in the queues is not known: {(e is IOException ? e.Message : "the guard did not answer in time.")}", IsFailed: true);
        }
        var spared = queue.Senders.Where(one => settings.Current.Spared.Contains(one.Sender, StringComparer.OrdinalIgnoreCase)).Sum(one => one.Messages);
        if (job.IsAutomatic && spared > 0 && 2 * spared >= queue.Messages)
        {
            table.Spare(job.Id);
            return new HoldOutcome($"{spared} of {queue.Messages} messages are of senders of hold.spared, so nothing is held.");
        }
        return new HoldOutcome($"{queue.Messages} messages wait{(queue.Senders.Count == 0 ? "" : $"; most of {string.Join(", ", queue.Senders.Take(3).Select(one => $"{one.Sender} ({one.Messages})"))}")}.");
    }

    // A hold does something when everybody who has a part in it was armed when it began: who asked for it, this process and the guard. What the guard holds already it goes on with.
    private async Task<string?> WhyDryAsync(HoldJob job, CancellationToken cancel)
    {
        if (!job.IsArmed || job.Level == HoldLevel.Warn)
            return null;
        if (!settings.Current.Armed)
            return "Metrics is not armed: it was started, or reloaded, before armed = true was written.";
        return await guard.LookAsync(cancel).ConfigureAwait(false) is { IsArmed: false, Wanted: HoldMeasures.None }
            ? "Metrics is armed, but its guard is not: it was started, or reloaded, before armed = true was written, or reads another configuration."
            : null;
    }

    // A guard that does not answer is asked again every few seconds, by who keeps the hold up.
    private async Task<HoldOutcome> AddAsync(HoldMeasures measure, CancellationToken cancel)
    {
        try
        {
            return Problems(await guard.AddAsync(measure, cancel).ConfigureAwait(false)) is { Length: > 0 } problems ? new HoldOutcome($"Not all of it: {problems}", IsFailed: true) : new HoldOutcome("Done.");
        }
        catch (IOException e)
        {
            return new HoldOutcome($"Failed, and is tried again: {e.Message}", IsFailed: true);
        }
    }

    private async Task<HoldOutcome> LiftAsync(HoldJob job, CancellationToken cancel)
    {
        // What was never taken in hand needs no guard.
        if (!job.IsArmed || job.Level == HoldLevel.Warn)
            return new HoldOutcome("Nothing was held.");
        var state = await guard.LiftAsync(cancel).ConfigureAwait(false);
        var now = messenger.Now;
        var problems = Problems(state);
        // Each of the two is told once, however often this is tried.
        messenger.Tell(table, job.Id, $"hold/{job.Id}/{(problems.Length > 0 ? "lifting" : "over")}", HoldLetter.Over(job, messenger.Server, messenger.Link, state, now));
        return problems.Length > 0 ? throw new IOException(problems) : new HoldOutcome(string.Join(" ", HoldProgress.Of(state, now).Prepend("Done.")));
    }

    private static string Problems(MailState state) => string.Join(" ", state.Problems);
}
