using System.Runtime.InteropServices;
using SkiaSharp;

namespace Metrics.Grapher.Pens;

/// <summary>Writes a plane as WebP without loss (Skia's libwebp): the same pixels as the PNG.</summary>
internal static class WebpFile
{
    /// <summary>How hard the encoder looks for a smaller file, of 100. More than this costs much time for little.</summary>
    private const float Effort = 20;

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(PalettePlane plane)
    {
        Span<uint> palette = stackalloc uint[PalettePlane.Entries];
        for (var i = 0; i < plane.Count; i++)
            palette[i] = plane[i].Red | (uint)plane[i].Green << 8 | (uint)plane[i].Blue << 16 | (uint)plane.AlphaOf(i) << 24;
        var pixels = new uint[plane.Width * plane.Height];
        for (var y = 0; y < plane.Height; y++)
        {
            var row = plane.Row(y);
            for (var x = 0; x < row.Length; x++)
                pixels[y * plane.Width + x] = palette[row[x]];
        }
        var pinned = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            var info = new SKImageInfo(plane.Width, plane.Height, SKColorType.Rgba8888,
                plane.Transparent ? SKAlphaType.Unpremul : SKAlphaType.Opaque);
            using var pixmap = new SKPixmap(info, pinned.AddrOfPinnedObject());
            using var file = pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, Effort))
                ?? throw new InvalidOperationException("Skia cannot write WebP.");
            return file.ToArray();
        }
        finally
        {
            pinned.Free();
        }
    }
}
