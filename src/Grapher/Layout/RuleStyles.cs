namespace Metrics.Grapher.Layout;

/// <summary>The numbers of rule styles.</summary>
internal static class RuleStyles
{
    private static readonly float[] Dotted = [2, 3], Dashed = [5, 4], Broken = [2, 2], Event = [1.5f, 2.5f];

    /// <summary>Width of a line in CSS pixels, and the lengths that are on and off by turns; none for an unbroken one.</summary>
    public static (float Width, float[] Dashes) Pattern(this RuleStyle style) => style switch
    {
        RuleStyle.Dotted => (1, Dotted),
        RuleStyle.Dashed => (1.2f, Dashed),
        RuleStyle.Broken => (1.2f, Broken),
        RuleStyle.Event => (1, Event),
        _ => (1, []),
    };
}
