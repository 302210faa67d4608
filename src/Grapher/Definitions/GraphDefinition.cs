using System.Collections.Immutable;
using Metrics.Grapher.Language;
using Metrics.Grapher.Written;
using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>What a graph shows, whatever the range, the size or the file format.</summary>
/// <param name="Name">Name in URLs: <c>net.eth0</c>.</param>
/// <param name="Section">The page it belongs to: <c>thermal</c>, <c>load</c>, <c>network</c>, <c>disk</c>.</param>
/// <param name="Title">Title for people: "eth0 traffic". Text from outside; every pen escapes it.</param>
/// <param name="Unit">Unit of the axis.</param>
/// <param name="Series">What is drawn, in drawing order from the bottom.</param>
public sealed record GraphDefinition(string Name, string Section, string Title, GraphUnit Unit, ImmutableArray<GraphSeries> Series)
{
    /// <summary>The smallest possible value; values below are left out and marked. NaN: no limit.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>The largest possible value, for example the speed of the line; values above are left out and marked. NaN: no
    /// limit.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>Levels drawn as dashed lines.</summary>
    public ImmutableArray<GraphThreshold> Thresholds { get; init; } = [];

    /// <summary>What happened meanwhile. Up to nine in the time shown get flags; more are marked in the ribbon only.</summary>
    public ImmutableArray<GraphEvent> Events { get; init; } = [];

    /// <summary>The times in which alerts held.</summary>
    public ImmutableArray<AlertInterval> Alerts { get; init; } = [];

    /// <summary>What the values are parts of; null when they are not. Its line is on the graph however far above the values it
    /// is.</summary>
    public GraphWhole? Whole { get; init; }

    /// <summary>True when a missing value is ordinary (the latency of an idle disk), so that gaps are left blank, without "no
    /// data".</summary>
    public bool Sparse { get; init; }

    /// <summary>The text in the language of rrdgraph that makes the graph; null when the series say it all. <see cref="Series"/> then are
    /// what of it is drawn: <see cref="Of"/>.</summary>
    public GraphProgram? Program { get; init; }

    /// <summary>The series of a store that the graph is made of.</summary>
    public IEnumerable<SeriesName> Sources => Program?.Sources ?? Series.Select(series => series.Series);

    /// <summary>A graph that a text in the language of rrdgraph makes: title and unit from its options.</summary>
    /// <param name="name">Name in URLs.</param>
    /// <param name="section">The page it belongs to.</param>
    /// <param name="program">The text.</param>
    public static GraphDefinition Of(string name, string section, GraphProgram program)
    {
        var options = program.Options;
        var unit = GraphUnitNames.Find(options.VerticalLabel) ?? (options.Base == 1024 ? GraphUnit.Bytes : GraphUnit.Count);
        var title = options.Title.Length > 0 ? options.Title : name;
        return new(name, section, title, unit, WrittenSeries.Of(program)) { Program = program };
    }

    /// <summary>Whether the first page of a host shows it.</summary>
    public bool OnOverview { get; init; }

    /// <summary>The one fact a panel says beside the title.</summary>
    public GraphFact Fact { get; init; }
}
