using System.Threading.Channels;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Analyzers.Detectors;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Blocking;

/// <summary>Has offenders blocked: each decision is written, then the guard is asked, then its answer is written. What a crash leaves unanswered is asked
/// again; the guard blocks once what it is asked twice.</summary>
public sealed partial class BlockService(
    BlockOptions options, DecisionTable table, OffenderIncidents incidents, GuardClient guard, TimeProvider time, ILogger<BlockService> logger) : BackgroundService
{
    /// <summary>Offenders that wait to be decided about.</summary>
    private const int MostQueued = 16_384;

    /// <summary>How long the guard is asked again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan TendEvery = TimeSpan.FromSeconds(1), AskAgain = TimeSpan.FromSeconds(5);

    private readonly BlockDecider decider = new(options, time);
    private long lost;
    private DateTimeOffset? askAgain;
    private Channel<Offender>? queue;

    private Channel<Offender> Queue => LazyInitializer.EnsureInitialized(ref queue, () => Channel.CreateBounded<Offender>(
        new BoundedChannelOptions(MostQueued) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }, _ => Interlocked.Increment(ref lost)));

    /// <summary>Somebody was pointed at. Returns at once, on any thread.</summary>
    public void Take(Offender offender) => Queue.Writer.TryWrite(offender);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Offender>();
        using var timer = new PeriodicTimer(TendEvery, time);
        try
        {
            Begin();
            var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            var more = Queue.Reader.WaitToReadAsync(stoppingToken).AsTask();
            while (true)
            {
                await Task.WhenAny(tick, more).ConfigureAwait(false);
                stoppingToken.ThrowIfCancellationRequested();
                if (more.IsCompleted)
                {
                    for (batch.Clear(); batch.Count < BlockRequest.Most && Queue.Reader.TryRead(out var offender);)
                        batch.Add(offender);
                    await Guarded(() => DecideAsync(batch, stoppingToken), stoppingToken).ConfigureAwait(false);
                    more = Queue.Reader.WaitToReadAsync(stoppingToken).AsTask();
                }
                if (tick.IsCompleted)
                {
                    await Guarded(() => TendAsync(stoppingToken), stoppingToken).ConfigureAwait(false);
                    tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is written and not answered is asked at the next start.
        }
    }

    private void Begin()
    {
        var now = time.GetUtcNow();
        decider.Restore(table.LatestBySubject(now - TimeSpan.FromHours(1)).Values);
        askAgain = now;
    }

    private async Task DecideAsync(List<Offender> offenders, CancellationToken cancel)
    {
        var decisions = offenders.Select(decider.Decide).OfType<Decision>().ToList();
        incidents.PassedOver(decider.PassedOver + Interlocked.Read(ref lost));
        if (decisions.Count == 0)
            return;
        var written = table.Add(decisions);
        foreach (var decision in written)
            incidents.Changed(decision.Detector);
        await AskAsync([.. written.Where(decision => decision.State == DecisionState.Waiting)], cancel).ConfigureAwait(false);
    }

    private async Task TendAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (askAgain <= now)
        {
            askAgain = null;
            var waiting = table.Waiting(BlockRequest.Most);
            var late = waiting.Where(decision => (now - decision.At).Duration() > Patience).ToList();
            if (late.Count > 0)
                table.Finish(late.Select(decision => decision with { State = DecisionState.Refused, Answer = $"{decision.Answer} It was given up." }));
            await AskAsync([.. waiting.Except(late)], cancel).ConfigureAwait(false);
            if (waiting.Count == BlockRequest.Most)
                askAgain ??= now;
            foreach (var detector in waiting.Select(decision => decision.Detector).Distinct())
                incidents.Changed(detector);
        }
        incidents.Update();
    }

    private async Task AskAsync(IReadOnlyList<Decision> decisions, CancellationToken cancel)
    {
        if (decisions.Count == 0)
            return;
        string problem;
        try
        {
            var answer = await guard.AskAsync<BlockAnswer>(new BlockRequest([.. decisions.Select(OrderOf)]), cancel).ConfigureAwait(false);
            if (answer.Outcomes.Count == decisions.Count)
            {
                table.Finish(decisions.Zip(answer.Outcomes, After));
                return;
            }
            problem = "The guard answered something else; is it of another version?";
        }
        catch (Exception e) when (e is GuardAbsentException or GuardRefusedException)
        {
            problem = e.Message;
        }
        LogNotBlocked(decisions.Count, problem);
        table.Finish(decisions.Select(decision => decision with { Answer = problem }));
        askAgain = time.GetUtcNow() + AskAgain;
    }

    private static BlockOrder OrderOf(Decision decision)
    {
        var why = $"{decision.Rule}: {decision.Reason}";
        return new BlockOrder(decision.Subject, (long)decision.For.TotalSeconds, why.Length > BlockOrder.LongestWhy ? why[..BlockOrder.LongestWhy] : why, Grows: true);
    }

    private Decision After(Decision decision, BlockOutcome outcome) => outcome.Refusal.Length > 0
        ? decision with { State = DecisionState.Refused, Answer = outcome.Refusal }
        : decision with { State = DecisionState.Blocked, Answer = "", Until = time.GetUtcNow().AddSeconds(outcome.Seconds) };

    private async Task Guarded(Func<Task> work, CancellationToken cancel)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is SqliteException or IOException && !cancel.IsCancellationRequested)
        {
            // What cannot be written is not done; who goes on is pointed at again.
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} offenders are not blocked yet: {Problem}")]
    private partial void LogNotBlocked(int count, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Decisions about offenders could not be written; nothing was done about them.")]
    private partial void LogFailed(Exception error);
}
