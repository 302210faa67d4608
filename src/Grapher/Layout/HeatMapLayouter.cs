using System.Globalization;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>Lays a heat map out: a row for each weekday, a cell for each hour.</summary>
internal static class HeatMapLayouter
{
    private const float Gap = 2, Foot = 26;

    /// <summary>What an hour with nothing in it keeps, so that it is seen to be one.</summary>
    private const float Faintest = 0.06f;

    /// <summary>The layout of a heat map.</summary>
    public static GraphLayout Lay(HeatMap map, PictureOptions options)
    {
        var bare = PlotFrame.IsBare(options.Height);
        var narrow = options.Width < PlotFrame.NarrowBelow;
        var head = !bare && options.Title && PlotFrame.HasRoom(options.Height, PlotFrame.TitleHeight) ? PlotFrame.TitleHeight : 0;
        var plot = bare
            ? new Box(0, 0, options.Width, options.Height)
            : new Box(narrow ? 34 : 46, head + (head > 0 ? 4 : 14), options.Width - (narrow ? 6 : 14), options.Height - Foot);
        var marks = new List<Mark>();
        if (head > 0)
            marks.Add(LabelSpace.Make(map.Title, narrow ? 6 : 10, 19, Anchor.Start, TextStyle.Title));
        Cells(map, plot, marks);
        if (!bare)
            Labels(plot, narrow, marks);
        return new(options.Width, options.Height, plot, marks);
    }

    private static void Cells(HeatMap map, Box plot, List<Mark> marks)
    {
        var (pitch, rise) = ((plot.Width + Gap) / HeatMap.Hours, (plot.Height + Gap) / HeatMap.Days);
        var most = map.Values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(0).Max();
        for (var cell = 0; cell < map.Values.Length; cell++)
        {
            var (left, top) = (Tenth(plot.Left + cell % HeatMap.Hours * pitch), Tenth(plot.Top + cell / HeatMap.Hours * rise));
            var box = new Box(left, top, left + Tenth(pitch - Gap), top + Tenth(rise - Gap));
            var value = map.Values[cell];
            if (double.IsNaN(value))
                marks.Add(new Hatch(box));
            else
                marks.Add(new Tile(box, map.Colour.TokenOf(), 2.5f,
                    most > 0 ? Hundredth(Faintest + (1 - Faintest) * (float)(value / most)) : Faintest)
                {
                    Hint = $"{HeatMap.CellName(cell)}: {ValueFormat.Format(value, map.Unit)}",
                });
        }
    }

    private static void Labels(Box plot, bool narrow, List<Mark> marks)
    {
        var (pitch, rise) = ((plot.Width + Gap) / HeatMap.Hours, (plot.Height + Gap) / HeatMap.Days);
        for (var day = 0; day < HeatMap.Days; day++)
            marks.Add(LabelSpace.Make(HeatMap.DayName(day), plot.Left - 8, MathF.Round(plot.Top + day * rise + (rise - Gap) / 2 + 4),
                Anchor.End, TextStyle.AxisValue));
        for (var hour = 0; hour < HeatMap.Hours; hour += narrow ? 6 : 3)
            marks.Add(LabelSpace.Make(hour.ToString("00", CultureInfo.InvariantCulture),
                Tenth(plot.Left + hour * pitch + (pitch - Gap) / 2), plot.Bottom + 17,
                Anchor.Middle, TextStyle.AxisTime));
    }

    private static float Tenth(float place) => MathF.Round(place * 10) / 10;

    private static float Hundredth(float share) => MathF.Round(share * 100) / 100;
}
