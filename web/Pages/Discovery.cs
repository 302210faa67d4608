using System.Collections.Immutable;
using Metrics.RrdStore;

namespace Metrics.Web.Pages;

/// <summary>What a new installation has found on its machine, in a few lines.</summary>
internal static class Discovery
{
    private const int MostNames = 4;

    /// <summary>The lines; kinds of things that there are none of have none.</summary>
    public static ImmutableArray<string> Of(IReadOnlyList<SeriesInfo> series)
    {
        var sensors = Join(Count(series.Count(s => s.Metadata.Unit == "Cel"), "temperature"), Count(series.Count(s => s.Metadata.Unit == "{rpm}"), "fan"));
        var machine = Join(Count(Things(series, "cpu.", ".user").Count, "core"), series.Any(s => s.Name.Value.StartsWith("mem.", StringComparison.Ordinal)) ? "memory" : "",
            Count(Things(series, "disk.", ".read").Count, "disk"), Count(Things(series, "fs.", ".size").Count, "file system"));
        var interfaces = Things(series, "net.", ".in");
        var names = Join([.. interfaces.Take(MostNames), interfaces.Count > MostNames ? $"{interfaces.Count - MostNames} more interfaces" : ""]);
        return [.. new[] { sensors, machine, names }.Where(line => line.Length > 0)];
    }

    /// <summary>The middle parts of the names that begin and end so.</summary>
    private static List<string> Things(IReadOnlyList<SeriesInfo> series, string prefix, string suffix) =>
        [.. series.Select(s => s.Name.Value)
            .Where(name => name.Length > prefix.Length + suffix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..^suffix.Length])];

    private static string Count(int count, string thing) => count == 0 ? "" : $"{count} {thing}{(count == 1 ? "" : "s")}";

    private static string Join(params string[] parts) => string.Join(", ", parts.Where(part => part.Length > 0));
}
