using Metrics.Grapher.Fonts;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>How a text is set.</summary>
/// <param name="Size">Font size in CSS pixels.</param>
/// <param name="Strong">Weight 600 instead of 400.</param>
/// <param name="Colour">Colour.</param>
/// <param name="Halo">Width of the rim in the card colour that keeps it readable on a plot; 0 for none.</param>
internal readonly record struct TextLook(float Size, bool Strong, Token Colour, float Halo = 0)
{
    private static readonly TextLook[] Table = [.. Enum.GetValues<TextStyle>().Select(Make)];

    /// <summary>The look of a style.</summary>
    public static TextLook Of(TextStyle style) => Table[(int)style];

    /// <summary>Width of a text in this look.</summary>
    public float Measure(string text) => FontFace.Of(Strong).Width(text, Size);

    private static TextLook Make(TextStyle style) => style switch
    {
        TextStyle.Unit => new(10.5f, false, Token.Ink3),
        TextStyle.AxisDate => new(11, true, Token.Ink2),
        TextStyle.NoData => new(10, false, Token.Ink3, 3),
        TextStyle.Note => new(10, false, Token.Ink3, 3),
        TextStyle.Reference => new(10.5f, false, Token.Ink2, 3.5f),
        TextStyle.Warning => new(10.5f, false, Token.Warning, 3.5f),
        TextStyle.Critical => new(10.5f, false, Token.Critical, 3.5f),
        TextStyle.Peak => new(11, true, Token.Ink, 3.5f),
        TextStyle.PeakTime => new(11, false, Token.Ink3, 3.5f),
        TextStyle.Title => new(14, true, Token.Ink),
        TextStyle.Legend => new(12.5f, false, Token.Ink2),
        TextStyle.LegendValue => new(12.5f, true, Token.Ink),
        TextStyle.Flag => new(10, true, Token.Card),
        TextStyle.BadgeName => new(11, false, Token.BadgeText),
        TextStyle.BadgeValue => new(11, true, Token.BadgeText),
        _ => new(11, false, Token.Ink3),
    };
}
