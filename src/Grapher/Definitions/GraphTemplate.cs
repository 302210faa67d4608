using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Metrics.Grapher.Known;
using Metrics.Grapher.Language;
using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>A graph as an administrator describes it: by the names of its series, or by a text in the language of rrdgraph.</summary>
/// <param name="Name">Name in URLs.</param>
public sealed record GraphTemplate(string Name)
{
    /// <summary>More series than this make a graph unreadable; its title then says how many there are.</summary>
    public const int MostSeries = 40;

    /// <summary>The page it belongs to.</summary>
    public string Section { get; init; } = "other";

    /// <summary>Title for people; null: what the text says, or the name.</summary>
    public string? Title { get; init; }

    /// <summary>Names of series; <c>*</c> stands for any characters, and the series it finds are in the order of their names.</summary>
    public ImmutableArray<string> Series { get; init; } = [];

    /// <summary>How the series are drawn, in their order; the last one holds for those that follow. Empty: one alone as an area, several
    /// as lines.</summary>
    public ImmutableArray<SeriesShape> Shapes { get; init; } = [];

    /// <summary>Unit of the axis; null: that of the first series, or what the text's vertical label says.</summary>
    public GraphUnit? Unit { get; init; }

    /// <summary>The smallest possible value; NaN: no limit.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>The largest possible value; NaN: no limit.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>Levels drawn as dashed lines.</summary>
    public ImmutableArray<GraphThreshold> Thresholds { get; init; } = [];

    /// <summary>Whether the first page shows it.</summary>
    public bool OnOverview { get; init; } = true;

    /// <summary>The text that makes the graph; null when <see cref="Series"/> do.</summary>
    public GraphProgram? Program { get; init; }

    /// <summary>The graph of the series there are.</summary>
    /// <param name="all">All series of a store, by name.</param>
    public GraphDefinition Define(IReadOnlyList<SeriesInfo> all) =>
        (Program is null ? OfSeries(all) : OfProgram(Program)) with { Thresholds = Thresholds, OnOverview = OnOverview };

    private GraphDefinition OfProgram(GraphProgram program)
    {
        var graph = GraphDefinition.Of(Name, Section, program);
        return graph with { Title = Title ?? graph.Title, Unit = Unit ?? graph.Unit };
    }

    private GraphDefinition OfSeries(IReadOnlyList<SeriesInfo> all)
    {
        var found = Series.SelectMany(name => Matches(name, all)).DistinctBy(match => match.Name).ToArray();
        var title = Title ?? Name;
        if (found.Length > MostSeries)
            title = $"{title} ({MostSeries} of {found.Length} series)";
        found = found[..Math.Min(found.Length, MostSeries)];
        var unit = Unit ?? found.Select(match => match.Info).OfType<SeriesInfo>()
            .Select(info => (GraphUnit?)UcumUnits.Find(info.Metadata.Unit).Unit)
            .FirstOrDefault() ?? GraphUnit.Count;
        var ambiguous = found.Select(match => match.Info?.Metadata.Label ?? "").GroupBy(label => label).Where(g => g.Count() > 1)
            .Select(g => g.Key).ToHashSet();
        return new(Name, Section, title, unit,
        [
            .. found.Select((match, i) => new GraphSeries(match.Name, LabelOf(match.Name, match.Info, ambiguous),
                (SeriesColour)(i % Enum.GetValues<SeriesColour>().Length), ShapeOf(i, found.Length), FactorOf(match.Info, unit))),
        ])
        {
            Minimum = Minimum,
            Maximum = Maximum,
        };
    }

    /// <summary>The series of a name or a pattern. A name without a pattern is on the graph before it has data.</summary>
    private static IEnumerable<(SeriesName Name, SeriesInfo? Info)> Matches(string name, IReadOnlyList<SeriesInfo> all)
    {
        if (!name.Contains('*', StringComparison.Ordinal))
            return [(SeriesName.Parse(name), all.FirstOrDefault(info => info.Name.Value == name))];
        // Without backtracking: a pattern of many stars must not take longer than its length times the name's.
        var pattern = new Regex($"^{Regex.Escape(name).Replace(@"\*", ".*", StringComparison.Ordinal)}$",
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return all.Where(info => pattern.IsMatch(info.Name.Value)).Select(info => (info.Name, (SeriesInfo?)info));
    }

    private static string LabelOf(SeriesName name, SeriesInfo? info, HashSet<string> ambiguous) =>
        info?.Metadata.Label is { Length: > 0 } label && !ambiguous.Contains(label) ? label : name.Value;

    private SeriesShape ShapeOf(int index, int count) =>
        Shapes.IsEmpty ? count == 1 ? SeriesShape.Area : SeriesShape.Line : Shapes[Math.Min(index, Shapes.Length - 1)];

    /// <summary>What makes a stored value one of the graph's unit: lines are spoken of in bits, and counted in bytes.</summary>
    private static double FactorOf(SeriesInfo? info, GraphUnit unit)
    {
        const double bitsPerByte = 8;
        var (stored, factor) = UcumUnits.Find(info?.Metadata.Unit ?? "");
        return (stored, unit) switch
        {
            (GraphUnit.BytesPerSecond, GraphUnit.BitsPerSecond) => factor * bitsPerByte,
            (GraphUnit.BitsPerSecond, GraphUnit.BytesPerSecond) => factor / bitsPerByte,
            _ => factor,
        };
    }
}
