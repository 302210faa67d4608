using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.MailServers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Hold;

/// <summary>Begins holds of mail when rules say so, takes them from step to step, keeps them up, and reminds of them.</summary>
public sealed partial class HoldService : BackgroundService
{
    private const int MostIncidents = 100;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Keep = TimeSpan.FromSeconds(10), Reminder = TimeSpan.FromHours(4);

    /// <summary>Of what changes to and fro nobody is told more often.</summary>
    private static readonly TimeSpan News = TimeSpan.FromMinutes(1);

    private readonly HoldSettings settings;
    private readonly AlertSettings alerts;
    private readonly HoldTable table;
    private readonly IncidentTable incidents;
    private readonly IMailGuard guard;
    private readonly HoldMessenger messenger;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly HoldCheck check;
    private readonly HoldRun run;

    // By a clock that nobody sets.
    private long lastKept;

    /// <summary>Takes what it needs; a hold that lasts from before is gone on with at the first look.</summary>
    public HoldService(
        HoldSettings settings, AlertSettings alerts, HoldTable table, IncidentTable incidents, IMailGuard guard, MailTraffic traffic, HoldMessenger messenger, TimeProvider time, ILogger<HoldService> logger)
    {
        (this.settings, this.alerts, this.table, this.incidents, this.guard, this.messenger, this.time, this.logger) = (settings, alerts, table, incidents, guard, messenger, time, logger);
        check = new HoldCheck(guard, traffic, alerts, time);
        run = new HoldRun(table, guard, messenger, settings, check) { Marked = LogMark };
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        Trigger();
        await run.RunAsync(cancel).ConfigureAwait(false);
        if (table.Open is not { Holds: true } job)
            return;
        if (lastKept == 0 || time.GetElapsedTime(lastKept) >= Keep)
        {
            lastKept = time.GetTimestamp();
            await KeepAsync(job, cancel).ConfigureAwait(false);
            await VerifyAsync(job, cancel).ConfigureAwait(false);
        }
        Remind(job);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e);
            }
            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Trigger()
    {
        var options = settings.Current;
        if (options.Triggers.IsEmpty)
            return;
        var now = time.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, alerts.Current.Zone);
        // What still lasts when such a time is over begins one then.
        if (options.Except.Any(week => week.Covers(local)))
            return;
        var firing = incidents.Since(now, MostIncidents).Where(incident => incident.Ended is null && options.Triggers.Contains(incident.Rule)).Select(incident => (incident.Id, incident.Title)).ToList();
        if (firing.Count > 0)
            table.Begin(options.Level, options.Armed, firing);
    }

    private async Task KeepAsync(HoldJob job, CancellationToken cancel)
    {
        var wanted = job.Level switch
        {
            HoldLevel.Hold => HoldMeasures.Hold,
            HoldLevel.Filter => HoldMeasures.Filter | HoldMeasures.Hold,
            _ => HoldMeasures.Filter | HoldMeasures.Hold | HoldMeasures.Stop,
        };
        try
        {
            var state = await guard.LookAsync(cancel).ConfigureAwait(false);
            if ((state.Wanted & wanted) != wanted)
                await guard.AddAsync(wanted, cancel).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            LogNoGuard(e.Message);
        }
    }

    // What was held may go out again, and what could not be held may be by now: then it is verified and told anew.
    private async Task VerifyAsync(HoldJob job, CancellationToken cancel)
    {
        if (job.Done(HoldStep.Verified) is not { Ended: { } at } before || job.Next is not null)
            return;
        var now = time.GetUtcNow();
        if ((now - at >= News || now < at) && (await check.LookAsync(job, connects: before.IsFailed, cancel).ConfigureAwait(false)).IsFailed != before.IsFailed)
            table.Verify(job.Id);
    }

    private void Remind(HoldJob job)
    {
        var ((at, times), now) = (table.Told(job.Id), time.GetUtcNow());
        // A moment of the future: the clock was set back.
        if (job.AcknowledgedBy is null && (now - at >= Reminder || now < at))
            messenger.Tell(table, job.Id, $"hold/{job.Id}/again/{times}", HoldLetter.Reminder(job, messenger.Server, messenger.Link, now));
    }

    private void LogMark(HoldStep step, string? answer)
    {
        if (answer is not null)
            LogStep(step, answer);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Hold of mail, {Step}: {Answer}")]
    private partial void LogStep(HoldStep step, string answer);

    [LoggerMessage(Level = LogLevel.Error, Message = "The hold of mail cannot be kept up by us: {Reason}")]
    private partial void LogNoGuard(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The hold of mail failed; it is tried again.")]
    private partial void LogFailed(Exception failure);
}
