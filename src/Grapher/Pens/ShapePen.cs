using System.Numerics;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <summary>A pen that draws shapes: it takes marks apart into the few shapes that they are. SVG has elements and classes for marks
/// instead.</summary>
internal abstract class ShapePen
{
    /// <summary>The ring of the card colour around a dot, in CSS pixels; half of it is inside the dot's radius.</summary>
    private const float HalfRim = 0.8f;

    /// <summary>Draws a mark.</summary>
    protected void Draw(Mark mark)
    {
        switch (mark)
        {
            case Fill fill: Rectangle(fill.Box, fill.Colour, fill.Wash); break;
            case Hatch hatch: Hatching(hatch.Box); break;
            case Rule rule: Straight(rule); break;
            case Curve curve: Line(curve); break;
            case Region region: Area(region); break;
            case Dot dot: Disc(dot.Centre, dot.Radius + HalfRim, Token.Card); Disc(dot.Centre, dot.Radius - HalfRim, dot.Colour); break;
            case Ring ring: Circle(ring); break;
            case Beyond beyond: Triangle(beyond.Tip); break;
            case Tile tile: Rounded(tile); break;
            case Label label: Text(label); break;
            case Phrase phrase: Text(phrase.First); Text(phrase.Second); break;
            default: throw new InvalidOperationException($"A mark of type {mark.GetType().Name} cannot be drawn.");
        }
    }

    /// <summary>A filled rectangle.</summary>
    protected abstract void Rectangle(Box box, Token colour, Wash wash);

    /// <summary>A rectangle of lines from lower left to upper right, 6 CSS pixels apart.</summary>
    protected abstract void Hatching(Box box);

    /// <summary>A horizontal or vertical line, dashed or not.</summary>
    protected abstract void Straight(Rule rule);

    /// <summary>A line through points, with round joins.</summary>
    protected abstract void Line(Curve curve);

    /// <summary>The area between two lines.</summary>
    protected abstract void Area(Region region);

    /// <summary>A filled disc.</summary>
    protected abstract void Disc(Vector2 centre, float radius, Token colour);

    /// <summary>An open ring.</summary>
    protected abstract void Circle(Ring ring);

    /// <summary>A triangle that points up.</summary>
    protected abstract void Triangle(Vector2 tip);

    /// <summary>A rectangle with round corners.</summary>
    protected abstract void Rounded(Tile tile);

    /// <summary>A line of text.</summary>
    protected abstract void Text(Label label);
}
