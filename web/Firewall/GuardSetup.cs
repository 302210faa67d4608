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
        services.AddSingleton(settings.Guard).AddSingleton(FirewallOf(settings)).AddSingleton<FirewallService>().AddSingleton(Verbs);
        services.AddSingleton(MailOf(settings)).AddSingleton<MailKeeperService>();
        // What was blocked is back before anything can be asked for.
        return services.AddHostedService(provider => provider.GetRequiredService<FirewallService>()).AddHostedService(provider => provider.GetRequiredService<MailKeeperService>())
            .AddHostedService<GuardServer>();
    }

    /// <summary>Has a running guard go on with other settings.</summary>
    /// <returns>What holds from the next start on only, as a sentence; empty: nothing.</returns>
    /// <exception cref="IOException">A directory cannot be made.</exception>
    public static async Task<string> UseAsync(IServiceProvider guard, MetricsSettings settings, CancellationToken cancel)
    {
        await guard.GetRequiredService<MailKeeperService>().UseAsync(MailOf(settings), cancel);
        var later = new List<string>();
        if (!guard.GetRequiredService<FirewallService>().Use(FirewallOf(settings)))
            later.Add("firewall.enabled");
        var running = guard.GetRequiredService<GuardOptions>();
        if ((settings.Guard.Socket, settings.Guard.User, settings.Guard.State) != (running.Socket, running.User, running.State))
            later.Add("[guard]");
        return later.Count == 0 ? "" : $" What has changed in {string.Join(" and ", later)} holds from the next start on.";
    }

    /// <summary>Adds the way to the guard, for the web process.</summary>
    public static IServiceCollection AddGuardClient(this IServiceCollection services, MetricsSettings settings) =>
        services.AddSingleton(settings.Guard).AddSingleton<GuardClient>();

    private static FirewallOptions FirewallOf(MetricsSettings settings)
    {
        settings.Firewall.SmartHosts = settings.Mail.Hosts;
        return settings.Firewall;
    }

    private static MailKeeperOptions MailOf(MetricsSettings settings) =>
        new(settings.MailServers, [.. settings.Mail.Hosts], settings.Mail.Port, settings.Hold.Armed, settings.Hold.PerMinute) { Services = settings.Services };

    private static GuardVerbs Verbs(IServiceProvider provider)
    {
        var verbs = new GuardVerbs(provider.GetRequiredService<ILogger<GuardVerbs>>(), provider.GetRequiredService<TimeProvider>())
            .Add<StatusRequest>(Short, (_, _, _) => Task.FromResult<GuardAnswer>(new DoneAnswer("The guard is running.")));
        provider.GetRequiredService<FirewallService>().AddTo(verbs);
        return provider.GetRequiredService<MailKeeperService>().AddTo(verbs);
    }
}
