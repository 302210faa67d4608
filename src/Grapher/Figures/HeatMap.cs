using System.Collections.Immutable;
using Metrics.Grapher.Layout;

namespace Metrics.Grapher;

/// <summary>Values by weekday and hour as cells of one colour, the higher the stronger.</summary>
/// <param name="Name">Name in URLs and in the ids of its markup.</param>
/// <param name="Title">Title for people: "When mail arrives".</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Colour">Colour of the cells.</param>
/// <param name="Values">168 values, at least zero: Monday 00:00 to 01:00 first, hour after hour, Sunday last; NaN where nothing is
/// known.</param>
public sealed record HeatMap(string Name, string Title, GraphUnit Unit, SeriesColour Colour, ImmutableArray<double> Values)
    : Figure(Name, Title)
{
    internal const int Days = 7, Hours = 24;

    private static readonly string[] DayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            if (!Values.Any(v => v > 0))
                return $"{Title}, by weekday and hour. {(Values.All(double.IsNaN) ? "No data yet." : "Nothing in any hour.")}";
            var busiest = Values.IndexOf(Values.Where(v => !double.IsNaN(v)).Max());
            var (day, sum) = Enumerable.Range(0, Days)
                .Select(day => (day, Known: Values.Skip(day * Hours).Take(Hours).Where(v => !double.IsNaN(v)).ToArray()))
                .Where(d => d.Known.Length > 0).Select(d => (d.day, Sum: d.Known.Sum())).MinBy(d => d.Sum);
            return $"{Title}, by weekday and hour. Highest {CellName(busiest)}, {ValueFormat.Format(Values[busiest], Unit)}. "
                + $"Quietest day {DayNames[day]}, {ValueFormat.Format(sum, Unit)} in all.";
        }
    }

    /// <summary>"Mon 09:00 to 10:00".</summary>
    internal static string CellName(int cell) => $"{DayName(cell / Hours)} {cell % Hours:00}:00 to {cell % Hours + 1:00}:00";

    /// <summary>"Mon" for 0.</summary>
    internal static string DayName(int day) => DayNames[day];

    internal override GraphLayout Lay(PictureOptions options)
    {
        if (Values.Length != Days * Hours)
            throw new InvalidOperationException($"A heat map has {Days * Hours} values.");
        return HeatMapLayouter.Lay(this, options);
    }
}
