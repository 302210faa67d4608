using Metrics.Collector;

namespace Metrics.Web.Configuration;

/// <summary>All settings, typed; untouched they are the defaults.</summary>
internal sealed class MetricsSettings
{
    /// <summary>Section <c>[server]</c>.</summary>
    public ServerOptions Server { get; } = new();

    /// <summary>Section <c>[store]</c>.</summary>
    public StoreSettings Store { get; } = new();

    /// <summary>Section <c>[collector]</c>.</summary>
    public CollectorOptions Collector { get; } = new();
}
