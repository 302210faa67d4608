using Hangfire;
using Metrics.Actions.Outbox;

namespace Metrics.Web.Jobs;

/// <summary>Hands over what waits in the outbox. The outbox is the truth: this job only says when to look, and is as good run twice as once.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class OutboxJob(OutboxDelivery delivery, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>Hands over what is due, and comes again when the next attempt is.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (await delivery.RunAsync(stop) is { } next)
            jobs.Schedule<OutboxJob>(job => job.RunAsync(CancellationToken.None), next < time.GetUtcNow() ? TimeSpan.Zero : next - time.GetUtcNow());
    }
}
