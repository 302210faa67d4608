using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Configuration;

namespace Metrics.Web.Serving;

/// <summary>What the projects below give to the server.</summary>
internal static class StoreSetup
{
    /// <summary>Adds the open store; whoever opened it closes it, after the server has ended.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, RoundRobinStore store) =>
        services.AddSingleton(store).AddHostedService<StoreWatch>();

    /// <summary>Adds the renderer of graphs.</summary>
    public static IServiceCollection AddGraphs(this IServiceCollection services, ServerOptions options) =>
        services.AddSingleton(provider => new GraphRenderer(
            provider.GetRequiredService<RoundRobinStore>(), options.TimeZone, provider.GetRequiredService<TimeProvider>()));
}
