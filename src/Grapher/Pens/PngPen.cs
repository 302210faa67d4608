using System.Collections.Concurrent;
using System.Numerics;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <summary>Draws a layout as pixels, for PNG and WebP. Everything but the glyphs is drawn here, into one byte a pixel.</summary>
internal sealed partial class PngPen
{
    /// <summary>Pens that are not in use: their buffers are worth more than the memory, up to a few of ordinary size.</summary>
    private static readonly ConcurrentBag<PngPen> Idle = [];
    private const int MostIdle = 8, MostPixelsKept = 2_000_000;

    private readonly PalettePlane plane = new();
    private readonly CoverageRaster raster = new();
    private readonly Dictionary<(Token, float), Layer> layers = [];
    private readonly Stack<Layer> unused = [];

    private GraphTheme theme;
    private float scale;

    /// <summary>The bytes of an indexed PNG.</summary>
    /// <param name="layout">What to draw.</param>
    /// <param name="options">Colours, scale and ground.</param>
    public static byte[] Draw(GraphLayout layout, PictureOptions options) => Draw(layout, options, IndexedPng.Write);

    /// <summary>The bytes of a WebP without loss.</summary>
    /// <param name="layout">What to draw.</param>
    /// <param name="options">Colours, scale and ground.</param>
    public static byte[] DrawWebp(GraphLayout layout, PictureOptions options) => Draw(layout, options, static (plane, _) => WebpFile.Write(plane));

    private static byte[] Draw(GraphLayout layout, PictureOptions options, Func<PalettePlane, int, byte[]> write)
    {
        var pen = Idle.TryTake(out var idle) ? idle : new PngPen();
        var file = write(pen.Paint(layout, options.Theme, options.Scale, options.Transparent || !layout.HasGround), options.Scale);
        if (Idle.Count < MostIdle && layout.Width * options.Scale * layout.Height * options.Scale <= MostPixelsKept)
            Idle.Add(pen);
        return file;
    }

    /// <summary>Draws into the pen's own plane, which the next picture overwrites.</summary>
    public PalettePlane Paint(GraphLayout layout, GraphTheme newTheme, int newScale, bool transparent = false)
    {
        (theme, scale) = (newTheme, newScale);
        foreach (var layer in layers.Values)
            unused.Push(layer);
        layers.Clear();
        var (width, height) = (layout.Width * newScale, layout.Height * newScale);
        plane.Reset(width, height, Token.Card.In(theme), transparent, [.. SolidColours(layout).Select(t => t.In(theme))]);
        raster.Resize(width, height);
        foreach (var mark in layout.Marks)
            Draw(mark);
        return plane;
    }

    private void Draw(Mark mark)
    {
        switch (mark)
        {
            case Fill fill: Rectangle(fill.Box, Cover(fill.Colour, fill.Wash)); break;
            case Hatch hatch: Hatching(hatch.Box); break;
            case Rule rule: Straight(rule); break;
            case Curve curve: Line(curve); break;
            case Region region: Area(region); break;
            case Dot dot: Disc(dot.Centre, dot.Radius + 0.8f, Token.Card); Disc(dot.Centre, dot.Radius - 0.8f, dot.Colour); break;
            case Ring ring: Circle(ring); break;
            case Beyond beyond: Triangle(beyond.Tip); break;
            case Tile tile: Rounded(tile); break;
            case Label label: Text(label); break;
            case Phrase phrase: Text(phrase.First); Text(phrase.Second); break;
            default: throw new InvalidOperationException($"A mark of type {mark.GetType().Name} cannot be drawn.");
        }
    }

    private static IEnumerable<Token> SolidColours(GraphLayout layout) => layout.Marks.SelectMany(mark => (Token[])(mark switch
    {
        Fill fill when fill.Wash == Wash.Solid => [fill.Colour],
        Rule rule => [rule.Colour],
        Curve curve => [curve.Colour],
        Label label => [TextLook.Of(label.Style).Colour],
        Phrase phrase => [TextLook.Of(phrase.First.Style).Colour, TextLook.Of(phrase.Second.Style).Colour],
        Tile { Opacity: 1 } tile => [tile.Colour],
        _ => [],
    })).Distinct();

    private Layer Cover(Token colour, Wash wash = Wash.Solid) => Cover(colour, wash.In(theme));

    private Layer Cover(Token colour, float opacity)
    {
        if (layers.TryGetValue((colour, opacity), out var layer))
            return layer;
        layer = unused.TryPop(out var old) ? old : new Layer();
        layer.Reset(colour.In(theme), opacity);
        return layers[(colour, opacity)] = layer;
    }

    /// <summary>A rectangle on whole device pixels: tints and gridlines are sharp or they are nothing.</summary>
    private void Rectangle(Box box, Layer layer)
    {
        var (left, right) = Pixels(box.Left, box.Right, plane.Width);
        var (top, bottom) = Pixels(box.Top, box.Bottom, plane.Height);
        for (var y = top; y < bottom; y++)
            plane.Cover(plane.Row(y)[left..right], layer, Layer.Levels);
    }

    private (int, int) Pixels(float from, float to, int limit) =>
        (Math.Clamp((int)MathF.Round(from * scale), 0, limit), Math.Clamp((int)MathF.Round(to * scale), 0, limit));

    /// <summary>Lines from lower left to upper right, 6 CSS pixels apart; a pixel's coverage depends on the sum of its places only.</summary>
    private void Hatching(Box box)
    {
        const float distance = 6, halfWidth = 0.45f;
        var layer = Cover(Token.NoData, Wash.Hatch);
        var (left, right) = Pixels(box.Left, box.Right, plane.Width);
        var (top, bottom) = Pixels(box.Top, box.Bottom, plane.Height);
        Span<byte> levels = new byte[plane.Width + plane.Height];
        for (var i = 0; i < levels.Length; i++)
        {
            var across = (i + 1) / (MathF.Sqrt(2) * scale) % distance;
            var fromLine = Math.Min(across, distance - across);
            levels[i] = (byte)(Math.Clamp((halfWidth - fromLine) * scale + 0.5f, 0, 1) * Layer.Levels + 0.5f);
        }
        for (var y = top; y < bottom; y++)
        {
            var row = plane.Row(y);
            for (var x = left; x < right; x++)
                if (levels[x + y] > 0)
                    row[x] = plane.Cover(row[x], layer, levels[x + y]);
        }
    }

    private void Straight(Rule rule)
    {
        var (width, dashes) = rule.Style.Pattern();
        var (on, off) = dashes is [var first, var second] ? (first, second) : (float.PositiveInfinity, 0);
        var layer = Cover(rule.Colour);
        var length = Vector2.Distance(rule.From, rule.To);
        var along = (rule.To - rule.From) / length;
        var across = new Vector2(Math.Abs(along.Y), Math.Abs(along.X)) * width / 2;
        for (var done = 0f; done < length; done += on + off)
        {
            var (from, to) = (rule.From + done * along, rule.From + Math.Min(done + on, length) * along);
            var box = new Box(from.X - across.X, from.Y - across.Y, to.X + across.X, to.Y + across.Y);
            if (width == 1)
                Rectangle(box, layer);
            else
                raster.Outline([Device(box.Left, box.Top), Device(box.Right, box.Top), Device(box.Right, box.Bottom), Device(box.Left, box.Bottom)]);
        }
        raster.Paint(plane, layer);
    }

    private Vector2 Device(float x, float y) => new Vector2(x, y) * scale;
}
