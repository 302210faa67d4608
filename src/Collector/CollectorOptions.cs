namespace Metrics.Collector;

/// <summary>What is sampled, how often, and where the kernel's files are.</summary>
public sealed class CollectorOptions
{
    /// <summary>Where proc(5) is mounted; a recorded tree in tests.</summary>
    public string ProcRoot { get; set; } = "/proc";

    /// <summary>Where sysfs(5) is mounted; a recorded tree in tests.</summary>
    public string SysRoot { get; set; } = "/sys";

    /// <summary>Time between samples of every source without a step of its own. Whole seconds that divide a minute.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between samples of network interfaces. Whole seconds that divide a minute.</summary>
    public TimeSpan NetworkStep { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Sources that are not wanted, by name.</summary>
    public IList<string> Disabled { get; } = [];

    /// <summary>The names that <see cref="Disabled"/> takes.</summary>
    public static IReadOnlyList<string> SourceNames => BuiltInSources.Names;
}
