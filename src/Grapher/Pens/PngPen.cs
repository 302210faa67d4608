using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <summary>Draws a layout as pixels, for PNG and WebP. Everything but the glyphs is drawn here, into one byte a pixel.</summary>
internal sealed partial class PngPen : ShapePen
{
    /// <summary>Pens that are not in use: their buffers are worth more than the memory, up to a few of ordinary size.</summary>
    private static readonly ConcurrentBag<PngPen> Idle = [];
    private const int MostIdle = 8, MostPixelsKept = 2_000_000;

    private readonly PalettePlane plane = new();
    private readonly CoverageRaster raster = new();
    private readonly Dictionary<(Token, float), Layer> layers = [];
    private readonly Stack<Layer> unused = [];
    private readonly List<Rgb> solid = [];
    private byte[] hatching = [];

    private GraphTheme theme;
    private float scale;

    /// <summary>The bytes of an indexed PNG.</summary>
    /// <param name="layout">What to draw.</param>
    /// <param name="options">Colours, scale and ground.</param>
    public static byte[] Draw(GraphLayout layout, PictureOptions options) => Draw(layout, options, IndexedPng.Write);

    /// <summary>The bytes of a WebP without loss.</summary>
    /// <param name="layout">What to draw.</param>
    /// <param name="options">Colours, scale and ground.</param>
    public static byte[] DrawWebp(GraphLayout layout, PictureOptions options) =>
        Draw(layout, options, static (plane, _) => WebpFile.Write(plane));

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
        plane.Reset(width, height, Token.Card.In(theme), transparent, SolidColours(layout));
        raster.Resize(width, height);
        foreach (var mark in layout.Marks)
            Draw(mark);
        return plane;
    }

    /// <summary>The colours that marks are fully painted in, in the order in which they come.</summary>
    private ReadOnlySpan<Rgb> SolidColours(GraphLayout layout)
    {
        solid.Clear();
        foreach (var mark in layout.Marks)
        {
            switch (mark)
            {
                case Fill { Wash: Wash.Solid } fill: Solid(fill.Colour); break;
                case Rule rule: Solid(rule.Colour); break;
                case Curve curve: Solid(curve.Colour); break;
                case Label label: Solid(TextLook.Of(label.Style).Colour); break;
                case Phrase phrase: Solid(TextLook.Of(phrase.First.Style).Colour); Solid(TextLook.Of(phrase.Second.Style).Colour); break;
                case Tile { Opacity: 1 } tile: Solid(tile.Colour); break;
            }
        }
        return CollectionsMarshal.AsSpan(solid);

        void Solid(Token token)
        {
            if (!solid.Contains(token.In(theme)))
                solid.Add(token.In(theme));
        }
    }

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
    protected override void Rectangle(Box box, Token colour, Wash wash) => Rectangle(box, Cover(colour, wash));

    private void Rectangle(Box box, Layer layer)
    {
        var (left, right) = Pixels(box.Left, box.Right, plane.Width);
        var (top, bottom) = Pixels(box.Top, box.Bottom, plane.Height);
        for (var y = top; y < bottom; y++)
            plane.Cover(plane.Row(y)[left..right], layer, Layer.Levels);
    }

    private (int, int) Pixels(float from, float to, int limit) =>
        (Math.Clamp((int)MathF.Round(from * scale), 0, limit), Math.Clamp((int)MathF.Round(to * scale), 0, limit));

    /// <summary>Lines from lower left to upper right, 6 CSS pixels apart; a pixel's coverage depends on the sum of its places
    /// only.</summary>
    protected override void Hatching(Box box)
    {
        const float distance = 6, halfWidth = 0.45f;
        var layer = Cover(Token.NoData, Wash.Hatch);
        var (left, right) = Pixels(box.Left, box.Right, plane.Width);
        var (top, bottom) = Pixels(box.Top, box.Bottom, plane.Height);
        if (hatching.Length < plane.Width + plane.Height)
            hatching = new byte[plane.Width + plane.Height];
        var levels = hatching.AsSpan(0, plane.Width + plane.Height);
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

    protected override void Straight(Rule rule)
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
                raster.Outline([Device(box.Left, box.Top), Device(box.Right, box.Top), Device(box.Right, box.Bottom),
                    Device(box.Left, box.Bottom)]);
        }
        raster.Paint(plane, layer);
    }

    private Vector2 Device(float x, float y) => new Vector2(x, y) * scale;
}
