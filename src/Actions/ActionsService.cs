using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;
using Metrics.RrdStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions;

/// <summary>Looks at the rules once a step: what has changed is written first, then those who are to be told are.</summary>
public sealed partial class ActionsService : BackgroundService
{
    /// <summary>Readings of a step are there by then.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(300);

    private readonly AlertOptions options;
    private readonly RuleRounds rounds;
    private readonly IncidentTable incidents;
    private readonly Announcer announcer;
    private readonly Heartbeat heartbeat;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly List<IncidentChange> changes = [];

    /// <summary>Takes rules and receivers; what was before the restart is read at the first look.</summary>
    public ActionsService(
        RoundRobinStore store, AlertOptions options, IncidentTable incidents, Announcer announcer, TimeProvider time, ILogger<ActionsService> logger)
    {
        (this.options, this.incidents, this.announcer, this.time, this.logger) = (options, incidents, announcer, time, logger);
        rounds = new RuleRounds(store);
        rounds.Use(options.Rules);
        heartbeat = new Heartbeat(options.Heartbeat);
    }

    /// <summary>What cannot be worked out: rules that name series which are not there, and why.</summary>
    public IReadOnlyList<(string Rule, string Problem)> Faults { get; private set; } = [];

    /// <summary>How many incidents last.</summary>
    public int Open { get; private set; }

    /// <summary>The incidents of the past year; none before the first look.</summary>
    public IncidentHistory History { get; private set; } = IncidentHistory.None;

    /// <summary>Looks once.</summary>
    internal void Look()
    {
        var step = Math.Max(1, (long)options.Step.TotalSeconds);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        changes.Clear();
        try
        {
            var gone = rounds.Bind(incidents.Watches);
            if (gone.Count > 0)
                incidents.Forget(gone);
            Faults = [.. rounds.Instances.Where(instance => instance.Missing.Length > 0).Select(instance => (instance.Rule.Name, instance.Missing))];
            rounds.Look(now - now % step, changes);
            Open = rounds.Open;
            if (changes.Count > 0)
                incidents.Write(changes);
            if (History.Version == 0 || gone.Count > 0 || changes.Any(change => change.Before.IsOpen || change.After.IsOpen))
                History = new IncidentHistory(History.Version + 1, [.. incidents.Since(time.GetUtcNow() - IncidentHistory.Kept, IncidentHistory.Most)]);
        }
        catch
        {
            // What is not written has not happened: it is looked at anew.
            rounds.Forget();
            throw;
        }
        announcer.Run();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        heartbeat.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(UntilNext(), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                Look();
                heartbeat.Beat(time.GetUtcNow());
            }
            catch (Exception e)
            {
                LogFailed(e);
            }
        }
    }

    private TimeSpan UntilNext()
    {
        var since = new TimeSpan(time.GetUtcNow().Ticks % options.Step.Ticks);
        var wait = Settled - since;
        return wait > TimeSpan.Zero ? wait : wait + options.Step;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The rules could not be looked at; it is tried again at the next step.")]
    private partial void LogFailed(Exception failure);
}
