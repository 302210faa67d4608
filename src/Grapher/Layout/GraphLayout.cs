namespace Metrics.Grapher.Layout;

/// <summary>A graph as geometry: what every pen draws.</summary>
/// <param name="Width">Width in CSS pixels.</param>
/// <param name="Height">Height in CSS pixels.</param>
/// <param name="Plot">The rectangle of the values.</param>
/// <param name="Marks">What is drawn, in this order.</param>
internal sealed record GraphLayout(int Width, int Height, Box Plot, IReadOnlyList<Mark> Marks)
{
    /// <summary>Whether it stands on a ground in the colour of panels; a badge brings its own.</summary>
    public bool HasGround { get; init; } = true;

    /// <summary>Whether it is a badge, which needs nothing of the style sheet of graphs.</summary>
    public bool IsBadge { get; init; }
}
