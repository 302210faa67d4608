namespace Metrics.Web.Configuration;

/// <summary>What reading the configuration gave.</summary>
/// <param name="Settings">The settings; use them only when there is no fault.</param>
/// <param name="Faults">Everything that is wrong, by file, line and column.</param>
/// <param name="Files">The files that were read.</param>
/// <param name="Origins">Where each setting that was written stands, by its path.</param>
internal sealed record LoadedConfig(
    MetricsSettings Settings, IReadOnlyList<ConfigFault> Faults, IReadOnlyList<string> Files, IReadOnlyDictionary<string, ConfigPlace> Origins);
