using System.Globalization;
using Metrics.RrdStore;

namespace Metrics.Grapher.Known;

/// <summary>The series of one host, by name without the host; each is taken off once it has a place on a graph.</summary>
internal sealed class SeriesPool
{
    private readonly string prefix;
    private readonly SortedDictionary<string, SeriesInfo> series = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = [];

    /// <param name="prefix">The host with its slash, or nothing for this machine.</param>
    /// <param name="all">Its series.</param>
    public SeriesPool(string prefix, IEnumerable<SeriesInfo> all)
    {
        this.prefix = prefix;
        foreach (var one in all)
            series[one.Name.Value[prefix.Length..]] = one;
    }

    /// <summary>The series without a place so far, in the order of their names.</summary>
    public IEnumerable<(string Name, SeriesInfo Info)> Left =>
        series.Where(s => !taken.Contains(s.Key)).Select(s => (s.Key, s.Value)).ToArray();

    /// <summary>A graph name that is unique over hosts.</summary>
    public string GraphName(string name) => prefix + name;

    /// <summary>A title that tells the host, unless it is this machine.</summary>
    public string Title(string title) => prefix.Length == 0 ? title : $"{prefix[..^1]} {title}";

    /// <summary>A series by name, or null.</summary>
    public SeriesInfo? Find(string name) => series.GetValueOrDefault(name);

    /// <summary>A series put on a graph; null when there is none of that name.</summary>
    public GraphSeries? Put(string name, string label, SeriesColour colour, SeriesShape shape, double factor = 1)
    {
        if (!series.TryGetValue(name, out var info))
            return null;
        taken.Add(name);
        return new GraphSeries(info.Name, label, colour, shape, factor);
    }

    /// <summary>A series taken as the whole of a graph; null when there is none of that name.</summary>
    public GraphWhole? Whole(string name, string label) =>
        Put(name, label, SeriesColour.Slate, SeriesShape.Line) is { } series ? new(series.Series, label) : null;

    /// <summary>What stands between a beginning and an end in the names that have both: the devices of a kind.</summary>
    public IReadOnlyList<string> Keys(string beginning, params ReadOnlySpan<string> ends)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in series.Keys)
            foreach (var end in ends)
                if (name.Length > beginning.Length + end.Length && name.StartsWith(beginning, StringComparison.Ordinal)
                    && name.EndsWith(end, StringComparison.Ordinal))
                    keys.Add(name[beginning.Length..^end.Length]);
        return [.. keys];
    }

    /// <summary>An attribute of a series as text, or null.</summary>
    public string? Attribute(string name, string attribute) => Find(name)?.Metadata.Attributes.GetValueOrDefault(attribute);

    /// <summary>An attribute of a series as a number; NaN when it has none.</summary>
    public double Number(string name, string attribute) => Number(Find(name), attribute);

    /// <summary>An attribute of a series as a number; NaN when it has none.</summary>
    public static double Number(SeriesInfo? info, string attribute) =>
        double.TryParse(info?.Metadata.Attributes.GetValueOrDefault(attribute), NumberStyles.Float, CultureInfo.InvariantCulture,
            out var number)
            && double.IsFinite(number) ? number : double.NaN;

    /// <summary>A graph of percents that cannot be more than a hundred, but for rounding; null when there is none of its series.</summary>
    public GraphDefinition? Share(string name, string section, string title, params ReadOnlySpan<GraphSeries?> parts) =>
        Graph(name, section, title, GraphUnit.Percent, parts) is { } graph ? graph with { Maximum = 100 } : null;

    /// <summary>A graph of the series that are there; null when none is.</summary>
    public GraphDefinition? Graph(string name, string section, string title, GraphUnit unit, params ReadOnlySpan<GraphSeries?> parts)
    {
        var there = new List<GraphSeries>();
        foreach (var part in parts)
            if (part is not null)
                there.Add(part);
        return there.Count == 0 ? null : new(GraphName(name), section, Title(title), unit, [.. there]);
    }
}
