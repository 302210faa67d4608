namespace Metrics.Grapher.Pens;

/// <summary>A glyph as coverages, relative to its origin on the baseline.</summary>
/// <param name="Left">Column of the first pixel, right of the origin.</param>
/// <param name="Top">Row of the first pixel, below the baseline; mostly negative.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Coverage">Row by row, 0 to <see cref="Layer.Levels"/>.</param>
internal sealed record GlyphMask(int Left, int Top, int Width, byte[] Coverage)
{
    /// <summary>Rows.</summary>
    public int Height => Width == 0 ? 0 : Coverage.Length / Width;
}
