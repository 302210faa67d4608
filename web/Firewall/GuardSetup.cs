using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;
using Metrics.Web.Configuration;

namespace Metrics.Web.Firewall;

/// <summary>What the guard is composed of, and the way to it.</summary>
internal static class GuardSetup
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    /// <summary>Adds what runs in the process <c>metrics guard</c>.</summary>
    public static IServiceCollection AddGuard(this IServiceCollection services, MetricsSettings settings)
    {
        settings.Firewall.SmartHosts = settings.Mail.Hosts;
        services.AddSingleton(settings.Guard).AddSingleton(settings.Firewall).AddSingleton<FirewallService>().AddSingleton(Verbs);
        services.AddSingleton(new MailKeeperOptions(settings.MailServers, [.. settings.Mail.Hosts], settings.Mail.Port, settings.Hold.PerMinute) { Services = settings.Services }).AddSingleton<MailKeeperService>();
        // What was blocked is back before anything can be asked for.
        return services.AddHostedService(provider => provider.GetRequiredService<FirewallService>()).AddHostedService(provider => provider.GetRequiredService<MailKeeperService>())
            .AddHostedService<GuardServer>();
    }

    /// <summary>Adds the way to the guard, for the web process.</summary>
    public static IServiceCollection AddGuardClient(this IServiceCollection services, MetricsSettings settings) =>
        services.AddSingleton(settings.Guard).AddSingleton<GuardClient>();

    private static GuardVerbs Verbs(IServiceProvider provider)
    {
        var verbs = new GuardVerbs(provider.GetRequiredService<ILogger<GuardVerbs>>(), provider.GetRequiredService<TimeProvider>())
            .Add<StatusRequest>(Short, (_, _, _) => Task.FromResult<GuardAnswer>(new DoneAnswer("The guard is running.")));
        provider.GetRequiredService<FirewallService>().AddTo(verbs);
        return provider.GetRequiredService<MailKeeperService>().AddTo(verbs);
    }
}
