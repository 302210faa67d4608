using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Metrics.Grapher.Fonts;
using SkiaSharp;

namespace Metrics.Grapher.Pens;

/// <summary>Glyphs drawn once by Skia and kept as coverages: anti-aliased, without hinting, at quarters of a pixel. Safe for many
/// threads.</summary>
internal static class GlyphAtlas
{
    /// <summary>Places between two pixels that a glyph is drawn for.</summary>
    public const int SubPixels = 4;

    /// <summary>Texts from outside can hold any character at any scale; beyond this many glyphs, further ones are drawn each
    /// time.</summary>
    private const int MostGlyphs = 8_192;

    private static readonly ConcurrentDictionary<Key, GlyphMask> Masks = new();
    private static readonly Lazy<SKTypeface> Regular = new(() => Load(FontFace.Regular));
    private static readonly Lazy<SKTypeface> SemiBold = new(() => Load(FontFace.SemiBold));

    private readonly record struct Key(int CodePoint, bool Strong, float Size, int SubPixel, float Halo);

    /// <summary>The typeface of a weight.</summary>
    public static SKTypeface Typeface(bool strong) => (strong ? SemiBold : Regular).Value;

    /// <summary>The mask of a glyph.</summary>
    /// <param name="codePoint">The character.</param>
    /// <param name="strong">Weight 600 instead of 400.</param>
    /// <param name="size">Font size in device pixels.</param>
    /// <param name="subPixel">How far right of a whole pixel the origin is, in quarters.</param>
    /// <param name="halo">Width of a rim around it in device pixels; 0 for the glyph alone.</param>
    public static GlyphMask Get(int codePoint, bool strong, float size, int subPixel, float halo)
    {
        var key = new Key(codePoint, strong, size, subPixel, halo);
        if (Masks.TryGetValue(key, out var mask))
            return mask;
        mask = Draw(key);
        if (Masks.Count < MostGlyphs)
            Masks.TryAdd(key, mask);
        return mask;
    }

    private static SKTypeface Load(FontFace face)
    {
        using var data = SKData.CreateCopy(face.File);
        var typeface = SKTypeface.FromData(data);
        // A typeface without glyphs draws nothing and reports nothing.
        return typeface is { GlyphCount: > 0 } ? typeface : throw new InvalidOperationException("Skia cannot read the embedded font.");
    }

    private static GlyphMask Draw(Key key)
    {
        using var font = new SKFont(Typeface(key.Strong), key.Size)
        {
            Edging = SKFontEdging.Antialias,
            Hinting = SKFontHinting.None,
            Subpixel = true,
            BaselineSnap = false,
        };
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.Black };
        if (key.Halo > 0)
            (paint.Style, paint.StrokeWidth, paint.StrokeJoin) = (SKPaintStyle.StrokeAndFill, key.Halo, SKStrokeJoin.Round);
        var text = char.ConvertFromUtf32(key.CodePoint);
        var margin = (int)MathF.Ceiling(key.Halo) + 2;
        font.MeasureText(text, out var bounds);
        var (left, top) = ((int)MathF.Floor(bounds.Left) - margin, (int)MathF.Floor(bounds.Top) - margin);
        var (width, height) = ((int)MathF.Ceiling(bounds.Right) + margin - left, (int)MathF.Ceiling(bounds.Bottom) + margin - top);
        if (bounds.IsEmpty)
            return new GlyphMask(0, 0, 0, []);
        var pixels = new byte[width * height];
        var pinned = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Alpha8), pinned.AddrOfPinnedObject(), width);
            surface.Canvas.DrawText(text, key.SubPixel / (float)SubPixels - left, -top, SKTextAlign.Left, font, paint);
        }
        finally
        {
            pinned.Free();
        }
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((pixels[i] * Layer.Levels + 127) / 255);
        return new GlyphMask(left, top, width, pixels);
    }
}
