using System.Numerics;
using System.Runtime.InteropServices;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <content>Shapes with edges between the pixels.</content>
internal sealed partial class PngPen
{
    private readonly List<Vector2> line = [], outline = [];

    protected override void Line(Curve curve)
    {
        line.Clear();
        foreach (var point in curve.Points.Span)
            line.Add(point * scale);
        Stroke.Outline(CollectionsMarshal.AsSpan(line), curve.Width * scale, outline);
        raster.Outline(CollectionsMarshal.AsSpan(outline));
        raster.Paint(plane, Cover(curve.Colour));
    }

    protected override void Area(Region region)
    {
        outline.Clear();
        foreach (var point in region.Upper.Span)
            outline.Add(point * scale);
        var lower = region.Lower.Span;
        for (var i = lower.Length - 1; i >= 0; i--)
            outline.Add(lower[i] * scale);
        raster.Outline(CollectionsMarshal.AsSpan(outline));
        raster.Paint(plane, Cover(region.Colour, region.Wash));
    }

    protected override void Disc(Vector2 centre, float radius, Token colour)
    {
        Stroke.Circle(centre * scale, radius * scale, outline);
        raster.Outline(CollectionsMarshal.AsSpan(outline));
        raster.Paint(plane, Cover(colour));
    }

    protected override void Circle(Ring ring)
    {
        const float halfWidth = 0.6f;
        Stroke.Circle(ring.Centre * scale, (ring.Radius + halfWidth) * scale, outline);
        raster.Outline(CollectionsMarshal.AsSpan(outline));
        Stroke.Circle(ring.Centre * scale, (ring.Radius - halfWidth) * scale, outline);
        outline.Reverse();
        raster.Outline(CollectionsMarshal.AsSpan(outline));
        raster.Paint(plane, Cover(Token.Ink2));
    }

    protected override void Triangle(Vector2 tip)
    {
        raster.Outline([tip * scale, (tip + new Vector2(5, 7)) * scale, (tip + new Vector2(-5, 7)) * scale]);
        raster.Paint(plane, Cover(Token.Ink2));
    }

    protected override void Rounded(Tile tile)
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
}
