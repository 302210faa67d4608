using System.IO.Enumeration;
using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>A name of a series, or one with <c>*</c> for any characters.</summary>
internal static class NamePattern
{
    /// <summary>The series that a pattern names.</summary>
    /// <exception cref="ControlRefusedException">There is none.</exception>
    public static List<SeriesInfo> Select(IReadOnlyList<SeriesInfo> all, string pattern)
    {
        var found = all.Where(series => series.Name.Value == pattern || pattern.Contains('*') && Matches(pattern, series.Name.Value)).ToList();
        if (found.Count > 0)
            return found;
        throw new ControlRefusedException(!pattern.Contains('*') && NearestName.Of(pattern, all.Select(series => series.Name.Value)) is { } near
            ? $"There is no series {pattern}; did you mean {near}?"
            : $"There is no series {pattern}.");
    }

    // What else means something to a file system means itself here.
    private static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal), name, ignoreCase: false);
}
