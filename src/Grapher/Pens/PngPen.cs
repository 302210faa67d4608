using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <summary>Draws a layout as pixels, for PNG and WebP. Everything but the glyphs is drawn here, into one byte a pixel.</summary>
internal sealed class PngPen
{
    /// <summary>Pens that are not in use: their buffers are worth more than the memory, up to a few of ordinary size.</summary>
    private static readonly ConcurrentBag<PngPen> Idle = [];
    private const int MostIdle = 8, MostPixelsKept = 2_000_000;

    private readonly PalettePlane plane = new();
    private readonly CoverageRaster raster = new();
    private readonly Dictionary<(Token, float), Layer> layers = [];
    private readonly Stack<Layer> unused = [];
    private readonly List<Vector2> outline = [];

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

    private void Line(Curve curve)
    {
        Span<Vector2> points = new Vector2[curve.Points.Length];
        for (var i = 0; i < points.Length; i++)
            points[i] = curve.Points[i] * scale;
        Stroke.Outline(points, curve.Width * scale, outline);
        raster.Outline(CollectionsMarshal.AsSpan(outline));
        raster.Paint(plane, Cover(curve.Colour));
    }

    private void Area(Region region)
    {
        outline.Clear();
        foreach (var point in region.Upper)
            outline.Add(point * scale);
        for (var i = region.Lower.Length - 1; i >= 0; i--)
            outline.Add(region.Lower[i] * scale);
        raster.Outline(CollectionsMarshal.AsSpan(outline));
        raster.Paint(plane, Cover(region.Colour, region.Wash));
    }

    private void Disc(Vector2 centre, float radius, Token colour)
    {
        raster.Outline(Stroke.Circle(centre * scale, radius * scale));
        raster.Paint(plane, Cover(colour));
    }

    private void Circle(Ring ring)
    {
        const float halfWidth = 0.6f;
        raster.Outline(Stroke.Circle(ring.Centre * scale, (ring.Radius + halfWidth) * scale));
        var inner = Stroke.Circle(ring.Centre * scale, (ring.Radius - halfWidth) * scale);
        Array.Reverse(inner);
        raster.Outline(inner);
        raster.Paint(plane, Cover(Token.Ink2));
    }

    private void Triangle(Vector2 tip)
    {
        raster.Outline([tip * scale, (tip + new Vector2(5, 7)) * scale, (tip + new Vector2(-5, 7)) * scale]);
        raster.Paint(plane, Cover(Token.Ink2));
    }

    private void Rounded(Tile tile)
    {
        var (box, radius) = (tile.Box, tile.Corner);
        // Enough corners that the polygon is a tenth of a pixel from the circle.
        var parts = Math.Clamp((int)(radius * scale), 4, 16);
        outline.Clear();
        Corner(box.Right - radius, box.Bottom - radius, 0);
        Corner(box.Left + radius, box.Bottom - radius, 1);
        Corner(box.Left + radius, box.Top + radius, 2);
        Corner(box.Right - radius, box.Top + radius, 3);
        raster.Outline(CollectionsMarshal.AsSpan(outline));
        raster.Paint(plane, Cover(tile.Colour, tile.Opacity));

        void Corner(float x, float y, int quarter)
        {
            for (var i = 0; i <= parts; i++)
            {
                var (sin, cos) = MathF.SinCos(MathF.PI / 2 * (quarter + i / (float)parts));
                outline.Add(Device(x + radius * cos, y + radius * sin));
            }
        }
    }

    private void Text(Label label)
    {
        var look = TextLook.Of(label.Style);
        if (look.Halo > 0)
            Glyphs(label, look, look.Halo * scale, Cover(Token.Card));
        Glyphs(label, look, 0, Cover(look.Colour));
    }

    private void Glyphs(Label label, TextLook look, float halo, Layer layer)
    {
        var face = Fonts.FontFace.Of(look.Strong);
        var x = label.Start.X * scale;
        var baseline = (int)MathF.Round(label.Start.Y * scale);
        foreach (var rune in label.Text.EnumerateRunes())
        {
            var quarters = (int)MathF.Round(x * GlyphAtlas.SubPixels);
            var (pixel, subPixel) = (quarters >> 2, quarters & 3);
            Blit(GlyphAtlas.Get(face.Shown(rune.Value), look.Strong, look.Size * scale, subPixel, halo), pixel, baseline, layer);
            x += face.Advance(rune.Value) * look.Size * scale;
        }
    }

    private void Blit(GlyphMask mask, int x, int y, Layer layer)
    {
        for (var row = Math.Max(0, -(y + mask.Top)); row < mask.Height && y + mask.Top + row < plane.Height; row++)
        {
            var pixels = plane.Row(y + mask.Top + row);
            for (var column = 0; column < mask.Width; column++)
            {
                var level = mask.Coverage[row * mask.Width + column];
                var at = x + mask.Left + column;
                if (level > 0 && (uint)at < (uint)pixels.Length)
                    pixels[at] = plane.Cover(pixels[at], layer, level);
            }
        }
    }

    private Vector2 Device(float x, float y) => new Vector2(x, y) * scale;
}
