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

    /// <summary>What only time brings, such as a reminder or the end of a silence, is looked for so often.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MostLogged = 20;

    private readonly AlertSettings settings;
    private readonly RuleRounds rounds;
    private readonly IncidentTable incidents;
    private readonly Announcer announcer;
    private readonly Heartbeat heartbeat = new();
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly List<IncidentChange> changes = [];

    // A look, and an incident that somebody ends by hand.
    private readonly Lock gate = new();
    private AlertOptions? used;
    private (long Revision, DateTimeOffset At)? announced;
    private long historyRevision;

    /// <summary>Takes rules and receivers; what was before the restart is read at the first look.</summary>
    public ActionsService(
        RoundRobinStore store, AlertSettings settings, IncidentTable incidents, Announcer announcer, TimeProvider time, ILogger<ActionsService> logger)
    {
        (this.settings, this.incidents, this.announcer, this.time, this.logger) = (settings, incidents, announcer, time, logger);
        rounds = new RuleRounds(store);
    }

    /// <summary>What cannot be worked out: rules that name series which are not there, and why.</summary>
    public IReadOnlyList<(string Rule, string Problem)> Faults { get; private set; } = [];

    /// <summary>How many incidents last.</summary>
    public int Open { get; private set; }

    /// <summary>The incidents of the past year; none before the first look.</summary>
    public IncidentHistory History { get; private set; } = IncidentHistory.None;

    /// <summary>Ends an incident by hand, whatever its rule says. Where the rule still holds, it raises a new one as it raised this one.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="who">Who ends it.</param>
    /// <returns>False when it is over, or there is none of the number.</returns>
    public bool Close(long id, string who)
    {
        lock (gate)
        {
            if (!incidents.Close(id, who))
                return false;
            rounds.Forget();
            ReadHistory();
            return true;
        }
    }

    /// <summary>Looks once.</summary>
    internal void Look()
    {
        lock (gate)
        {
            var options = settings.Current;
            if (options != used)
            {
                rounds.Use(options.Rules);
                (used, announced) = (options, null);
            }
            var step = Math.Max(1, (long)options.Step.TotalSeconds);
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            changes.Clear();
            try
            {
                Bind();
                rounds.Look(now - now % step, changes);
                Open = rounds.Open;
                if (changes.Count > 0)
                    incidents.Write(changes);
                if (History.Version == 0 || historyRevision != incidents.Revision || changes.Any(change => change.IsStep && (change.Before.IsOpen || change.After.IsOpen)))
                    ReadHistory();
            }
            catch
            {
                // What is not written has not happened: it is looked at anew.
                rounds.Forget();
                throw;
            }
        }
        Announce();
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
                heartbeat.Beat(settings.Current.Heartbeat, time.GetUtcNow());
            }
            catch (Exception e)
            {
                LogFailed(e);
            }
        }
    }

    private void Bind()
    {
        if (!rounds.IsStale)
            return;
        var gone = rounds.Bind(incidents.Watches);
        if (gone.Count > 0)
        {
            incidents.Forget(gone);
            ReadHistory();
        }
        var before = Faults;
        Faults = [.. rounds.Instances.Where(instance => instance.Missing.Length > 0).Select(instance => (instance.Rule.Name, instance.Missing))];
        foreach (var (rule, problem) in Faults.Except(before).Take(MostLogged))
            LogMissing(rule, problem);
    }

    private void ReadHistory()
    {
        // The number first: what changes while it is read is read again.
        historyRevision = incidents.Revision;
        History = new IncidentHistory(History.Version + 1, [.. incidents.Since(time.GetUtcNow() - IncidentHistory.Kept, IncidentHistory.Most)]);
    }

    private void Announce()
    {
        var now = (incidents.Revision, At: time.GetUtcNow());
        if (changes.Count == 0 && announced is var (revision, at) && revision == now.Revision && now.At - at < Patience && now.At >= at)
            return;
        announcer.Run();
        announced = now;
    }

    private TimeSpan UntilNext()
    {
        var step = settings.Current.Step;
        var wait = Settled - new TimeSpan(time.GetUtcNow().Ticks % step.Ticks);
        return wait > TimeSpan.Zero ? wait : wait + step;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The rules could not be looked at; it is tried again at the next step.")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rule {Rule} cannot be worked out: {Problem}")]
    private partial void LogMissing(string rule, string problem);
}
