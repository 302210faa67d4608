using Hangfire;
using Metrics.Actions.Outbox;
using Metrics.Web.Configuration;
using Metrics.Web.Reports;

namespace Metrics.Web.Jobs;

/// <summary>Plans the jobs of this process: what is in memory only is planned anew at every start.</summary>
internal sealed class JobStart(MetricsSettings settings, OutboxTable outbox, IBackgroundJobClient jobs, IRecurringJobManager recurring) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        outbox.Added += Deliver;
        // Once a minute too, should an attempt that was planned get lost.
        recurring.AddOrUpdate<OutboxJob>("outbox", job => job.RunAsync(CancellationToken.None), Cron.Minutely);
        if (!settings.Reports.IsEmpty)
        {
            recurring.AddOrUpdate<MonthlyReports>("reports", reports => reports.Run(), Cron.Hourly);
            jobs.Enqueue<MonthlyReports>(reports => reports.Run());
        }
        Deliver();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        outbox.Added -= Deliver;
        return Task.CompletedTask;
    }

    private void Deliver() => jobs.Enqueue<OutboxJob>(job => job.RunAsync(CancellationToken.None));
}
