using System.Numerics;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <summary>Writes a layout as SVG: paths of relative tenths of a pixel, real text, colours by class so that one file serves both
/// themes.</summary>
internal sealed partial class SvgPen
{
    [ThreadStatic]
    private static SvgPen? mine;

    private readonly Utf8Text text = new();

    /// <summary>The file in UTF-8.</summary>
    /// <param name="layout">What to draw.</param>
    /// <param name="theme">The colours; <see cref="GraphTheme.Auto"/> follows the reader's.</param>
    /// <param name="inline">Whether it becomes part of a page that has <see cref="SvgStyle"/> in its own style sheet.</param>
    /// <param name="ground">Whether a file of its own is painted in the colour of panels first.</param>
    /// <param name="id">A name that is unique on a page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What it says, as a sentence.</param>
    public static byte[] Draw(GraphLayout layout, GraphTheme theme, bool inline, bool ground, string id, string title, string description)
    {
        var pen = mine ??= new SvgPen();
        pen.text.Clear();
        id = IdOf(id);
        pen.Begin(layout, theme, inline, ground, id, title, description);
        foreach (var mark in layout.Marks)
            pen.Draw(mark, id);
        pen.text.Raw("</svg>"u8);
        return pen.text.ToArray();
    }

    private void Begin(GraphLayout layout, GraphTheme theme, bool inline, bool ground, string id, string title, string description)
    {
        text.Raw("<svg class=\"g\" "u8);
        if (!inline)
            text.Raw("xmlns=\"http://www.w3.org/2000/svg\" "u8);
        text.Raw("viewBox=\"0 0 "u8).Number(layout.Width).Raw(" "u8).Number(layout.Height);
        text.Raw("\" width=\""u8).Number(layout.Width).Raw("\" height=\""u8).Number(layout.Height);
        text.Raw("\" role=\"img\" aria-labelledby=\""u8).Raw(id).Raw("t "u8).Raw(id).Raw("d\"><title id=\""u8).Raw(id).Raw("t\">"u8)
            .Escaped(title);
        text.Raw("</title><desc id=\""u8).Raw(id).Raw("d\">"u8).Escaped(description).Raw("</desc>"u8);
        if (!inline)
        {
            text.Raw("<style>"u8).Raw(layout.IsBadge ? SvgStyle.Badge : SvgStyle.Of(theme)).Raw("</style>"u8);
            if (ground && layout.HasGround)
                text.Raw("<rect class=\"cd\" width=\"100%\" height=\"100%\"/>"u8);
        }
        if (HasHatch(layout))
            text.Raw("<pattern id=\""u8).Raw(id)
                .Raw("h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path class=\"ht\" d=\"M0 0V6\"/></pattern>"u8);
    }

    private void Draw(Mark mark, string id)
    {
        switch (mark)
        {
            case Fill fill: Rectangle(KindOf(fill), fill.Box); text.Raw("/>"u8); break;
            case Hatch hatch: Rectangle("gp", hatch.Box); text.Raw(" fill=\"url(#"u8).Raw(id).Raw("h)\"/>"u8); break;
            case Rule rule: Straight(rule); break;
            case Curve curve: Stroke(curve); break;
            case Region region: Area(region); break;
            case Dot dot: Circle(dot.Radius < 2.2f ? "p" : "d", dot.Colour, dot.Centre, dot.Radius); break;
            case Ring ring: Circle("pk", null, ring.Centre, ring.Radius); break;
            case Beyond beyond: Path("by", null); Point('M', beyond.Tip); text.Raw("l5 7h-10z\"/>"u8); break;
            case Tile tile: Rounded(tile); break;
            case Label label: Open(label.Style, label.At, label.Anchor); text.Escaped(label.Text).Raw("</text>"u8); break;
            case Phrase phrase: Text(phrase); break;
            default: throw new InvalidOperationException($"A mark of type {mark.GetType().Name} cannot be drawn.");
        }
    }

