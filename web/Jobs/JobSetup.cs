using Hangfire;
using Metrics.Actions.Alerts;
using Metrics.Actions.Outbox;
using Metrics.Web.Configuration;
using Metrics.Web.Reports;

namespace Metrics.Web.Jobs;

/// <summary>What is done beside the requests: messages handed over, reports made.</summary>
internal static class JobSetup
{
    private const int Workers = 2;

    /// <summary>Adds the outbox, and Hangfire, which says when it is looked at. Where nothing can be sent nothing runs.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, MetricsSettings settings)
    {
        if (!settings.Mail.IsConfigured && settings.Alerts.IsEmpty)
            return services;
        services.AddSingleton<IChannel, MailChannel>().AddSingleton<OutboxDelivery>();
        services.AddHangfire(hangfire => hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings().UseInMemoryStorage());
        services.AddHangfireServer(server =>
        {
            (server.WorkerCount, server.ServerName) = (Workers, "metrics");
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
        });
        return services.AddSingleton<OutboxJob>().AddSingleton<MonthlyReports>().AddHostedService<JobStart>();
    }
}
