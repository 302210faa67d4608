using System.Numerics;
using Metrics.Grapher.Fonts;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;
using SkiaSharp;

namespace Metrics.Grapher.Pens;

/// <summary>Draws a layout as a page of PDF: lines and areas as vectors, text as text with the shipped font in the file.</summary>
/// <param name="canvas">The page, in CSS pixels.</param>
/// <param name="theme">The colours.</param>
/// <param name="regular">The font of weight 400.</param>
/// <param name="semiBold">The font of weight 600.</param>
internal sealed class PdfPen(SKCanvas canvas, GraphTheme theme, SKTypeface regular, SKTypeface semiBold) : ShapePen
{
    /// <summary>A CSS pixel is 1/96 inch, a point 1/72.</summary>
    private const float PointsPerPixel = 0.75f;

    /// <summary>The bytes of the file.</summary>
    /// <param name="layout">What to draw.</param>
    /// <param name="options">Colours and ground.</param>
    /// <param name="title">The title of the document.</param>
    /// <param name="sentence">What the graph says: the subject of the document.</param>
    /// <param name="moment">When it was made.</param>
    public static byte[] Draw(GraphLayout layout, PictureOptions options, string title, string sentence, DateTimeOffset moment)
    {
        using var file = new MemoryStream();
        var about = new SKDocumentPdfMetadata
        {
            Title = title,
            Subject = sentence,
            Creator = "Metrics",
            Creation = moment.UtcDateTime,
            Modified = moment.UtcDateTime,
        };
        // The fonts are used up to the moment the document is written.
        using var regular = FontOf(layout, strong: false);
        using var semiBold = FontOf(layout, strong: true);
        using (var document = SKDocument.CreatePdf(file, about))
        {
            var canvas = document.BeginPage(layout.Width * PointsPerPixel, layout.Height * PointsPerPixel);
            canvas.Scale(PointsPerPixel);
            var pen = new PdfPen(canvas, options.Theme, regular, semiBold);
            if (!options.Transparent && layout.HasGround)
                pen.Rectangle(new(0, 0, layout.Width, layout.Height), Token.Card, Wash.Solid);
            foreach (var mark in layout.Marks)
                pen.Draw(mark);
            document.EndPage();
            document.Close();
        }
        return file.ToArray();
    }

    protected override void Rectangle(Box box, Token colour, Wash wash)
    {
        using var paint = Filled(colour, wash.In(theme));
        canvas.DrawRect(box.Left, box.Top, box.Width, box.Height, paint);
    }

    protected override void Hatching(Box box)
    {
        const float distance = 8.4853f;
        canvas.Save();
        canvas.ClipRect(new SKRect(box.Left, box.Top, box.Right, box.Bottom));
        using var paint = Stroked(Token.NoData, 0.9f, Wash.Hatch.In(theme));
        for (var x = MathF.Floor((box.Left + box.Top) / distance) * distance; x < box.Right + box.Bottom; x += distance)
            canvas.DrawLine(x - box.Top, box.Top, x - box.Bottom, box.Bottom, paint);
        canvas.Restore();
    }

    protected override void Straight(Rule rule)
    {
        var (width, dashes) = rule.Style.Pattern();
        using var paint = Stroked(rule.Colour, width);
        using var effect = dashes.Length > 0 ? SKPathEffect.CreateDash(dashes, 0) : null;
        paint.PathEffect = effect;
        canvas.DrawLine(rule.From.X, rule.From.Y, rule.To.X, rule.To.Y, paint);
    }

    protected override void Line(Curve curve)
    {
        using var paint = Stroked(curve.Colour, curve.Width);
        paint.StrokeJoin = SKStrokeJoin.Round;
        using var path = PathOf(curve.Points.Span, false);
        canvas.DrawPath(path, paint);
    }

