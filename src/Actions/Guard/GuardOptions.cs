namespace Metrics.Actions.Guard;

/// <summary>The guard and the way to it. Section <c>[guard]</c>.</summary>
public sealed class GuardOptions
{
    /// <summary>The Unix socket at which it listens.</summary>
    public string Socket { get; set; } = "/run/metrics-guard/guard.sock";

    /// <summary>The user of the web process, who may ask besides root.</summary>
    public string User { get; set; } = "metrics";

    /// <summary>The directory of what it remembers; only root may write there.</summary>
    public string State { get; set; } = "/var/lib/metrics-guard";
}
