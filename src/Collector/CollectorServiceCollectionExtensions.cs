using Metrics.Analyzers;
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

    /// <summary>Adds the reading of logs: what they say becomes usage in the data directory, and series of the collector. Nothing is added when
    /// there are no logs.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="directory">The data directory.</param>
    /// <param name="options">What is read.</param>
    public static IServiceCollection AddLogs(this IServiceCollection services, string directory, LogAnalyzerOptions options)
    {
        if (options.Logs.Count == 0 && options.Own.Count == 0)
            return services;
        services.AddSingleton(provider => new LogAnalyzer(directory, options, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<LogService>();
        services.AddSingleton<ISource>(provider => new LogSource(
            provider.GetRequiredService<LogAnalyzer>(), [.. options.Logs.SelectMany(l => LogFormats.FamiliesOf(l.Format)).Distinct()]));
        return services;
    }
}
