using System.Collections.Immutable;
using Metrics.Actions.Blocking;
using Metrics.Actions.Traps;
using Metrics.Analyzers;
using Metrics.Web.Configuration;

namespace Metrics.Web.Blocking;

/// <summary>What blocks offenders.</summary>
internal static class BlockingSetup
{
    /// <summary>Adds it, behind what reads logs; nothing runs where neither logs nor traps can point at anybody.</summary>
    public static IServiceCollection AddBlocking(this IServiceCollection services, MetricsSettings settings)
    {
        services.AddSingleton(new BlockOptions { Rules = RulesOf(settings) }).AddSingleton(settings.Traps);
        services.AddSingleton<DecisionTable>().AddSingleton<OffenderIncidents>().AddSingleton<BlockService>().AddSingleton<TrapService>();
        if (settings.Traps.Ports.IsEmpty && services.All(service => service.ServiceType != typeof(LogAnalyzer)))
            return services;
        services.AddHostedService(provider =>
        {
            // Every service is made before any is started, so nothing is read before this.
            var blocks = provider.GetRequiredService<BlockService>();
            if (provider.GetService<LogAnalyzer>() is { } logs)
            {
                logs.Offenders.Found += blocks.Take;
                // Those of the last moments before a kill: their lines are not read again, whether or not they were decided about.
                foreach (var offender in logs.Offenders.All)
                    blocks.Take(offender);
            }
            return blocks;
        });
        return services.AddHostedService(provider => provider.GetRequiredService<TrapService>());
    }

    /// <summary>The rules; traps that no rule names are a dry run.</summary>
    private static ImmutableArray<BlockRule> RulesOf(MetricsSettings settings) =>
        settings.Traps.Ports.IsEmpty || settings.Blocks.Any(rule => rule.Detectors.Contains(TrapService.Detector))
            ? settings.Blocks
            : [.. settings.Blocks, new BlockRule(TrapService.Detector) { Detectors = [TrapService.Detector] }];
}
