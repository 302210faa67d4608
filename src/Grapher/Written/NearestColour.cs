using Metrics.Grapher.Language;

namespace Metrics.Grapher.Written;

/// <summary>The colours of a text, made those of the palette: a graph is readable in both themes, whatever its author had on the
/// screen.</summary>
internal sealed class NearestColour
{
    /// <summary>Hues of the series colours in degrees, in the order of <see cref="SeriesColour"/>; slate, the grey one, has none.</summary>
    private static readonly double[] Hues = [135, 225, 30, 285, 190, 345];

    private readonly Dictionary<Rgba, SeriesColour> known = [];

    /// <summary>The colour of the palette with the nearest hue that no other colour of the text has taken, while there is one.</summary>
    public SeriesColour Of(Rgba colour)
    {
        var opaque = colour with { Alpha = 255 };
        if (known.TryGetValue(opaque, out var taken))
            return taken;
        var order = Enum.GetValues<SeriesColour>().OrderBy(token => Distance(opaque, token)).ToArray();
        return known[opaque] = order.FirstOrDefault(token => !known.ContainsValue(token), order[0]);
    }

    /// <summary>Makes a colour of the text the same as another, unless it has one already: the edge of an area.</summary>
    public void Bind(Rgba colour, SeriesColour token) => known.TryAdd(colour with { Alpha = 255 }, token);

    private static double Distance(Rgba colour, SeriesColour token)
    {
        const double greyest = 0.15, farthest = 180;
        var (low, high) = (Math.Min(colour.Red, Math.Min(colour.Green, colour.Blue)),
            Math.Max(colour.Red, Math.Max(colour.Green, colour.Blue)));
        var isGrey = high == 0 || (high - low) / (double)high < greyest;
        if (token == SeriesColour.Slate)
            return isGrey ? 0 : farthest;
        // Where grey is taken, the colours follow in their usual order.
        if (isGrey)
            return 1 + (int)token;
        var apart = Math.Abs(Hue(colour, low, high) - Hues[(int)token]);
        return Math.Min(apart, 360 - apart);
    }

    private static double Hue(Rgba colour, byte low, byte high)
    {
        var chroma = (double)(high - low);
        var sixth = high == colour.Red ? (colour.Green - colour.Blue) / chroma
            : high == colour.Green ? 2 + (colour.Blue - colour.Red) / chroma
            : 4 + (colour.Red - colour.Green) / chroma;
        return (60 * sixth + 360) % 360;
    }
}
