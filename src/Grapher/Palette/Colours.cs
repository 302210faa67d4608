using System.Collections.Frozen;

namespace Metrics.Grapher.Palette;

/// <summary>The colours of the two themes. Every text is at least 4.5:1 on the card, and every line at least 3:1 on the card, on weekends,
/// on alerts, also of a weekend, on the area or low-high tint of any other series, and on the empty part of a bar; a test computes
/// it.</summary>
internal static class Colours
{
    private static readonly FrozenDictionary<Token, (Rgb Light, Rgb Dark)> Table = new Dictionary<Token, (Rgb, Rgb)>
    {
        [Token.Card] = (Rgb.Of(0xffffff), Rgb.Of(0x171c24)),
        [Token.Line] = (Rgb.Of(0xc5ccd5), Rgb.Of(0x3b4552)),
        [Token.Grid] = (Rgb.Of(0xe9ecf0), Rgb.Of(0x242b35)),
        [Token.Weekend] = (Rgb.Of(0xf5f7f9), Rgb.Of(0x1b212a)),
        [Token.Ink] = (Rgb.Of(0x1b2129), Rgb.Of(0xe8ecf1)),
        [Token.Ink2] = (Rgb.Of(0x4d5766), Rgb.Of(0xaab4c1)),
        [Token.Ink3] = (Rgb.Of(0x667080), Rgb.Of(0x8792a1)),
        [Token.Warning] = (Rgb.Of(0x9a6200), Rgb.Of(0xf2b84b)),
        [Token.Critical] = (Rgb.Of(0xc3262b), Rgb.Of(0xff7b72)),
        [Token.NoData] = (Rgb.Of(0xb8c0ca), Rgb.Of(0x4a5563)),
        [Token.WarningTint] = (Rgb.Of(0xe9b949), Rgb.Of(0x8a6a1f)),
        [Token.CriticalTint] = (Rgb.Of(0xe5776f), Rgb.Of(0x93423f)),
        [Token.Track] = (Rgb.Of(0xeef0f4), Rgb.Of(0x232b35)),
        [Token.BadgeName] = (Rgb.Of(0x3c4653), Rgb.Of(0x3c4653)),
        [Token.BadgeText] = (Rgb.Of(0xffffff), Rgb.Of(0xffffff)),
        [Token.BadgeNeutral] = (Rgb.Of(0x2f55c7), Rgb.Of(0x2f55c7)),
        [Token.BadgeNormal] = (Rgb.Of(0x1a7f45), Rgb.Of(0x1a7f45)),
        [Token.BadgeWarning] = (Rgb.Of(0x9a6200), Rgb.Of(0x9a6200)),
        [Token.BadgeCritical] = (Rgb.Of(0xc3262b), Rgb.Of(0xc3262b)),
        [Token.BadgeUnknown] = (Rgb.Of(0x667080), Rgb.Of(0x667080)),
        [Token.Green] = (Rgb.Of(0x006b47), Rgb.Of(0x7fe3b2)),
        [Token.Blue] = (Rgb.Of(0x4169e8), Rgb.Of(0x6c8ef6)),
        [Token.Orange] = (Rgb.Of(0xb2631a), Rgb.Of(0xf0893a)),
        [Token.Purple] = (Rgb.Of(0x690f92), Rgb.Of(0xdcaaff)),
        [Token.Sky] = (Rgb.Of(0x22829c), Rgb.Of(0x57bccb)),
        [Token.Rose] = (Rgb.Of(0xbb4a72), Rgb.Of(0xd9748b)),
        [Token.Slate] = (Rgb.Of(0x6b7787), Rgb.Of(0x8f9aa9)),
    }.ToFrozenDictionary();

    /// <summary>The token of a series colour.</summary>
    public static Token TokenOf(this SeriesColour colour) => Token.Green + (int)colour;

    /// <summary>A token's colour in a theme.</summary>
    public static Rgb In(this Token token, GraphTheme theme) => theme == GraphTheme.Dark ? Table[token].Dark : Table[token].Light;

    /// <summary>How much of what is under it a wash covers, from 0 to 1.</summary>
    public static float In(this Wash wash, GraphTheme theme) => (wash, theme) switch
    {
        (Wash.Area, GraphTheme.Light) => 0.16f,
        (Wash.Area, _) => 0.17f,
        (Wash.Band, GraphTheme.Light) => 0.17f,
        (Wash.Band, _) => 0.22f,
        (Wash.Stack, GraphTheme.Light) => 0.30f,
        (Wash.Stack, _) => 0.36f,
        (Wash.Excess, _) => 0.30f,
        (Wash.Hatch, _) => 0.55f,
        (Wash.Warning, GraphTheme.Light) => 0.15f,
        (Wash.Warning, _) => 0.17f,
        (Wash.Critical, GraphTheme.Light) => 0.14f,
        (Wash.Critical, _) => 0.20f,
        _ => 1,
    };
}
