using Metrics.Grapher;

namespace Metrics.Web.Live;

/// <summary>What an interface has carried, day by day.</summary>
/// <param name="Graph">Its traffic as a graph.</param>
/// <param name="Bars">A bar for each day, the running one last; layers Out and In, in bytes.</param>
public sealed record TrafficDays(GraphDefinition Graph, BarChart Bars)
{
    /// <summary>All of it: <c>32.8 TB in 30 days</c>.</summary>
    public string Fact => $"{ValueFormat.Format(Bars.Layers.Sum(TotalOf), GraphUnit.Traffic)} in {Bars.Layers[0].Values.Length} days";

    /// <summary>Bytes of a layer; days of which nothing is known have none.</summary>
    public static double TotalOf(BarLayer layer) => layer.Values.Where(value => !double.IsNaN(value)).Sum();
}
