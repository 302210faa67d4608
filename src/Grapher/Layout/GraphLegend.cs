using System.Globalization;
using Metrics.Grapher.Axes;
using Metrics.Grapher.Data;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>The legend of a graph over time: swatch, name and newest value of each series, and what its flags mean.</summary>
internal static class GraphLegend
{
    /// <summary>The legend.</summary>
    /// <param name="definition">The graph.</param>
    /// <param name="data">Its values.</param>
    /// <param name="flags">The events that have flags.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="clock">The clock of times of day.</param>
    public static LegendRows Of(GraphDefinition definition, GraphData data, List<(long Seconds, string Text)> flags, int width,
        LocalClock clock)
    {
        if (data.Written is { } written)
            return LegendRows.Written(written.Options.NoLegend ? [] : written.Legend, written.Options.Watermark, width);
        var legend = new LegendRows(width);
        foreach (var columns in data.Series)
            legend.Add(columns.Series.Label, Value(columns, definition, data, clock), Colours.TokenOf(columns.Series.Colour),
                columns.Series.Shape == SeriesShape.Line);
        var format = data.End - data.Start <= 60 * 3_600 ? "HH:mm" : "ddd d MMM HH:mm";
        for (var i = 0; i < flags.Count; i++)
            legend.AddFlag(i + 1, clock.At(flags[i].Seconds).ToString(format, CultureInfo.InvariantCulture), flags[i].Text);
        return legend;
    }

    /// <summary>The newest value; of a silent source, when it last spoke.</summary>
    private static string Value(SeriesColumns columns, GraphDefinition definition, GraphData data, LocalClock clock) =>
        data.Stale
            ? "last " + clock.At(data.Newest)
                .ToString(data.Now - data.Newest < 86_400 ? "HH:mm" : "d MMM HH:mm", CultureInfo.InvariantCulture)
            : ValueFormat.Format(columns.Latest.Value, definition.Unit);
}
