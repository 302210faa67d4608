using System.Collections.Immutable;

namespace Metrics.Collector;

/// <summary>The sources of the machine itself.</summary>
internal static class BuiltInSources
{
    private static readonly ImmutableArray<(string Name, Func<CollectorOptions, ISource> Make)> All =
    [
        ("load", o => new LoadSource(o)),
        ("cpu", o => new CpuSource(o)),
        ("memory", o => new MemorySource(o)),
        ("filesystems", o => new FileSystemSource(o)),
        ("disks", o => new DiskSource(o)),
        ("raid", o => new RaidSource(o)),
        ("network", o => new NetworkSource(o)),
        ("tcp", o => new TcpSource(o)),
        ("hwmon", o => new HwmonSource(o)),
        ("thermal", o => new ThermalSource(o)),
        ("processes", o => new ProcessesSource(o)),
        ("uptime", o => new UptimeSource(o)),
    ];

    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>Those that are not disabled, each with the schema of its step.</summary>
    public static IEnumerable<SourceRegistration> Of(CollectorOptions options)
    {
        var schema = DefaultSchemas.Of(options.Step);
        var networkSchema = DefaultSchemas.Of(options.NetworkStep);
        return All.Where(s => !options.Disabled.Contains(s.Name))
            .Select(s => new SourceRegistration(s.Make(options), s.Name == "network" ? networkSchema : schema));
    }
}
