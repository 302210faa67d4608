using Hangfire;
using Metrics.Actions.Alerts;
using Metrics.Actions.Outbox;
using Metrics.Web.Reports;

namespace Metrics.Web.Jobs;

/// <summary>What is done beside the requests: messages handed over, reports made.</summary>
internal static class JobSetup
{
    /// <summary>Adds the outbox, and Hangfire, which says when it is looked at. Where nothing can be sent nothing runs.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<IChannel, MailChannel>().AddSingleton<OutboxDelivery>();
        services.AddHangfire(hangfire => hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings().UseInMemoryStorage());
        services.AddSingleton<OutboxJob>().AddSingleton<MonthlyReports>();
        return services.AddSingleton<JobStart>().AddHostedService(provider => provider.GetRequiredService<JobStart>());
    }
}
