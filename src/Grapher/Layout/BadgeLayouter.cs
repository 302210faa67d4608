using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>Lays a badge out: two parts, as wide as the font's advance widths say.</summary>
internal static class BadgeLayouter
{
    private const int Height = 20;
    private const float Radius = 4, Padding = 10, Baseline = 14;

    /// <summary>The layout of a badge.</summary>
    public static GraphLayout Lay(Badge badge)
    {
        var (name, value) = (Cut(badge.Label), Cut(badge.Value));
        var split = MathF.Round(TextLook.Of(TextStyle.BadgeName).Measure(name) + 2 * Padding);
        var width = (int)MathF.Ceiling(split + TextLook.Of(TextStyle.BadgeValue).Measure(value) + 2 * Padding);
        var colour = Token.BadgeNeutral + (int)badge.Level;
        Mark[] marks =
        [
            new Tile(new(0, 0, split, Height), Token.BadgeName, Radius),
            new Tile(new(split, 0, width, Height), colour, Radius),
            // The corners in the middle are square.
            new Fill(new(split - Radius, 0, split, Height), Token.BadgeName),
            new Fill(new(split, 0, split + Radius, Height), colour),
            LabelSpace.Make(name, split / 2, Baseline, Anchor.Middle, TextStyle.BadgeName),
            LabelSpace.Make(value, (split + width) / 2, Baseline, Anchor.Middle, TextStyle.BadgeValue),
        ];
        return new(width, Height, new(0, 0, width, Height), marks) { HasGround = false, IsBadge = true };
    }

    private static string Cut(string text) => text.Length <= Badge.MostCharacters ? text : text[..(Badge.MostCharacters - 1)] + "…";
}
