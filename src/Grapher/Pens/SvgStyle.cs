using System.Globalization;
using System.Text;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <summary>The style sheet of SVG graphs: colours as variables, one class for each kind of mark.</summary>
internal static class SvgStyle
{
    private const string Fonts = """svg.g text{font-family:"IBM Plex Sans",system-ui,"Segoe UI","DejaVu Sans",sans-serif}""";
    private static readonly string Rules = MarkRules() + ClassRules(badge: false);
    private static readonly string Light = Variables(GraphTheme.Light);
    private static readonly string Dark = Variables(GraphTheme.Dark);

    private static readonly string Either = $"svg.g{{{Light}}}@media(prefers-color-scheme:dark){{svg.g{{{Dark}}}}}{Rules}";

    private static readonly byte[] OfBadge = Encoding.UTF8.GetBytes(
        $"svg.g{{{Colours(GraphTheme.Light, badge: true)}}}{Fonts}.g .sw{{fill:var(--c)}}{ClassRules(badge: true)}");
    private static readonly byte[] OfLight = Encoding.UTF8.GetBytes($"svg.g{{{Light}}}{Rules}");
    private static readonly byte[] OfDark = Encoding.UTF8.GetBytes($"svg.g{{{Dark}}}{Rules}");
    private static readonly byte[] OfEither = Encoding.UTF8.GetBytes(Either);

    /// <summary>The style sheet of a badge, in UTF-8: its few colours are the same in both themes.</summary>
    public static ReadOnlySpan<byte> Badge => OfBadge;

    /// <summary>The style sheet of a file that stands alone, in UTF-8.</summary>
    public static ReadOnlySpan<byte> Of(GraphTheme theme) => theme switch
    {
        GraphTheme.Light => OfLight,
        GraphTheme.Dark => OfDark,
        _ => OfEither,
    };

    /// <summary>The style sheet of pages: they follow the reader's system unless their root says <c>data-theme</c>, and are light
    /// on paper.</summary>
    public static string OfPages() =>
        Either + $"[data-theme=light] svg.g{{{Light}}}[data-theme=dark] svg.g{{{Dark}}}@media print{{svg.g,[data-theme=dark] svg.g{{{Light}}}}}";

    /// <summary>The class of a colour; its rule sets the variable that marks are painted with.</summary>
    public static string ClassOf(Token token) => token switch
    {
        Token.Card => "cd",
        Token.Line => "bs",
        Token.Grid => "rb",
        Token.Weekend => "we",
        Token.NoData => "nd",
        Token.Ink => "ik",
        Token.Ink2 => "i2",
        Token.Ink3 => "i3",
        Token.Warning => "wn",
        Token.Critical => "cr",
        Token.WarningTint => "wt",
        Token.CriticalTint => "ct",
        Token.Track => "tr",
        Token.BadgeName => "bn",
        Token.BadgeText => "bt",
        Token.BadgeNeutral => "b0",
        Token.BadgeNormal => "b1",
        Token.BadgeWarning => "b2",
        Token.BadgeCritical => "b3",
        Token.BadgeUnknown => "b4",
        _ => string.Create(CultureInfo.InvariantCulture, $"s{token - Token.Green + 1}"),
    };

    /// <summary>The class of a text.</summary>
    public static string ClassOf(TextStyle style) => style switch
    {
        TextStyle.AxisValue => "yl",
        TextStyle.Unit => "yu",
        TextStyle.AxisTime => "xl",
        TextStyle.AxisDate => "xd",
        TextStyle.NoData => "nl",
        TextStyle.Note => "nt",
        TextStyle.Reference => "rl",
        TextStyle.Warning => "wl",
        TextStyle.Critical => "cl",
        TextStyle.Peak => "pv",
        TextStyle.PeakTime => "pt",
        TextStyle.Title => "tt",
        TextStyle.Legend => "lg",
        TextStyle.Flag => "fl",
        TextStyle.BadgeName => "bl",
        TextStyle.BadgeValue => "bv",
        _ => "lv",
    };

    /// <summary>The anchor that the class of a text sets.</summary>
    public static Anchor UsualAnchor(TextStyle style) => style switch
    {
        TextStyle.AxisValue or TextStyle.Reference => Anchor.End,
        TextStyle.AxisTime or TextStyle.AxisDate or TextStyle.NoData or TextStyle.Flag => Anchor.Middle,
        _ => Anchor.Start,
    };

