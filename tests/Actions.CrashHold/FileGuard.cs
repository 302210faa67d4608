using Metrics.Actions.Hold;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.CrashHold;

/// <summary>Writes what it is told to do to a file.</summary>
/// <param name="path">The file.</param>
/// <param name="done">Told after each.</param>
internal sealed class FileGuard(string path, Action<string> done) : IMailGuard
{
    public Task<MailState> AddAsync(HoldMeasures measure, CancellationToken cancel) => Do(measure.ToString());

    public Task<MailState> LiftAsync(CancellationToken cancel) => Do("Lift");

    public Task<MailState> LookAsync(CancellationToken cancel) => Task.FromResult(new MailState(HoldMeasures.None, true, []) { IsArmed = true });

    public Task<bool> IsClosedAsync(CancellationToken cancel) => Task.FromResult(true);

    public Task<QueueSummary> QueueAsync(CancellationToken cancel) => Task.FromResult(QueueSummary.Empty);

    private Task<MailState> Do(string what)
    {
        File.AppendAllText(path, what + "\n");
        done(what);
        return LookAsync(CancellationToken.None);
    }
}
