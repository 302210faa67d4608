using System.Numerics;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <content>Lines and areas: nearly all bytes of a graph.</content>
internal sealed partial class SvgPen
{
    private Vector2[] back = [];

    private void Stroke(Curve curve)
    {
        const float layer = 1.3f, line = 1.7f;
        Path(curve.Width switch { layer => "k", line => "l", _ => "w" }, curve.Colour);
        Line(curve.Points.Span);
        if (curve.Width is not (layer or line))
            text.Raw("\" stroke-width=\""u8).Length(curve.Width);
        text.Raw("\"/>"u8);
    }

    private void Area(Region region)
    {
        Path(region.Wash switch { Wash.Band => "b", Wash.Stack => "t", Wash.Excess => "x", _ => "a" }, region.Colour);
        var lower = region.Lower.Span;
        Line(region.Upper.Span);
        Point('L', lower[^1]);
        if (back.Length < lower.Length)
            back = new Vector2[lower.Length];
        lower.CopyTo(back);
        Array.Reverse(back, 0, lower.Length);
        Steps(back.AsSpan(0, lower.Length));
        text.Raw("z\"/>"u8);
    }

    private void Path(string kind, Token? colour)
    {
        text.Raw("<path class=\""u8).Raw(kind);
        if (colour is { } token)
            text.Raw(" "u8).Raw(ClassOf(token));
        text.Raw("\" d=\""u8);
    }

    /// <summary>A move and relative steps.</summary>
    private void Line(ReadOnlySpan<Vector2> points)
    {
        Point('M', points[0]);
        Steps(points);
    }

    /// <summary>The steps from the first of some points to the others.</summary>
    private void Steps(ReadOnlySpan<Vector2> points)
    {
        var (x, y) = Place(points[0]);
        var (nextX, nextY) = Place(points[1]);
        // A command letter may be left out when it repeats; a minus or a point already parts two numbers.
        text.Raw("l"u8).Tenths(nextX - x);
        if (nextY >= y)
            text.Raw(" "u8);
        text.Tenths(nextY - y).Steps(points[2..], nextX, nextY);
    }

    private static (int X, int Y) Place(Vector2 point) => (Utf8Text.ToTenths(point.X), Utf8Text.ToTenths(point.Y));

    private void Point(char command, Vector2 at)
    {
        text.Raw([command]).Length(at.X).Raw(" "u8).Length(at.Y);
    }
}