    /// <summary>The class of an anchor; a class, since an attribute is weaker than the rule of a text's style.</summary>
    public static string ClassOf(Anchor anchor) => anchor switch
    {
        Anchor.Middle => "am",
        Anchor.End => "ae",
        _ => "as",
    };

    private static bool IsOfBadge(Token token) => token is >= Token.BadgeName and <= Token.BadgeUnknown;

    private static string Variables(GraphTheme theme)
    {
        var css = new StringBuilder(Colours(theme, badge: false));
        foreach (var (wash, name) in new[] { (Wash.Area, "oa"), (Wash.Band, "ob"), (Wash.Stack, "ot"), (Wash.Warning, "ow"),
            (Wash.Critical, "oc") })
            css.Append(CultureInfo.InvariantCulture, $"--{name}:{wash.In(theme):0.##};");
        return css.ToString();
    }

    private static string Colours(GraphTheme theme, bool badge) => string.Concat(
        Enum.GetValues<Token>().Where(t => IsOfBadge(t) == badge).Select(t => $"--{ClassOf(t)}:{t.In(theme)};"));

    private static string MarkRules() => ("svg.g path{fill:none}" + Fonts + """
        .g .cd{fill:var(--cd)}.g .we{fill:var(--we)}.g .rb{fill:var(--rb)}.g .nd{fill:var(--nd)}
        .g .gd{stroke:var(--rb)}.g .bs{stroke:var(--bs)}.g .ck{stroke:var(--i3)}.g .tm{stroke:var(--bs);stroke-dasharray:2 3}
        .g .ht{stroke:var(--nd);stroke-width:1.8;opacity:.55}
        .g .l,.g .k{stroke:var(--c);stroke-width:1.7;stroke-linejoin:round}.g .k{stroke-width:1.3}.g .w{stroke:var(--c);stroke-linejoin:round}
        .g .a,.g .b,.g .t,.g .x{fill:var(--c);opacity:var(--oa)}.g .b{opacity:var(--ob)}.g .t{opacity:var(--ot)}.g .x{opacity:.3}
        .g .d{fill:var(--c);stroke:var(--cd);stroke-width:1.6}.g .p{fill:var(--c)}
        .g .th{stroke:var(--c);stroke-width:1.2;stroke-dasharray:5 4}.g .bk{stroke:var(--s7);stroke-width:1.2;stroke-dasharray:2 2}.g .ev{stroke:var(--i3);stroke-dasharray:1.5 2.5}
        .g .aw{fill:var(--wt);opacity:var(--ow)}.g .ac{fill:var(--ct);opacity:var(--oc)}.g .sw{fill:var(--c);stroke:none}
        .g .pk{fill:none;stroke:var(--i2);stroke-width:1.2}.g .by{fill:var(--i2)}
        """).Replace("\n", "", StringComparison.Ordinal);

    /// <summary>The rules of colours and texts.</summary>
    private static string ClassRules(bool badge)
    {
        var css = new StringBuilder();
        foreach (var token in Enum.GetValues<Token>())
            if (IsOfBadge(token) == badge)
                css.Append($".g .{ClassOf(token)}{{--c:var(--{ClassOf(token)})}}");
        foreach (var style in Enum.GetValues<TextStyle>())
            if ((style is TextStyle.BadgeName or TextStyle.BadgeValue) == badge)
                Append(css, style);
        return css.Append(".g .as{text-anchor:start}.g .am{text-anchor:middle}.g .ae{text-anchor:end}").ToString();
    }

    private static void Append(StringBuilder css, TextStyle style)
    {
        var look = TextLook.Of(style);
        css.Append(CultureInfo.InvariantCulture, $".g .{ClassOf(style)}{{font-size:{look.Size}px;fill:var(--{ClassOf(look.Colour)})");
        if (look.Strong)
            css.Append(";font-weight:600");
        else if (style == TextStyle.PeakTime)
            // It stands inside a bold text.
            css.Append(";font-weight:400");
        if (UsualAnchor(style) != Anchor.Start)
            css.Append(UsualAnchor(style) == Anchor.End ? ";text-anchor:end" : ";text-anchor:middle");
        if (look.Halo > 0)
            css.Append(CultureInfo.InvariantCulture,
                $";paint-order:stroke;stroke:var(--cd);stroke-width:{look.Halo}px;stroke-linejoin:round");
        css.Append('}');
    }
}
