namespace Metrics.Grapher.Written;

/// <summary>A line at a moment: VRULE.</summary>
/// <param name="At">When, in seconds since the epoch.</param>
/// <param name="Label">What it is; may be empty.</param>
/// <param name="Colour">Its colour.</param>
internal sealed record VerticalRule(double At, string Label, SeriesColour Colour);
