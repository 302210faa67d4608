using System.Numerics;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>One thing on a graph, as geometry in CSS pixels. Pens draw marks in their order and know nothing else of a graph.</summary>
internal abstract record Mark;

/// <summary>A filled rectangle.</summary>
internal sealed record Fill(Box Box, Token Colour, Wash Wash = Wash.Solid) : Mark;

/// <summary>A rectangle hatched with diagonal lines: no data.</summary>
internal sealed record Hatch(Box Box) : Mark;

/// <summary>A horizontal or vertical hairline or dashed line. Both ends are included.</summary>
internal sealed record Rule(Vector2 From, Vector2 To, Token Colour, RuleStyle Style) : Mark;

/// <summary>An open line through points, left to right.</summary>
internal sealed record Curve(ReadOnlyMemory<Vector2> Points, Token Colour, float Width) : Mark;

/// <summary>The area between two lines that begin and end at the same places.</summary>
internal sealed record Region(ReadOnlyMemory<Vector2> Upper, ReadOnlyMemory<Vector2> Lower, Token Colour, Wash Wash) : Mark;

/// <summary>A disc with a rim in the card colour: a newest or a lone value.</summary>
internal sealed record Dot(Vector2 Centre, float Radius, Token Colour) : Mark;

/// <summary>An open ring: the highest value.</summary>
internal sealed record Ring(Vector2 Centre, float Radius) : Mark;

/// <summary>A triangle that points up: the value is beyond the top edge. <paramref name="Tip"/> is its upper corner.</summary>
internal sealed record Beyond(Vector2 Tip) : Mark;

/// <summary>A rectangle with round corners: a swatch of a legend, a segment of a bar, a cell of a heat map.</summary>
internal sealed record Tile(Box Box, Token Colour, float Radius = 2.5f, float Opacity = 1) : Mark
{
    /// <summary>What a pointer that rests on it is told; empty for nothing.</summary>
    public string Hint { get; init; } = "";

    /// <summary>The radius of the corners, which a small tile cuts.</summary>
    public float Corner => Math.Min(Radius, Math.Min(Box.Width, Box.Height) / 2);
}

/// <summary>A line of text.</summary>
/// <param name="Text">The text; from outside, so a pen escapes it.</param>
/// <param name="Start">Left end of the baseline.</param>
/// <param name="Width">Width of the text.</param>
/// <param name="Anchor">The end that stays where it is when another font is wider.</param>
/// <param name="Style">How it is set.</param>
internal sealed record Label(string Text, Vector2 Start, float Width, Anchor Anchor, TextStyle Style) : Mark
{
    /// <summary>The rectangle the text covers, from the height of a digit to the depth of a descender.</summary>
    public Box Box
    {
        get
        {
            var size = TextLook.Of(Style).Size;
            return new(Start.X, Start.Y - 0.8f * size, Start.X + Width, Start.Y + 0.25f * size);
        }
    }

    /// <summary>The same text at another place.</summary>
    public Label Moved(Vector2 by) => this with { Start = Start + by };

    /// <summary>The place that <see cref="Anchor"/> names.</summary>
    public Vector2 At => Start with
    {
        X = Anchor switch { Anchor.Start => Start.X, Anchor.Middle => Start.X + Width / 2, _ => Start.X + Width },
    };
}

/// <summary>Two texts of one line, the second right behind the first: where another font is wider, the whole grows and neither is
/// covered.</summary>
/// <param name="First">The first text.</param>
/// <param name="Second">The second text.</param>
/// <param name="Anchor">The end of the whole that stays where it is.</param>
internal sealed record Phrase(Label First, Label Second, Anchor Anchor) : Mark
{
    /// <summary>Room between the two.</summary>
    public float Gap => Second.Start.X - First.Box.Right;

    /// <summary>The place that <see cref="Anchor"/> names.</summary>
    public Vector2 At => Anchor == Anchor.End ? Second.Start with { X = Second.Box.Right } : First.Start;
}
