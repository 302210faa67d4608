namespace Metrics.Grapher;

/// <summary>A time in which an alert held: tinted over the full height of the plot, and marked in the ribbon under it.</summary>
/// <param name="From">When it was raised.</param>
/// <param name="Until">When it was over, or null while it holds.</param>
/// <param name="Level">Warning or critical.</param>
/// <param name="Text">What it was about: "NVMe 1 is warm". Text from outside; every pen escapes it.</param>
public sealed record AlertInterval(DateTimeOffset From, DateTimeOffset? Until, ThresholdLevel Level, string Text);
