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
            if (server is not null || (alerts.Current.Receivers.IsEmpty && !alerts.Current.Mail.IsConfigured))
                return;
            server = new BackgroundJobServer(
                new BackgroundJobServerOptions
                {
                    Activator = services.GetRequiredService<JobActivator>(),
                    WorkerCount = Workers,
                    ServerName = "metrics",
                    SchedulePollingInterval = TimeSpan.FromSeconds(5),
                },
                services.GetRequiredService<JobStorage>());
        }
        outbox.Added += Deliver;
        var recurring = services.GetRequiredService<IRecurringJobManager>();
        // Once a minute too, should an attempt that was planned get lost.
        recurring.AddOrUpdate<OutboxJob>("outbox", job => job.RunAsync(CancellationToken.None), Cron.Minutely);
        if (!settings.Reports.IsEmpty)
        {
            recurring.AddOrUpdate<MonthlyReports>("reports", reports => reports.Run(), Cron.Hourly);
            services.GetRequiredService<IBackgroundJobClient>().Enqueue<MonthlyReports>(reports => reports.Run());
        }
        Deliver();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        outbox.Added -= Deliver;
        server?.SendStop();
        if (server is not null)
            await server.WaitForShutdownAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => server?.Dispose();

    private void Deliver() => services.GetRequiredService<IBackgroundJobClient>().Enqueue<OutboxJob>(job => job.RunAsync(CancellationToken.None));
}
