namespace Metrics.Grapher.Axes;

/// <summary>A label under the plot.</summary>
/// <param name="X">Its centre, in CSS pixels.</param>
/// <param name="Text">The text.</param>
/// <param name="Strong">Whether it is set bold: a date among hours.</param>
internal readonly record struct AxisLabel(float X, string Text, bool Strong = false);
