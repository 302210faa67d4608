namespace Metrics.Grapher.Palette;

/// <summary>A colour of the sRGB space.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour that <c>0xRRGGBB</c> stands for.</summary>
    public static Rgb Of(int hex) => new((byte)(hex >> 16), (byte)(hex >> 8), (byte)hex);

    /// <summary>This colour under another that covers it by a share from 0 to 1.</summary>
    public Rgb Under(Rgb cover, float share) =>
        new(Mix(Red, cover.Red, share), Mix(Green, cover.Green, share), Mix(Blue, cover.Blue, share));

    /// <summary>Contrast ratio of two colours: WCAG 2.2, "contrast ratio". From 1 to 21.</summary>
    public static double Contrast(Rgb a, Rgb b)
    {
        var (x, y) = (a.Luminance, b.Luminance);
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    /// <inheritdoc/>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    private double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    private static double Linear(byte channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static byte Mix(byte under, byte cover, float share) => (byte)(under + (cover - under) * share + 0.5f);
}
