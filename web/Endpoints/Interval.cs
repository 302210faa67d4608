using Metrics.Grapher;

namespace Metrics.Web.Endpoints;

/// <summary>A time between two moments, as long as a graph can show it.</summary>
internal static class Interval
{
    private const long MostSeconds = 36_525L * 86_400, Earliest = 0, Latest = 7_258_118_400;

    /// <summary>The range, or null and what is wrong with it.</summary>
    /// <param name="start">Seconds since the epoch.</param>
    /// <param name="end">Seconds since the epoch.</param>
    /// <param name="problem">A sentence for people; null when there is a range.</param>
    public static GraphRange? Of(long start, long end, out string? problem)
    {
        problem = start >= end ? "from must be before to."
            : end - start > MostSeconds || start < Earliest || end > Latest ? "A graph shows 1 second to 100 years, from 1970 to 2200."
            : null;
        return problem is null ? new GraphRange($"{start}-{end}", TimeSpan.FromSeconds(end - start), DateTimeOffset.FromUnixTimeSeconds(end)) : null;
    }
}
