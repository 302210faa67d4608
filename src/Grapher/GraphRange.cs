namespace Metrics.Grapher;

/// <summary>The time a graph shows.</summary>
/// <param name="Name"><c>6h</c>, <c>day</c>, <c>week</c>, <c>month</c>, <c>year</c>, or <c>custom</c>.</param>
/// <param name="Span">Length: one period and a margin, so that the same moment one period ago is on the graph.</param>
/// <param name="End">The right edge, or null for now.</param>
public sealed record GraphRange(string Name, TimeSpan Span, DateTimeOffset? End = null)
{
    /// <summary>6 hours.</summary>
    public static readonly GraphRange SixHours = new("6h", TimeSpan.FromHours(6));

    /// <summary>30 hours.</summary>
    public static readonly GraphRange Day = new("day", TimeSpan.FromHours(30));

    /// <summary>8 days.</summary>
    public static readonly GraphRange Week = new("week", TimeSpan.FromDays(8));

    /// <summary>35 days.</summary>
    public static readonly GraphRange Month = new("month", TimeSpan.FromDays(35));

    /// <summary>400 days.</summary>
    public static readonly GraphRange Year = new("year", TimeSpan.FromDays(400));

    /// <summary>The named ranges, shortest first.</summary>
    public static readonly IReadOnlyList<GraphRange> Named = [SixHours, Day, Week, Month, Year];

    /// <summary>A named range, or null when there is none of that name.</summary>
    public static GraphRange? Find(string name) => Named.FirstOrDefault(r => r.Name == name);

    /// <summary>Refuses times that no graph may show: the shortest is a second, the longest a century, none begins before 1970.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Span, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Span, TimeSpan.FromDays(36_525));
        if (End is { } end && (end - Span < DateTimeOffset.UnixEpoch || end > new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero)))
            throw new ArgumentOutOfRangeException(nameof(End), end, "A graph shows times from 1970 to 2200.");
    }
}
