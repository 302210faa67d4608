using System.Numerics;
using Metrics.Grapher.Fonts;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;
using SkiaSharp;

namespace Metrics.Grapher.Pens;

/// <summary>Draws a layout as a page of PDF: lines and areas as vectors, text as text with the shipped font in the file.</summary>
/// <param name="canvas">The page, in CSS pixels.</param>
/// <param name="theme">The colours.</param>
internal sealed class PdfPen(SKCanvas canvas, GraphTheme theme)
{
    /// <summary>A CSS pixel is 1/96 inch, a point 1/72.</summary>
    private const float PointsPerPixel = 0.75f;

    private static readonly Lazy<SKTypeface> Regular = new(() => Load(FontFace.Regular)), SemiBold = new(() => Load(FontFace.SemiBold));

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
        using (var document = SKDocument.CreatePdf(file, about))
        {
            var canvas = document.BeginPage(layout.Width * PointsPerPixel, layout.Height * PointsPerPixel);
            canvas.Scale(PointsPerPixel);
            var pen = new PdfPen(canvas, options.Theme);
            if (!options.Transparent && layout.HasGround)
                pen.Rectangle(new(0, 0, layout.Width, layout.Height), Token.Card, Wash.Solid);
            foreach (var mark in layout.Marks)
                pen.Draw(mark);
            document.EndPage();
            document.Close();
        }
        return file.ToArray();
    }

    private void Draw(Mark mark)
    {
        switch (mark)
        {
            case Fill fill: Rectangle(fill.Box, fill.Colour, fill.Wash); break;
            case Hatch hatch: Hatching(hatch.Box); break;
            case Rule rule: Straight(rule); break;
            case Curve curve: Line(curve); break;
            case Region region: Area(region); break;
            case Dot dot: Disc(dot.Centre, dot.Radius + 0.8f, Token.Card); Disc(dot.Centre, dot.Radius - 0.8f, dot.Colour); break;
            case Ring ring: Circle(ring); break;
            case Beyond beyond: Polygon([beyond.Tip, beyond.Tip + new Vector2(5, 7), beyond.Tip + new Vector2(-5, 7)], Token.Ink2, 1); break;
            case Tile tile: Rounded(tile); break;
            case Label label: Text(label); break;
            case Phrase phrase: Text(phrase.First); Text(phrase.Second); break;
            default: throw new InvalidOperationException($"A mark of type {mark.GetType().Name} cannot be drawn.");
        }
    }

    private void Rectangle(Box box, Token colour, Wash wash)
    {
        using var paint = Filled(colour, wash.In(theme));
        canvas.DrawRect(box.Left, box.Top, box.Width, box.Height, paint);
    }

    private void Hatching(Box box)
    {
        const float distance = 8.4853f;
        canvas.Save();
        canvas.ClipRect(new SKRect(box.Left, box.Top, box.Right, box.Bottom));
        using var paint = Stroked(Token.NoData, 0.9f, Wash.Hatch.In(theme));
        for (var x = MathF.Floor((box.Left + box.Top) / distance) * distance; x < box.Right + box.Bottom; x += distance)
            canvas.DrawLine(x - box.Top, box.Top, x - box.Bottom, box.Bottom, paint);
        canvas.Restore();
    }

    private void Straight(Rule rule)
    {
        var (width, dashes) = rule.Style.Pattern();
        using var paint = Stroked(rule.Colour, width);
        using var effect = dashes.Length > 0 ? SKPathEffect.CreateDash(dashes, 0) : null;
        paint.PathEffect = effect;
        canvas.DrawLine(rule.From.X, rule.From.Y, rule.To.X, rule.To.Y, paint);
    }

    private void Line(Curve curve)
    {
        using var paint = Stroked(curve.Colour, curve.Width);
        paint.StrokeJoin = SKStrokeJoin.Round;
        using var path = PathOf(curve.Points, false);
        canvas.DrawPath(path, paint);
    }

    private void Area(Region region) => Polygon([.. region.Upper, .. region.Lower.Reverse()], region.Colour, region.Wash.In(theme));

    private void Polygon(Vector2[] points, Token colour, float opacity)
    {
        using var paint = Filled(colour, opacity);
        using var path = PathOf(points, true);
        canvas.DrawPath(path, paint);
    }

    private void Disc(Vector2 centre, float radius, Token colour)
    {
        using var paint = Filled(colour);
        canvas.DrawCircle(centre.X, centre.Y, radius, paint);
    }

    private void Circle(Ring ring)
    {
        using var paint = Stroked(Token.Ink2, 1.2f);
        canvas.DrawCircle(ring.Centre.X, ring.Centre.Y, ring.Radius, paint);
    }

    private void Rounded(Tile tile)
    {
        using var paint = Filled(tile.Colour, tile.Opacity);
        canvas.DrawRoundRect(tile.Box.Left, tile.Box.Top, tile.Box.Width, tile.Box.Height, tile.Corner, tile.Corner, paint);
    }

    private void Text(Label label)
    {
        var look = TextLook.Of(label.Style);
        var text = FontFace.Of(look.Strong).Shown(label.Text);
        using var font = new SKFont((look.Strong ? SemiBold : Regular).Value, look.Size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
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

    private static SKPath PathOf(Vector2[] points, bool closed)
    {
        using var path = new SKPathBuilder();
        path.AddPoly([.. points.Select(p => new SKPoint(p.X, p.Y))], closed);
        return path.Detach();
    }

    /// <summary>A PDF takes a part of an OpenType file, not of a packed one.</summary>
    private static SKTypeface Load(FontFace face)
    {
        using var data = SKData.CreateCopy(WoffFile.Unpack(face.File));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("Skia cannot read the unpacked font.");
    }
}
