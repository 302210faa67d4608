using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Hold;

/// <summary>Asks the guard.</summary>
/// <param name="guard">The way to it.</param>
public sealed class GuardMail(GuardClient guard) : IMailGuard
{
    /// <inheritdoc/>
    public async Task<MailState> AddAsync(HoldMeasures measure, CancellationToken cancel)
    {
        MailState? state = null;
        foreach (var (one, verb) in new[] { (HoldMeasures.Filter, MailVerb.Filter), (HoldMeasures.Hold, MailVerb.Hold), (HoldMeasures.Stop, MailVerb.Stop) })
            if (measure.HasFlag(one))
                state = (await AskAsync<MailAnswer>(verb, cancel).ConfigureAwait(false)).State;
        return state ?? await LookAsync(cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<MailState> LiftAsync(CancellationToken cancel) => (await AskAsync<MailAnswer>(MailVerb.Lift, cancel).ConfigureAwait(false)).State;

    /// <inheritdoc/>
    public async Task<MailState> LookAsync(CancellationToken cancel) => (await AskAsync<MailAnswer>(MailVerb.Look, cancel).ConfigureAwait(false)).State;

    /// <inheritdoc/>
    public async Task<bool> IsClosedAsync(CancellationToken cancel) => (await AskAsync<MailProbeAnswer>(MailVerb.Probe, cancel).ConfigureAwait(false)).IsClosed;

    /// <inheritdoc/>
    public async Task<QueueSummary> QueueAsync(CancellationToken cancel) => (await AskAsync<MailQueueAnswer>(MailVerb.Queue, cancel).ConfigureAwait(false)).Queue;

    private async Task<T> AskAsync<T>(MailVerb verb, CancellationToken cancel) where T : GuardAnswer
    {
        try
        {
            return await guard.AskAsync<T>(new MailRequest(verb), cancel).ConfigureAwait(false);
        }
        catch (GuardRefusedException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