    private void Rectangle(string kind, Box box)
    {
        text.Raw("<rect class=\""u8).Raw(kind).Raw("\" x=\""u8).Length(box.Left).Raw("\" y=\""u8).Length(box.Top);
        text.Raw("\" width=\""u8).Length(box.Width).Raw("\" height=\""u8).Length(box.Height).Raw("\""u8);
    }

    private void Rounded(Tile tile)
    {
        Rectangle("sw " + ClassOf(tile.Colour), tile.Box);
        if (tile.Corner > 0)
            text.Raw(" rx=\""u8).Length(tile.Corner).Raw("\""u8);
        if (tile.Opacity < 1)
            text.Raw(" opacity=\""u8).Hundredths(tile.Opacity).Raw("\""u8);
        if (tile.Hint.Length > 0)
            text.Raw("><title>"u8).Escaped(tile.Hint).Raw("</title></rect>"u8);
        else
            text.Raw("/>"u8);
    }

    private void Straight(Rule rule)
    {
        text.Raw("<path class=\""u8).Raw(rule.Style switch
        {
            RuleStyle.Dotted => "tm",
            RuleStyle.Dashed => "th " + ClassOf(rule.Colour),
            RuleStyle.Broken => "bk",
            RuleStyle.Event => "ev",
            _ => rule.Colour switch { Token.Grid => "gd", Token.Line => "bs", _ => "ck" },
        });
        text.Raw("\" d=\""u8);
        Point('M', rule.From);
        if (rule.From.Y == rule.To.Y)
            text.Raw("H"u8).Length(rule.To.X);
        else
            text.Raw("V"u8).Length(rule.To.Y);
        text.Raw("\"/>"u8);
    }

    private void Circle(string kind, Token? colour, Vector2 centre, float radius)
    {
        text.Raw("<circle class=\""u8).Raw(kind);
        if (colour is { } token)
            text.Raw(" "u8).Raw(ClassOf(token));
        text.Raw("\" cx=\""u8).Length(centre.X).Raw("\" cy=\""u8).Length(centre.Y).Raw("\" r=\""u8).Length(radius).Raw("\"/>"u8);
    }

    private void Open(TextStyle style, Vector2 at, Anchor anchor)
    {
        text.Raw("<text class=\""u8).Raw(SvgStyle.ClassOf(style));
        if (anchor != SvgStyle.UsualAnchor(style))
            text.Raw(" "u8).Raw(SvgStyle.ClassOf(anchor));
        text.Raw("\" x=\""u8).Length(at.X).Raw("\" y=\""u8).Length(at.Y).Raw("\">"u8);
    }

    /// <summary>One text element: the second part follows the first however wide the reader's font is. Pictures in pages cannot load
    /// ours.</summary>
    private void Text(Phrase phrase)
    {
        Open(phrase.First.Style, phrase.At, phrase.Anchor);
        text.Escaped(phrase.First.Text).Raw("<tspan class=\""u8).Raw(SvgStyle.ClassOf(phrase.Second.Style));
        text.Raw("\" dx=\""u8).Length(phrase.Gap).Raw("\">"u8).Escaped(phrase.Second.Text).Raw("</tspan></text>"u8);
    }

    private static string KindOf(Fill fill) => (fill.Wash, fill.Colour) switch
    {
        (Wash.Warning, _) => "aw",
        (Wash.Critical, _) => "ac",
        (_, Token.Card or Token.Weekend or Token.Grid or Token.NoData) => ClassOf(fill.Colour),
        _ => "sw " + ClassOf(fill.Colour),
    };

    private static string ClassOf(Token colour) => SvgStyle.ClassOf(colour);

    private static bool HasHatch(GraphLayout layout)
    {
        foreach (var mark in layout.Marks)
            if (mark is Hatch)
                return true;
        return false;
    }

    private static string IdOf(string name) => string.Create(name.Length + 2, name, static (id, from) =>
    {
        "g-".CopyTo(id);
        for (var i = 0; i < from.Length; i++)
            id[i + 2] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '-';
    });
}
