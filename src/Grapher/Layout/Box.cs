using System.Numerics;

namespace Metrics.Grapher.Layout;

/// <summary>A rectangle in CSS pixels.</summary>
internal readonly record struct Box(float Left, float Top, float Right, float Bottom)
{
    /// <summary>Width.</summary>
    public float Width => Right - Left;

    /// <summary>Height.</summary>
    public float Height => Bottom - Top;

    /// <summary>Whether two rectangles share more than an edge.</summary>
    public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    /// <summary>The same rectangle at another place.</summary>
    public Box Moved(Vector2 by) => new(Left + by.X, Top + by.Y, Right + by.X, Bottom + by.Y);
}
