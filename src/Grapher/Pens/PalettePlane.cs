using System.Numerics;
using System.Runtime.Intrinsics;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <summary>A picture of at most 256 colours, one byte a pixel, as PNG stores it: each row behind its filter byte. Drawing looks up what
/// an entry becomes under a layer, so nothing has to be quantised at the end.</summary>
internal sealed class PalettePlane
{
    /// <summary>The most colours of an indexed PNG.</summary>
    public const int Entries = 256;

    private const byte Opaque = 255;

    /// <summary>Levels of a channel by which the colour of an edge may be off.</summary>
    private const int EdgeTolerance = 5;

    /// <summary>Edges that agree in the upper six bits of each channel share an entry, found once.</summary>
    private const byte Unseen = 255;
    private readonly byte[] edges = new byte[1 << 18];

    // The channels apart, so that a vector compares a colour with 32 entries at once; multiplied by the opacity, so that the less is
    // seen of a colour the less it has to agree.
    private readonly byte[] reds = new byte[Entries], greens = new byte[Entries], blues = new byte[Entries], alphas = new byte[Entries];
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
    public Rgb this[int index] => Transparent
        ? new(Whole(reds[index], alphas[index]), Whole(greens[index], alphas[index]), Whole(blues[index], alphas[index]))
        : Multiplied(index);

    /// <summary>How opaque an entry in use is, 255 being fully.</summary>
    public byte AlphaOf(int index) => alphas[index];

    /// <summary>Whether what is behind the picture shows through some of it.</summary>
    public bool Transparent { get; private set; }

    /// <summary>Starts a picture of one colour. Solid colours named here keep exact entries, whatever else needs room.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="background">The colour of the ground.</param>
    /// <param name="transparent">Whether the ground is not there at all.</param>
    /// <param name="solid">Colours that get entries of their own first.</param>
    public void Reset(int width, int height, Rgb background, bool transparent, ReadOnlySpan<Rgb> solid)
    {
        Transparent = transparent;
        (Width, Height, Count) = (width, height, 0);
        if (bytes.Length < (width + 1) * height)
            bytes = new byte[(width + 1) * height];
        bytes.AsSpan(0, (width + 1) * height).Clear();
        edges.AsSpan().Fill(Unseen);
        Index(transparent ? default : background, transparent ? (byte)0 : Opaque, 0);
        foreach (var colour in solid)
            Index(colour, Opaque, 0);
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
        var (colour, alpha) = layer.Cover(Multiplied(below), alphas[below], level);
        // Where the ground shows through, colours of the same channels may differ in opacity: those share nothing.
        var index = level == Layer.Levels ? Index(colour, alpha, 0) : Transparent ? Index(colour, alpha, EdgeTolerance) : Edge(colour);
        layer.Under(level)[below] = index;
        return index;
    }

    private Rgb Multiplied(int index) => new(reds[index], greens[index], blues[index]);

    private static byte Whole(byte channel, byte alpha) => alpha == 0 ? (byte)0 : (byte)Math.Min(255, (channel * 255 + alpha / 2) / alpha);

    private byte Edge(Rgb colour)
    {
        ref var seen = ref edges[(colour.Red >> 2 << 12) | (colour.Green >> 2 << 6) | (colour.Blue >> 2)];
        if (seen == Unseen)
            seen = Index(colour, Opaque, EdgeTolerance);
        return seen;
    }

    private byte Index(Rgb colour, byte alpha, int tolerance)
    {
        var (nearest, distance) = Nearest(colour, alpha);
        if (distance <= tolerance || Count == Entries)
            return nearest;
        (reds[Count], greens[Count], blues[Count], alphas[Count]) = (colour.Red, colour.Green, colour.Blue, alpha);
        return (byte)Count++;
    }

    /// <summary>The entry whose farthest channel is nearest, and how far that is; 256 when there is none.</summary>
    private (byte Index, int Distance) Nearest(Rgb colour, byte alpha)
    {
        var (red, green, blue) = (Vector256.Create(colour.Red), Vector256.Create(colour.Green), Vector256.Create(colour.Blue));
        var opacity = Vector256.Create(alpha);
        var (best, least) = (0, 256);
        for (var i = 0; i < Count; i += Vector256<byte>.Count)
        {
            var distances = Vector256.Max(
                Vector256.Max(Apart(reds, i, red), Apart(greens, i, green)),
                Vector256.Max(Apart(blues, i, blue), Apart(alphas, i, opacity)));
            // Entries not in use are behind all others, in the last block.
            var inUse = uint.MaxValue >> Math.Max(0, i + Vector256<byte>.Count - Count);
            // Few of a block are nearer than the nearest before, and each of them leaves fewer.
            for (var nearer = Nearer(distances, least) & inUse; nearer != 0; nearer = Nearer(distances, least) & inUse)
            {
                best = i + BitOperations.TrailingZeroCount(nearer);
                least = distances[best - i];
            }
        }
        return ((byte)best, least);
    }

    private static uint Nearer(Vector256<byte> distances, int than) =>
        than > byte.MaxValue ? uint.MaxValue : Vector256.LessThan(distances, Vector256.Create((byte)than)).ExtractMostSignificantBits();

    private static Vector256<byte> Apart(byte[] channel, int from, Vector256<byte> value)
    {
        var entries = Vector256.LoadUnsafe(ref channel[from]);
        return Vector256.Max(entries, value) - Vector256.Min(entries, value);
    }
}
