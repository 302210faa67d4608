namespace Metrics.Analyzers;

/// <summary>A log that is read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">Name of its format, one of <see cref="LogFormats.Names"/>.</param>
/// <param name="Domain">The domain that all of it is of; null when its lines say which.</param>
public sealed record LogSettings(string Path, string Format, string? Domain = null);
