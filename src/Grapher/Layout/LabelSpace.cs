using System.Numerics;

namespace Metrics.Grapher.Layout;

/// <summary>Keeps texts on the plot apart: a text is placed where it covers no other, or not at all.</summary>
/// <param name="bounds">What a text must not leave.</param>
internal sealed class LabelSpace(Box bounds)
{
    private readonly List<Box> taken = [];

    /// <summary>Marks a place as covered.</summary>
    public void Take(Box box) => taken.Add(box);

    /// <summary>Whether a text would be inside the bounds and cover nothing.</summary>
    public bool IsFree(Box box) =>
        box.Left >= bounds.Left && box.Right <= bounds.Right && box.Top >= bounds.Top && box.Bottom <= bounds.Bottom
        && !Covers(box);

    private bool Covers(Box box)
    {
        foreach (var other in taken)
            if (other.Overlaps(box))
                return true;
        return false;
    }

    /// <summary>Makes a label with a given end at a given place.</summary>
    public static Label Make(string text, float x, float y, Anchor anchor, TextStyle style)
    {
        var width = TextLook.Of(style).Measure(text);
        var left = anchor switch { Anchor.Start => x, Anchor.Middle => x - width / 2, _ => x - width };
        return new Label(text, new Vector2(left, y), width, anchor, style);
    }

    /// <summary>Takes the place of a label if it is free.</summary>
    public bool TryPlace(Label label)
    {
        if (!IsFree(label.Box))
            return false;
        Take(label.Box);
        return true;
    }
}
