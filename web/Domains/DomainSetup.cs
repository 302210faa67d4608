using Metrics.Analyzers.Usage;
using Metrics.Web.Configuration;

namespace Metrics.Web.Domains;

/// <summary>What the reports of domains need.</summary>
internal static class DomainSetup
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddDomains(this IServiceCollection services, StoreSettings store) => services.AddSingleton(new UsageReader(store.Path));
}
