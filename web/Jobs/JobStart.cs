using Hangfire;
using Metrics.Actions.Alerts;
using Metrics.Actions.Outbox;
using Metrics.Web.Configuration;
using Metrics.Web.Reports;

namespace Metrics.Web.Jobs;

/// <summary>Begins the jobs of this process as soon as something can be sent: what is in memory only is planned anew at every start.</summary>
internal sealed class JobStart(MetricsSettings settings, AlertSettings alerts, OutboxTable outbox, IServiceProvider services) : IHostedService, IDisposable
{
    private const int Workers = 2;

    private readonly Lock gate = new();
    private BackgroundJobServer? server;
    private bool isStopped;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Begin();
        return Task.CompletedTask;
    }

    /// <summary>Begins them, where they have not begun and the settings say now how something is sent. Called again when these are read again.</summary>
    public void Begin()
    {
        lock (gate)
        {
            if (isStopped || server is not null || (alerts.Current.Receivers.IsEmpty && !alerts.Current.Mail.IsConfigured))
                return;
            var recurring = services.GetRequiredService<IRecurringJobManager>();
            // Once a minute too, should an attempt that was planned get lost.
            recurring.AddOrUpdate<OutboxJob>("outbox", job => job.RunAsync(CancellationToken.None), Cron.Minutely);
            if (!settings.Reports.IsEmpty)
                recurring.AddOrUpdate<MonthlyReports>("reports", reports => reports.Run(), Cron.Hourly);
            // The last that can fail: until it is there all is tried again.
            server = new BackgroundJobServer(
                new BackgroundJobServerOptions
                {
                    Activator = services.GetRequiredService<JobActivator>(),
                    WorkerCount = Workers,
                    ServerName = "metrics",
                    SchedulePollingInterval = TimeSpan.FromSeconds(5),
                },
                services.GetRequiredService<JobStorage>());
            outbox.Added += Deliver;
            if (!settings.Reports.IsEmpty)
                services.GetRequiredService<IBackgroundJobClient>().Enqueue<MonthlyReports>(reports => reports.Run());
            Deliver();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Nothing begins after it, whoever reads settings again meanwhile.</remarks>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        BackgroundJobServer? running;
        lock (gate)
        {
            isStopped = true;
            outbox.Added -= Deliver;
            running = server;
        }
        running?.SendStop();
        if (running is not null)
            await running.WaitForShutdownAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => server?.Dispose();

    private void Deliver() => services.GetRequiredService<IBackgroundJobClient>().Enqueue<OutboxJob>(job => job.RunAsync(CancellationToken.None));
}
