using Metrics.Collector;
using Metrics.Web.Access;

namespace Metrics.Web.Firewall;

/// <summary>What the web process needs of the firewall.</summary>
internal static class FirewallSetup
{
    /// <summary>Adds its series, and who tells the guard where administrators work.</summary>
    public static IServiceCollection AddFirewall(this IServiceCollection services) =>
        services.AddSingleton<FirewallWatch>().AddHostedService(provider => provider.GetRequiredService<FirewallWatch>()).AddSingleton<ISource, DropSource>();

    /// <summary>Notices from where administrators make their requests, so that nothing blocks them there.</summary>
    public static void UseAdministratorWatch(this WebApplication app)
    {
        var watch = app.Services.GetRequiredService<FirewallWatch>();
        app.Use((context, next) =>
        {
            if (context.User.IsInRole(nameof(Role.Administrator)) && context.Connection.RemoteIpAddress is { } address)
                watch.Saw(address);
            return next(context);
        });
    }
}
