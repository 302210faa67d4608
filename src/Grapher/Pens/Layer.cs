using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <summary>A colour that is being laid over a plane, at a number of coverages: what each palette entry becomes under it.</summary>
internal sealed class Layer
{
    /// <summary>Coverages told apart, besides none.</summary>
    public const int Levels = 8;

    /// <summary>Under no coverage an entry stays what it is.</summary>
    private static readonly short[] Itself = [.. Enumerable.Range(0, PalettePlane.Entries).Select(i => (short)i)];

    private readonly short[] covered = new short[(Levels + 1) * PalettePlane.Entries];
    private Rgb colour;
    private float opacity;

    /// <summary>Makes the layer one of another colour.</summary>
    public void Reset(Rgb newColour, float newOpacity)
    {
        (colour, opacity) = (newColour, newOpacity);
        Array.Fill(covered, (short)-1);
        Itself.CopyTo(covered, 0);
    }

    /// <summary>The entries for all coverages, one after the other, by the entry below; -1 where not yet known.</summary>
    public ReadOnlySpan<short> Covered => covered;

    /// <summary>The entries for one coverage, by the entry below; -1 where not yet known.</summary>
    public Span<short> Under(int level) => covered.AsSpan(level * PalettePlane.Entries, PalettePlane.Entries);

    /// <summary>The colour of a palette entry under this layer, and its opacity: the operator "over" (Porter and Duff) on colours that
    /// are multiplied by their opacity.</summary>
    public (Rgb Colour, byte Alpha) Cover(Rgb below, byte alphaBelow, int level)
    {
        var share = opacity * level / Levels;
        return (below.Under(colour, share), (byte)(alphaBelow + (255 - alphaBelow) * share + 0.5f));
    }
}
