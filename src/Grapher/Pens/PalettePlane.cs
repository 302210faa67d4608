using System.Runtime.Intrinsics;
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

    /// <summary>Edges that agree in the upper six bits of each channel share an entry, found once.</summary>
    private const byte Unseen = 255;
    private readonly byte[] edges = new byte[1 << 18];

    // The channels apart, so that a vector compares a colour with 32 entries at once.
    private readonly byte[] reds = new byte[Entries], greens = new byte[Entries], blues = new byte[Entries];
    private byte[] bytes = [];

    /// <summary>Width in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Colours in use.</summary>
    public int Count { get; private set; }

    /// <summary>All rows, each with its filter byte (0, none) before it.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, (Width + 1) * Height);

    /// <summary>The colour of an entry in use.</summary>
    public Rgb this[int index] => new(reds[index], greens[index], blues[index]);

    /// <summary>Starts a picture of one colour. Solid colours named here keep exact entries, whatever else needs room.</summary>
    public void Reset(int width, int height, Rgb background, ReadOnlySpan<Rgb> solid)
    {
        (Width, Height, Count) = (width, height, 0);
        if (bytes.Length < (width + 1) * height)
            bytes = new byte[(width + 1) * height];
        bytes.AsSpan(0, (width + 1) * height).Clear();
        edges.AsSpan().Fill(Unseen);
        Index(background, 0);
        foreach (var colour in solid)
            Index(colour, 0);
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
        for (var done = 0; done < pixels.Length;)
        {
            // Runs of one entry are the rule inside areas.
            var below = pixels[done];
            var length = pixels[done..].IndexOfAnyExcept(below);
            if (length < 0)
                length = pixels.Length - done;
            var known = under[below];
            pixels.Slice(done, length).Fill(known >= 0 ? (byte)known : Learn(below, layer, level));
            done += length;
        }
    }

    /// <summary>Whole coverage keeps its exact colour. The edges of shapes take a colour that is there and looks the same, so that
    /// 256 are enough for a picture.</summary>
    private byte Learn(byte below, Layer layer, int level)
    {
        var colour = layer.Cover(this[below], level);
        var index = level == Layer.Levels ? Index(colour, 0) : Edge(colour);
        layer.Under(level)[below] = index;
        return index;
    }

    private byte Edge(Rgb colour)
    {
        ref var seen = ref edges[(colour.Red >> 2 << 12) | (colour.Green >> 2 << 6) | (colour.Blue >> 2)];
        if (seen == Unseen)
            seen = Index(colour, EdgeTolerance);
        return seen;
    }

    private byte Index(Rgb colour, int tolerance)
    {
        var (nearest, distance) = Nearest(colour);
        if (distance <= tolerance || Count == Entries)
            return nearest;
        (reds[Count], greens[Count], blues[Count]) = (colour.Red, colour.Green, colour.Blue);
        return (byte)Count++;
    }

    /// <summary>The entry whose farthest channel is nearest, and how far that is; 256 when there is none.</summary>
    private (byte Index, int Distance) Nearest(Rgb colour)
    {
        var (red, green, blue) = (Vector256.Create(colour.Red), Vector256.Create(colour.Green), Vector256.Create(colour.Blue));
        var (best, least) = (0, 256);
        for (var i = 0; i < Count; i += Vector256<byte>.Count)
        {
            var distances = Vector256.Max(Apart(reds, i, red), Vector256.Max(Apart(greens, i, green), Apart(blues, i, blue)));
            // Only a block that has a nearer entry is looked through; entries not in use are behind all others.
            if (least < 256 && !Vector256.LessThanAny(distances, Vector256.Create((byte)least)))
                continue;
            for (var j = i; j < Math.Min(i + Vector256<byte>.Count, Count); j++)
                if (distances[j - i] < least)
                    (best, least) = (j, distances[j - i]);
        }
        return ((byte)best, least);
    }

    private static Vector256<byte> Apart(byte[] channel, int from, Vector256<byte> value)
    {
        var entries = Vector256.LoadUnsafe(ref channel[from]);
        return Vector256.Max(entries, value) - Vector256.Min(entries, value);
    }
}
