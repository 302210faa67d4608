namespace Metrics.Grapher.Language;

/// <summary>A colour as the language writes it: <c>#rgb</c>, <c>#rgba</c>, <c>#rrggbb</c> or <c>#rrggbbaa</c>.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
/// <param name="Alpha">0 is invisible, 255 opaque.</param>
public readonly record struct Rgba(byte Red, byte Green, byte Blue, byte Alpha = 255)
{
    /// <inheritdoc/>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}" + (Alpha == 255 ? "" : $"{Alpha:x2}");
}
