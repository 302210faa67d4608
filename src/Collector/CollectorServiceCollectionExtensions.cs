using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Metrics.Collector;

/// <summary>Adds the collector to a host.</summary>
public static class CollectorServiceCollectionExtensions
{
    /// <summary>Adds <see cref="CollectorService"/>, started with the host, and the check of its options. Needs a
    /// <see cref="RrdStore.RoundRobinStore"/>, a <see cref="TimeProvider"/> and logging; options are bound by the caller.</summary>
    public static IServiceCollection AddCollector(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<CollectorOptions>, CollectorOptionsValidator>();
        services.AddOptions<CollectorOptions>();
        services.AddSingleton<CollectorService>();
        services.AddHostedService(provider => provider.GetRequiredService<CollectorService>());
        return services;
    }
}
