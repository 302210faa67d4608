using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[graph.NAME]</c>. Reading, messages and docs/config.md follow this table.</summary>
internal static class GraphKeys
{
    private const int MostNames = 100, LongestTitle = 100, LongestSection = 40;

    private static readonly string[] Kinds = ["line", "area", "stack"];

    /// <summary>Addresses that are no sections.</summary>
    private static readonly string[] Taken =
        ["g", "d", "s", "api", "bar", "badge", "live", "host", "alerts", "share", "embed", "oembed", "prometheus", "assets", "status", "metrics", "healthz", "readyz", "shares", "sign-in", "sign-out"];

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<TableKey<GraphTemplate>> All { get; } =
    [
        new TableKey<GraphTemplate, IReadOnlyList<string>>("series", ConfigTypes.TextList, "none", "1 to 100 names",
            "Names of series; `*` stands for any characters: `net.*.in`. A graph has 40 series at most.",
            (graph, names) => graph with { Series = [.. names] })
        { Check = AreNames },

        new TableKey<GraphTemplate, IReadOnlyList<string>>("kind", ConfigTypes.TextList, "`\"area\"` for one series, `\"line\"` for several", "line, area or stack",
            "How the series are drawn. A list holds for the series in their order, its last for those that follow.",
            (graph, kinds) => graph with { Shapes = [.. kinds.Select(kind => (SeriesShape)Array.IndexOf(Kinds, kind))] })
        { Check = AreKinds },

        new TableKey<GraphTemplate, string>("unit", ConfigTypes.Text, "the first series' unit", string.Join(", ", GraphUnitNames.All.Select(unit => $"`{unit}`")),
            "Unit of the axis. Bytes are made bits, and bits bytes, where it says so.",
            (graph, unit) => graph with { Unit = GraphUnitNames.Find(unit) })
        { Check = IsUnit },

        new TableKey<GraphTemplate, double>("min", ConfigTypes.Number, "none", "a number",
            "The smallest possible value, in the unit; smaller ones are left out, and the graph says so.",
            (graph, number) => graph with { Minimum = number }),

        new TableKey<GraphTemplate, double>("max", ConfigTypes.Number, "none", "a number",
            "The largest possible value, such as the speed of a line; larger ones are left out, and the graph says so.",
            (graph, number) => graph with { Maximum = number }),

        new TableKey<GraphTemplate, System.Collections.Immutable.ImmutableArray<GraphThreshold>>("thresholds", GraphThresholdType.Type, "none",
            "numbers, or tables of value, label and level", "Dashed lines. A level is reference, warning or critical.",
            (graph, levels) => graph with { Thresholds = levels }),

        new TableKey<GraphTemplate, string>("title", ConfigTypes.Text, "its name", "1 to 100 characters", "Title of the graph.",
            (graph, title) => graph with { Title = title })
        { Check = title => title.Length is >= 1 and <= LongestTitle ? null : $"takes 1 to {LongestTitle} characters; found {title.Length}." },

        new TableKey<GraphTemplate, string>("section", ConfigTypes.Text, "`\"other\"`", "small letters, digits and `-`, at most 40",
            "The page it is on, and its place on the first page.",
            (graph, section) => graph with { Section = section })
        { Check = IsSection },

        new TableKey<GraphTemplate, bool>("overview", ConfigTypes.Truth, "`true`", "true or false", "Whether the first page shows it.",
            (graph, shown) => graph with { OnOverview = shown }),

        new GraphTextKey(),
    ];

    /// <summary>The sections.</summary>
    public static TableKind<GraphTemplate> Kind { get; } = new("graph", "a graph", 1_000, All, name => new GraphTemplate(name), FaultOfName, Check);

    private static string? FaultOfName(string name) => SeriesName.TryParse(name, out _, out _) && name is not ("." or "..")
        ? null
        : $"1 to {SeriesName.MaximumBytes} bytes without control characters";

    /// <summary>What a graph of nothing lacks, and what contradicts itself.</summary>
    private static ConfigFault? Check(TableDraft<GraphTemplate> draft)
    {
        var (series, text) = (draft.Keys.ContainsKey("series"), draft.Keys.ContainsKey("rrdgraph"));
        if (!series && !text)
            return new ConfigFault(draft.Place, $"{draft.Path} needs series or rrdgraph.");
        if (!text)
            return null;
        // What the text says for itself; title, unit, section, thresholds and overview stand beside it.
        foreach (var key in (ReadOnlySpan<string>)["series", "kind", "min", "max"])
            if (draft.Keys.TryGetValue(key, out var at))
                return new ConfigFault(at, $"{draft.Path}.{key} stands beside rrdgraph, which says it itself; leave one out.");
        return null;
    }

    private static string? AreNames(IReadOnlyList<string> names)
    {
        if (names.Count is 0 or > MostNames)
            return $"takes 1 to {MostNames} names; found {names.Count}.";
        foreach (var name in names)
            if (!SeriesName.TryParse(name, out _, out var fault))
                return $"takes names of series: {fault}";
        return null;
    }

    private static string? AreKinds(IReadOnlyList<string> kinds)
    {
        if (kinds.Count is 0 or > MostNames)
            return $"takes 1 to {MostNames} kinds; found {kinds.Count}.";
        return kinds.FirstOrDefault(kind => !Kinds.Contains(kind)) is { } wrong
            ? $"takes line, area or stack; found \"{ConfigValue.Printable(wrong)}\"{Hint(wrong, Kinds)}"
            : null;
    }

    private static string? IsUnit(string unit) => GraphUnitNames.Find(unit) is not null
        ? null
        : $"takes a unit; found \"{ConfigValue.Printable(unit)}\"{(NearestName.Of(unit, GraphUnitNames.All) is { } near ? $"; did you mean \"{near}\"?"
            : $"; there are {string.Join(", ", GraphUnitNames.All)}.")}";

    private static string? IsSection(string section)
    {
        if (section.Length is 0 or > LongestSection || section.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            return $"takes 1 to {LongestSection} small letters, digits and dashes; found \"{ConfigValue.Printable(section)}\".";
        return Taken.Contains(section) ? $"takes a name of its own; /{section} is another page." : null;
    }

    private static string Hint(string text, IEnumerable<string> known) => NearestName.Of(text, known) is { } near ? $"; did you mean \"{near}\"?" : ".";
}
