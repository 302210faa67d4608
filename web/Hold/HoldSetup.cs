using Metrics.Actions.Guard;
using Metrics.Actions.Hold;
using Metrics.Actions.Services;
using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Configuration;

namespace Metrics.Web.Hold;

/// <summary>What holds of mail need.</summary>
internal static class HoldSetup
{
    /// <summary>Adds the service that begins them and takes them from step to step.</summary>
    public static IServiceCollection AddHold(this IServiceCollection services, MetricsSettings settings)
    {
        services.AddSingleton(new HoldSettings(settings.Hold)).AddSingleton<MailTraffic>().AddSingleton<HoldTable>().AddSingleton<IMailGuard, GuardMail>().AddSingleton<HoldMessenger>();
        services.AddSingleton<RestartTable>();
        if (!settings.MailServers.IsEmpty)
            services.AddSingleton<ISource, MailQueueSource>();
        if (!settings.Services.IsEmpty)
            services.AddHostedService(provider => new ServiceWatch(
                settings.Services, provider.GetRequiredService<RoundRobinStore>(), provider.GetRequiredService<RestartTable>(), Restart(provider.GetRequiredService<GuardClient>()),
                provider.GetRequiredService<HoldMessenger>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ServiceWatch>>()));
        return services.AddHostedService<HoldService>();
    }

    private static Func<string, CancellationToken, Task<string>> Restart(GuardClient guard) => async (service, cancel) =>
    {
        try
        {
            return (await guard.AskAsync<DoneAnswer>(new RestartRequest(service), cancel)).Sentence;
        }
        catch (Exception e) when (e is IOException or GuardRefusedException)
        {
            return e.Message;
        }
    };
}
