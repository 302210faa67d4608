using System.Globalization;
using System.Numerics;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>The legend of a picture that stands alone: items in rows under the plot, then a row for each numbered flag.</summary>
internal sealed partial class LegendRows
{
    private const float RowHeight = 19, ItemGap = 24, SwatchWidth = 13, TextGap = 7, Foot = 6, FlagRadius = 7;

    private readonly List<Mark> marks = [];
    private readonly float room;
    private Vector2 next = new(0, 13);

    /// <summary>An empty legend.</summary>
    /// <param name="width">Width of the picture.</param>
    public LegendRows(int width)
    {
        Indent = width < PlotFrame.NarrowBelow ? 34 : 46;
        room = width - Indent - 6;
    }

    /// <summary>Where the plot begins when its labels are of usual width.</summary>
    public float Indent { get; }

    /// <summary>Height in CSS pixels.</summary>
    public float Height { get; private set; } = RowHeight + Foot;

    /// <summary>Adds a name with its value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="colour">Colour of its swatch.</param>
    /// <param name="line">Whether the swatch is a bar, for lines, and not a square.</param>
    public void Add(string name, string value, Token colour, bool line)
    {
        var item = Item(name, value);
        if (next.X > 0 && item.Second.Box.Right > room)
        {
            NextRow();
            item = Item(name, value);
        }
        var (x, y) = (next.X, next.Y);
        marks.Add(new Tile(line ? new(x, y - 6, x + SwatchWidth, y - 3) : new(x + 1, y - 10, x + 12, y + 1), colour));
        marks.Add(item);
        next.X = item.Second.Box.Right + ItemGap;
    }

    /// <summary>Adds the text of a flag, cut where it is too long for a row.</summary>
    public void AddFlag(int number, string moment, string text)
    {
        NextRow();
        var (x, y) = (FlagRadius, next.Y - 4);
        marks.Add(new Tile(new(x - FlagRadius, y - FlagRadius, x + FlagRadius, y + FlagRadius), Token.Ink2, FlagRadius));
        marks.Add(LabelSpace.Make(number.ToString(CultureInfo.InvariantCulture), x, y + 4, Anchor.Middle, TextStyle.Flag));
        var when = LabelSpace.Make(moment, SwatchWidth + TextGap, next.Y, Anchor.Start, TextStyle.LegendValue);
        var what = LabelSpace.Make(Fitting(text, room - when.Box.Right - 5, TextStyle.Legend), when.Box.Right + 5, next.Y, Anchor.Start, TextStyle.Legend);
        marks.Add(new Phrase(when, what, Anchor.Start));
    }

    /// <summary>Adds the marks to a picture, moved to their place in it.</summary>
    public void AddTo(List<Mark> picture, float left, float top)
    {
        var by = new Vector2(left, top);
        foreach (var mark in marks)
            picture.Add(mark switch
            {
                Label label => label.Moved(by),
                Phrase phrase => phrase with { First = phrase.First.Moved(by), Second = phrase.Second.Moved(by) },
                Tile tile => tile with { Box = tile.Box.Moved(by) },
                _ => mark,
            });
    }

    private void NextRow()
    {
        next = new(0, next.Y + RowHeight);
        Height += RowHeight;
    }

    private Phrase Item(string name, string value)
    {
        var first = LabelSpace.Make(name, next.X + SwatchWidth + TextGap, next.Y, Anchor.Start, TextStyle.Legend);
        return new(first, LabelSpace.Make(value, first.Box.Right + TextGap, next.Y, Anchor.Start, TextStyle.LegendValue), Anchor.Start);
    }

    private static string Fitting(string text, float width, TextStyle style)
    {
        var look = TextLook.Of(style);
        if (look.Measure(text) <= width)
            return text;
        var length = text.Length;
        while (length > 0 && look.Measure(text[..length] + "…") > width)
            length--;
        return text[..length].TrimEnd() + "…";
    }
}
