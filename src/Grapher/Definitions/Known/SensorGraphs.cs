using System.Collections.Immutable;
using Metrics.RrdStore;

namespace Metrics.Grapher.Known;

/// <summary>Temperatures, fans, voltages, power and currents: the sensors of one kind together, six to a graph.</summary>
internal static class SensorGraphs
{
    private const int MostOnOneGraph = 6;

    private static readonly SeriesColour[] Colours =
        [SeriesColour.Orange, SeriesColour.Blue, SeriesColour.Green, SeriesColour.Sky, SeriesColour.Purple, SeriesColour.Rose];

    private static readonly (string Ucum, GraphUnit Unit, string Name, string Title, bool OnOverview)[] Kinds =
    [
        ("Cel", GraphUnit.Celsius, "temperatures", "Temperatures", true),
        ("{rpm}", GraphUnit.Rpm, "fans", "Fans", true),
        ("V", GraphUnit.Volts, "voltages", "Voltages", false),
        ("A", GraphUnit.Amperes, "currents", "Currents", false),
        ("W", GraphUnit.Watts, "power", "Power", false),
    ];

    /// <summary>The graphs there are sensors for.</summary>
    public static IEnumerable<GraphDefinition> Of(SeriesPool pool)
    {
        foreach (var (ucum, unit, name, title, onOverview) in Kinds)
        {
            var sensors = pool.Left.Where(s => s.Info.Metadata.Unit == ucum && IsSensor(s.Name)).ToArray();
            for (var from = 0; from < sensors.Length; from += MostOnOneGraph)
            {
                var number = from / MostOnOneGraph + 1;
                var some = sensors.AsSpan(from..Math.Min(from + MostOnOneGraph, sensors.Length)).ToArray();
                yield return Graph(pool, number == 1 ? name : $"{name}.{number}", number == 1 ? title : $"{title} {number}", unit,
                    some) with
                {
                    OnOverview = onOverview && number == 1,
                    Fact = unit == GraphUnit.Celsius ? GraphFact.HighestNow : GraphFact.None,
                };
            }
        }
    }

    private static bool IsSensor(string name) =>
        name.StartsWith("hwmon.", StringComparison.Ordinal) || name.StartsWith("thermal.", StringComparison.Ordinal);

    private static GraphDefinition Graph(SeriesPool pool, string name, string title, GraphUnit unit,
        (string Name, SeriesInfo Info)[] sensors)
    {
        var labels = sensors.Select(s => s.Info.Metadata.Label is { Length: > 0 } label ? label : s.Name[(s.Name.LastIndexOf('.') + 1)..])
            .ToArray();
        var series = sensors.Select((s, i) => pool.Put(s.Name, Distinct(labels, i, s.Name), Colours[i], SeriesShape.Line)!)
            .ToImmutableArray();
        return new(pool.GraphName(name), "thermal", pool.Title(title), unit, series) { Thresholds = Limits(sensors, series, unit) };
    }

    /// <summary>Two chips may both have a "temp1": then the chip is told too.</summary>
    private static string Distinct(string[] labels, int index, string name)
    {
        var parts = name.Split('.');
        return labels.Count(l => l == labels[index]) > 1 && parts.Length > 2 ? $"{parts[1]} {labels[index]}" : labels[index];
    }

    /// <summary>Critical temperatures and least speeds, one line for equal ones. Drivers report nonsense for limits nobody set.</summary>
    private static ImmutableArray<GraphThreshold> Limits((string Name, SeriesInfo Info)[] sensors, ImmutableArray<GraphSeries> series,
        GraphUnit unit)
    {
        var (attribute, text) = unit switch
        {
            GraphUnit.Celsius => ("crit", "critical"),
            GraphUnit.Rpm => ("min", "low limit"),
            _ => ("", ""),
        };
        var limits = sensors.Select((s, i) => (Series: series[i], Value: SeriesPool.Number(s.Info, attribute)))
            .Where(l => unit == GraphUnit.Celsius ? l.Value is > 20 and < 150 : l.Value is > 0 and < 20_000)
            .GroupBy(l => l.Value);
        return
        [
            .. limits.Select(group =>
            {
                var only = group.Count() == 1 ? group.First().Series : null;
                var label = $"{text} {ValueFormat.Format(group.Key, unit)}";
                return new GraphThreshold(group.Key, only is null || series.Length == 1 ? label : $"{only.Label} {label}",
                    ThresholdLevel.Critical)
                {
                    Series = only?.Series,
                    IsLowLimit = unit == GraphUnit.Rpm,
                };
            }),
        ];
    }
}
