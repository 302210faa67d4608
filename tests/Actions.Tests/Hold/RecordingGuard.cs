using System.Collections.Concurrent;
using System.Diagnostics;
using Metrics.Actions.Hold;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Tests.Hold;

/// <summary>Writes down what it is told to do, and when.</summary>
internal sealed class RecordingGuard : IMailGuard
{
    private HoldMeasures wanted;

    /// <summary>What it was told, in order, with stamps of <see cref="Stopwatch"/>.</summary>
    public ConcurrentQueue<(string What, long At)> Commands { get; } = new();

    /// <summary>The commands alone.</summary>
    public IEnumerable<string> Whats => Commands.Select(command => command.What);

    /// <summary>What the queues are said to have.</summary>
    public QueueSummary Queue { get; set; } = QueueSummary.Empty;

    /// <summary>Why it does not answer; empty: it does.</summary>
    public string Absent { get; set; } = "";

    /// <summary>Whether its configuration arms it.</summary>
    public bool IsArmed { get; set; } = true;

    /// <summary>The mail servers, as they are said to be.</summary>
    public IReadOnlyList<MailServerState> Servers { get; set; } = [];

    /// <summary>What it could not do about the filter.</summary>
    public string Problem { get; set; } = "";

    public Task<MailState> AddAsync(HoldMeasures measure, CancellationToken cancel)
    {
        Commands.Enqueue((measure.ToString(), Stopwatch.GetTimestamp()));
        if (Absent.Length == 0)
            wanted |= measure;
        return LookAsync(cancel);
    }

    public Task<MailState> LiftAsync(CancellationToken cancel)
    {
        if (Absent.Length == 0)
        {
            Commands.Enqueue(("Lift", Stopwatch.GetTimestamp()));
            wanted = HoldMeasures.None;
        }
        return LookAsync(cancel);
    }

    public Task<MailState> LookAsync(CancellationToken cancel) =>
        Absent.Length > 0 ? Task.FromException<MailState>(new IOException(Absent)) : Task.FromResult(new MailState(wanted, wanted.HasFlag(HoldMeasures.Filter) && Problem.Length == 0, Servers, Problem) { IsArmed = IsArmed, PerMinute = 60 });

    public Task<bool> IsClosedAsync(CancellationToken cancel) => Task.FromResult(wanted.HasFlag(HoldMeasures.Filter));

    public Task<QueueSummary> QueueAsync(CancellationToken cancel) => Absent.Length > 0 ? Task.FromException<QueueSummary>(new IOException(Absent)) : Task.FromResult(Queue);
}
