using Metrics.Actions.Alerts;
using Metrics.Actions.Hold;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Metrics.Web.Configuration;

namespace Metrics.Web.Hold;

/// <summary>What holds of mail need.</summary>
internal static class HoldSetup
{
    /// <summary>Adds the service that begins them and takes them from step to step.</summary>
    public static IServiceCollection AddHold(this IServiceCollection services, MetricsSettings settings)
    {
        services.AddSingleton(settings.Hold).AddSingleton<HoldTable>().AddSingleton<IMailGuard, GuardMail>();
        services.AddSingleton(provider => new HoldMessenger(
            provider.GetRequiredService<AlertOptions>(), new MailSender(settings.Mail), provider.GetServices<IChannel>(), provider.GetRequiredService<OutboxTable>(),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddHostedService<HoldService>();
    }
}
