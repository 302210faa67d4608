using System.Globalization;
using System.Numerics;
using Metrics.Grapher.Axes;
using Metrics.Grapher.Data;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>The legend of a picture that stands alone: swatch, name and newest value of each series, in rows under the plot.</summary>
internal sealed partial class LegendRows
{
    private const float RowHeight = 19, ItemGap = 24, SwatchWidth = 13, TextGap = 7, Foot = 6;

    private readonly List<Mark> marks = [];

    private LegendRows(int rows) => Height = rows * RowHeight + Foot;

    /// <summary>Height in CSS pixels.</summary>
    public float Height { get; private set; }

    /// <summary>The legend of a graph.</summary>
    public static LegendRows For(GraphDefinition definition, GraphData data, PictureOptions options, LocalClock clock)
    {
        if (data.Written is { } written)
            return Written(written.Options.NoLegend ? [] : written.Legend, options);
        var legend = new LegendRows(1);
        var indent = options.Width < 450 ? 34f : 46f;
        var (x, y) = (0f, 13f);
        foreach (var columns in data.Series)
        {
            var name = LabelSpace.Make(columns.Series.Label, x + SwatchWidth + TextGap, y, Anchor.Start, TextStyle.Legend);
            var value = LabelSpace.Make(Value(columns, definition, data, clock), name.Box.Right + TextGap, y, Anchor.Start, TextStyle.LegendValue);
            if (x > 0 && value.Box.Right > options.Width - indent - 6)
            {
                var down = new Vector2(-x, RowHeight);
                (name, value) = (name with { Start = name.Start + down }, value with { Start = value.Start + down });
                (x, y) = (0, y + RowHeight);
                legend.Height += RowHeight;
            }
            var line = columns.Series.Shape == SeriesShape.Line;
            legend.marks.Add(new Tile(
                line ? new(x, y - 6, x + SwatchWidth, y - 3) : new(x + 1, y - 10, x + 12, y + 1), Colours.TokenOf(columns.Series.Colour)));
            legend.marks.Add(new Phrase(name, value, Anchor.Start));
            x = value.Box.Right + ItemGap;
        }
        return legend;
    }

    /// <summary>The marks, moved to their place in the picture.</summary>
    public IEnumerable<Mark> At(float left, float top)
    {
        foreach (var mark in marks)
        {
            yield return mark switch
            {
                Phrase phrase => phrase with { First = Moved(phrase.First), Second = Moved(phrase.Second) },
                Label label => Moved(label),
                Tile tile => tile with { Box = new(tile.Box.Left + left, tile.Box.Top + top, tile.Box.Right + left, tile.Box.Bottom + top) },
                _ => mark,
            };
        }

        Label Moved(Label label) => label with { Start = label.Start + new Vector2(left, top) };
    }

    /// <summary>The newest value; of a silent source, when it last spoke.</summary>
    private static string Value(SeriesColumns columns, GraphDefinition definition, GraphData data, LocalClock clock) =>
        data.Stale
            ? "last " + clock.At(data.Newest).ToString(data.Now - data.Newest < 86_400 ? "HH:mm" : "d MMM HH:mm", CultureInfo.InvariantCulture)
            : ValueFormat.Format(columns.Latest.Value, definition.Unit);
}
