using Metrics.Grapher.Language;

namespace Metrics.Grapher.Written;

/// <summary>A piece of a written legend.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Swatch">Colour of the swatch before it, or null.</param>
/// <param name="IsBar">Whether the swatch is a bar, as for lines, and no square.</param>
/// <param name="Break">What follows after it; of lines that do not say it, their alignment.</param>
internal sealed record LegendPiece(string Text, SeriesColour? Swatch, bool IsBar, LegendBreak Break);
