using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Metrics.Grapher.Layout;

namespace Metrics.Grapher;

/// <summary>Totals per hour, day or month as bars of layers: messages per day, traffic per month.</summary>
/// <param name="Name">Name in URLs and in the ids of its markup.</param>
/// <param name="Title">Title for people: "Messages per day".</param>
/// <param name="Unit">Unit of the values: mostly a count or traffic.</param>
/// <param name="Period">The time of a bar.</param>
/// <param name="First">The first day of the first bar; of a month its first.</param>
/// <param name="Layers">The layers, from the bottom; all have a value for each bar.</param>
public sealed record BarChart(string Name, string Title, GraphUnit Unit, BarPeriod Period, DateOnly First, ImmutableArray<BarLayer> Layers)
    : Figure(Name, Title)
{
    /// <summary>How many bars there may be: more are narrower than a pixel and a half.</summary>
    public const int MostBars = 2_000;

    /// <summary>What is counted, for the label above the axis: "messages". Empty where the unit says it.</summary>
    public string Counted { get; init; } = "";

    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var text = new StringBuilder($"{Title}, {When(0)} to {When(Count - 1)}.");
            foreach (var layer in Layers)
                text.Append($" {layer.Label} {ValueFormat.Format(Total(layer), Unit)}.");
            if (Busiest is var (when, value))
                text.Append($" Highest {when}, {value}.");
            if (Enumerable.Range(0, Count).Count(bar => double.IsNaN(SumOf(bar))) is > 0 and var missing)
                text.Append($" No data for {missing} {PeriodName}{(missing == 1 ? "" : "s")}.");
            return text.ToString();
        }
    }

    /// <summary>When the highest bar was, and how much; null when no bar has anything.</summary>
    public (string When, string Value)? Busiest
    {
        get
        {
            var sums = Enumerable.Range(0, Count).Select(SumOf).ToArray();
            if (!sums.Any(s => s > 0))
                return null;
            // NaN is the least of all.
            var busiest = Array.IndexOf(sums, sums.Max());
            return (When(busiest), ValueFormat.Format(sums[busiest], Unit));
        }
    }

    /// <summary>How many bars there are.</summary>
    internal int Count => Layers.Length == 0 ? 0 : Layers[0].Values.Length;

    /// <summary>The first day of a bar.</summary>
    internal DateOnly DateOf(int bar) => Period switch
    {
        BarPeriod.Hour => First,
        BarPeriod.Day => First.AddDays(bar),
        _ => First.AddMonths(bar),
    };

    /// <summary>What a bar stands for: "hour".</summary>
    internal string PeriodName => Period switch { BarPeriod.Hour => "hour", BarPeriod.Day => "day", _ => "month" };

    /// <summary>When a bar is, under the axis and in hints.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="date">How dates are written.</param>
    internal string TimeOf(int bar, string date) => Period == BarPeriod.Hour
        ? string.Create(CultureInfo.InvariantCulture, $"{bar:00}:00")
        : DateOf(bar).ToString(date, CultureInfo.InvariantCulture);

    /// <summary>The height of a bar: what is known of its layers; NaN when nothing is.</summary>
    internal double SumOf(int bar)
    {
        var known = Layers.Select(l => l.Values[bar]).Where(v => !double.IsNaN(v)).ToArray();
        return known.Length == 0 ? double.NaN : known.Sum();
    }

    /// <summary>The sum of a layer over the bars that are known; NaN when none is.</summary>
    internal static double Total(BarLayer layer) =>
        layer.Values.All(double.IsNaN) ? double.NaN : layer.Values.Where(v => !double.IsNaN(v)).Sum();

    internal override GraphLayout Lay(PictureOptions options)
    {
        if (Count is 0 or > MostBars || Layers.Any(l => l.Values.Length != Count))
            throw new InvalidOperationException($"A bar chart has 1 to {MostBars} bars, and every layer a value for each.");
        return BarLayouter.Lay(this, options);
    }

    private string When(int bar) => Count == 0 ? "" : Period switch
    {
        BarPeriod.Hour => $"{First.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture)}, {TimeOf(bar, "")}",
        BarPeriod.Day => TimeOf(bar, "ddd d MMM yyyy"),
        _ => TimeOf(bar, "MMM yyyy"),
    };
}