    protected override void Area(Region region)
    {
        Vector2[] points = [.. region.Upper.Span, .. region.Lower.Span];
        points.AsSpan(region.Upper.Length).Reverse();
        Polygon(points, region.Colour, region.Wash.In(theme));
    }

    protected override void Triangle(Vector2 tip) => Polygon([tip, tip + new Vector2(5, 7), tip + new Vector2(-5, 7)], Token.Ink2, 1);

    private void Polygon(Vector2[] points, Token colour, float opacity)
    {
        using var paint = Filled(colour, opacity);
        using var path = PathOf(points, true);
        canvas.DrawPath(path, paint);
    }

    protected override void Disc(Vector2 centre, float radius, Token colour)
    {
        using var paint = Filled(colour);
        canvas.DrawCircle(centre.X, centre.Y, radius, paint);
    }

    protected override void Circle(Ring ring)
    {
        using var paint = Stroked(Token.Ink2, 1.2f);
        canvas.DrawCircle(ring.Centre.X, ring.Centre.Y, ring.Radius, paint);
    }

    protected override void Rounded(Tile tile)
    {
        using var paint = Filled(tile.Colour, tile.Opacity);
        canvas.DrawRoundRect(tile.Box.Left, tile.Box.Top, tile.Box.Width, tile.Box.Height, tile.Corner, tile.Corner, paint);
    }

    protected override void Text(Label label)
    {
        var look = TextLook.Of(label.Style);
        var text = FontFace.Of(look.Strong).Shown(label.Text);
        using var font = new SKFont(look.Strong ? semiBold : regular, look.Size)
        {
            Subpixel = true,
            LinearMetrics = true,
            Hinting = SKFontHinting.None,
        };
        if (look.Halo > 0)
        {
            using var halo = Stroked(Token.Card, look.Halo);
            halo.StrokeJoin = SKStrokeJoin.Round;
            using var outline = font.GetTextPath(text, new SKPoint(label.Start.X, label.Start.Y));
            canvas.DrawPath(outline, halo);
        }
        using var paint = Filled(look.Colour);
        canvas.DrawText(text, label.Start.X, label.Start.Y, SKTextAlign.Left, font, paint);
    }

    private SKPaint Filled(Token colour, float opacity = 1) => new() { IsAntialias = true, Color = ColourOf(colour, opacity) };

    private SKPaint Stroked(Token colour, float width, float opacity = 1) =>
        new() { IsAntialias = true, Color = ColourOf(colour, opacity), Style = SKPaintStyle.Stroke, StrokeWidth = width };

    private SKColor ColourOf(Token token, float opacity)
    {
        var colour = token.In(theme);
        return new SKColor(colour.Red, colour.Green, colour.Blue, (byte)(opacity * 255 + 0.5f));
    }

    private static SKPath PathOf(ReadOnlySpan<Vector2> points, bool closed)
    {
        using var path = new SKPathBuilder();
        var corners = new SKPoint[points.Length];
        for (var i = 0; i < corners.Length; i++)
            corners[i] = new(points[i].X, points[i].Y);
        path.AddPoly(corners, closed);
        return path.Detach();
    }

    /// <summary>A font with the characters of a layout. A PDF takes an OpenType file, not a packed one, and Skia puts it in as it
    /// is.</summary>
    private static SKTypeface FontOf(GraphLayout layout, bool strong)
    {
        var face = FontFace.Of(strong);
        var characters = new HashSet<int>();
        foreach (var mark in layout.Marks)
        {
            switch (mark)
            {
                case Label label: Add(label); break;
                case Phrase phrase: Add(phrase.First); Add(phrase.Second); break;
            }
        }
        using var data = SKData.CreateCopy(FontSubset.Of(face, characters));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("Skia cannot read the part of the font.");

        void Add(Label label)
        {
            if (TextLook.Of(label.Style).Strong == strong)
                characters.UnionWith(label.Text.EnumerateRunes().Select(rune => face.Shown(rune.Value)));
        }
    }
}
