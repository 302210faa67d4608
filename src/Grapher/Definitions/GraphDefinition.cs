using System.Collections.Immutable;

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

    /// <summary>The largest possible value, for example the speed of the line; values above are left out and marked. NaN: no limit.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>Levels drawn as dashed lines.</summary>
    public ImmutableArray<GraphThreshold> Thresholds { get; init; } = [];

    /// <summary>What the values are parts of; null when they are not. Its line is on the graph however far above the values it is.</summary>
    public GraphWhole? Whole { get; init; }

    /// <summary>True when a missing value is ordinary (the latency of an idle disk), so that gaps are left blank, without "no data".</summary>
    public bool Sparse { get; init; }

    /// <summary>Whether the first page of a host shows it.</summary>
    public bool OnOverview { get; init; }

    /// <summary>The one fact a panel says beside the title.</summary>
    public GraphFact Fact { get; init; }
}
