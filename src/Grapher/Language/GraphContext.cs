using Metrics.RrdStore;

namespace Metrics.Grapher.Language;

/// <summary>What a text of the graph language does not say itself.</summary>
/// <param name="Now">The clock: NOW, and what relative times count from.</param>
/// <param name="Zone">The zone of LTIME, NEWDAY, strftime and of days in times.</param>
public sealed record GraphContext(DateTimeOffset Now, TimeZoneInfo Zone)
{
    /// <summary>When a week begins, for NEWWEEK: Monday, as ISO 8601 has it.</summary>
    public DayOfWeek FirstDayOfWeek { get; init; } = DayOfWeek.Monday;

    /// <summary>The range to evaluate instead of the text's <c>--start</c> and <c>--end</c>, or null.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>The width in pixels to evaluate for instead of the text's <c>--width</c>, or null.</summary>
    public int? Width { get; init; }
}
