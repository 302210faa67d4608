using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <summary>A picture of at most 256 colours, one byte a pixel, as PNG stores it: each row behind its filter byte. Drawing looks up what
/// an entry becomes under a layer, so nothing has to be quantised at the end.</summary>
internal sealed class PalettePlane
{
    /// <summary>The most colours of an indexed PNG.</summary>
    public const int Entries = 256;

    /// <summary>Levels of a channel by which the colour of an edge may be off.</summary>
    private const int EdgeTolerance = 5;

    private readonly Rgb[] colours = new Rgb[Entries];
    private readonly Dictionary<Rgb, byte> indices = new(Entries);
    private byte[] bytes = [];

    /// <summary>Width in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Colours in use.</summary>
    public int Count { get; private set; }

    /// <summary>The colours in use.</summary>
    public ReadOnlySpan<Rgb> Colours => colours.AsSpan(0, Count);

    /// <summary>All rows, each with its filter byte (0, none) before it.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, (Width + 1) * Height);

    /// <summary>Starts a picture of one colour. Solid colours named here keep exact entries, whatever else needs room.</summary>
    public void Reset(int width, int height, Rgb background, ReadOnlySpan<Rgb> solid)
    {
        (Width, Height, Count) = (width, height, 0);
        if (bytes.Length < (width + 1) * height)
            bytes = new byte[(width + 1) * height];
        bytes.AsSpan(0, (width + 1) * height).Clear();
        indices.Clear();
        Index(background);
        foreach (var colour in solid)
            Index(colour);
    }

    /// <summary>The pixels of a row.</summary>
    public Span<byte> Row(int y) => bytes.AsSpan(y * (Width + 1) + 1, Width);

    /// <summary>A pixel under a layer.</summary>
    public byte Cover(byte below, Layer layer, int level)
    {
        var known = layer.Under(level)[below];
        return known >= 0 ? (byte)known : Learn(below, layer, level);
    }

    /// <summary>A run of pixels under a layer.</summary>
    public void Cover(Span<byte> pixels, Layer layer, int level)
    {
        var under = layer.Under(level);
        for (var i = 0; i < pixels.Length; i++)
        {
            var below = pixels[i];
            var known = under[below];
            pixels[i] = known >= 0 ? (byte)known : Learn(below, layer, level);
        }
    }

    /// <summary>Whole coverage keeps its exact colour. The edges of shapes take a colour that is there and looks the same, so that
    /// 256 are enough for a picture.</summary>
    private byte Learn(byte below, Layer layer, int level)
    {
        var colour = layer.Cover(colours[below], level);
        var index = Index(colour, level == Layer.Levels ? 0 : EdgeTolerance);
        layer.Under(level)[below] = index;
        return index;
    }

    private byte Index(Rgb colour, int tolerance = 0)
    {
        if (indices.TryGetValue(colour, out var index))
            return index;
        var (nearest, distance) = Nearest(colour);
        if (distance > tolerance && Count < Entries)
        {
            nearest = (byte)Count;
            colours[Count++] = colour;
        }
        return indices[colour] = nearest;
    }

    private (byte Index, int Distance) Nearest(Rgb colour)
    {
        var (best, least) = (0, int.MaxValue);
        for (var i = 0; i < Count && least > 0; i++)
        {
            var distance = Math.Max(
                Math.Abs(colours[i].Red - colour.Red), Math.Max(Math.Abs(colours[i].Green - colour.Green), Math.Abs(colours[i].Blue - colour.Blue)));
            if (distance < least)
                (best, least) = (i, distance);
        }
        return ((byte)best, least);
    }
}
