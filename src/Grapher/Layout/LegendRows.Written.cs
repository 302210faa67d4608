using System.Collections.Immutable;
using Metrics.Grapher.Language;
using Metrics.Grapher.Palette;
using Metrics.Grapher.Written;

namespace Metrics.Grapher.Layout;

/// <content>The legend that a text of the graph language writes piece by piece. Our letters have different widths, so the blanks that lined
/// columns up are dropped, and lines of as many pieces that follow each other are lined up as a table instead.</content>
internal sealed partial class LegendRows
{
    private const float PieceGap = 14, SmallSpace = 6;
    private const int MostLines = 60;

    /// <summary>The legend of a text.</summary>
    /// <param name="pieces">What it writes.</param>
    /// <param name="watermark">A line below it; empty for none.</param>
    /// <param name="width">Width of the picture.</param>
    public static LegendRows Written(ImmutableArray<LegendPiece> pieces, string watermark, int width)
    {
        var legend = new LegendRows(width);
        var room = width - (width < PlotFrame.NarrowBelow ? 34f + 6 : 46f + 14);
        var lines = Lines(pieces, room);
        var y = 13f;
        var used = 0f;
        for (var from = 0; from < lines.Count;)
        {
            var to = from + 1;
            while (to < lines.Count && IsTable(lines[from]) && IsTable(lines[to]) && lines[to].Length == lines[from].Length)
                to++;
            var widths = Widths(lines[from..to]);
            foreach (var line in lines[from..to])
            {
                var end = line[^1].Break;
                legend.Line(line, IsTable(line) && widths.Sum() + (widths.Length - 1) * PieceGap <= room ? widths : Widths([line]), end,
                    room, y);
                used = Math.Max(used, y - 13 + RowHeight);
                y += end == LegendBreak.Up ? -RowHeight : RowHeight + (end == LegendBreak.Space ? SmallSpace : 0);
                y = Math.Max(y, 13);
            }
            from = to;
        }
        if (watermark.Length > 0)
        {
            legend.marks.Add(LabelSpace.Make(Fitting(watermark, room, TextStyle.Note), room / 2, used + 13, Anchor.Middle, TextStyle.Note));
            used += RowHeight;
        }
        legend.Height = used > 0 ? used + Foot : 0;
        return legend;
    }

    /// <summary>The lines: they end where a piece says so, and where there is no room.</summary>
    private static List<LegendPiece[]> Lines(ImmutableArray<LegendPiece> pieces, float room)
    {
        var lines = new List<LegendPiece[]>();
        var line = new List<LegendPiece>();
        var x = 0f;
        foreach (var raw in pieces)
        {
            var piece = raw with { Text = string.Join(' ', raw.Text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)) };
            if (line.Count > 0 && x + Width(piece) > room && lines.Count < MostLines)
                End();
            x += Width(piece) + (piece.Break == LegendBreak.Glue ? 0 : PieceGap);
            if (piece.Text.Length > 0 || piece.Break is not (LegendBreak.None or LegendBreak.Glue))
                line.Add(piece);
            if (piece.Break is not (LegendBreak.None or LegendBreak.Glue))
                End();
        }
        if (line.Count > 0)
            End();
        return lines.Count > MostLines ? lines[..MostLines] : lines;

        void End()
        {
            // A piece that only ends the line is none of its own.
            if (line.Count > 1 && line[^1].Text.Length == 0)
            {
                line[^2] = line[^2] with { Break = line[^1].Break };
                line.RemoveAt(line.Count - 1);
            }
            lines.Add([.. line]);
            line.Clear();
            x = 0;
        }
    }

    private static bool IsTable(LegendPiece[] line) =>
        line.Length > 1 && line[^1].Break is LegendBreak.Left or LegendBreak.None or LegendBreak.Space
            && !line.Any(p => p.Break == LegendBreak.Glue);

    private static float[] Widths(List<LegendPiece[]> lines)
    {
        var widths = new float[lines[0].Length];
        foreach (var line in lines)
            for (var i = 0; i < line.Length; i++)
                widths[i] = Math.Max(widths[i], Width(line[i]));
        return widths;
    }

    private static float Width(LegendPiece piece) =>
        (piece.Swatch is null ? 0 : SwatchWidth + TextGap) + TextLook.Of(StyleOf(piece)).Measure(piece.Text);

    // A name is quieter than the numbers behind it.
    private static TextStyle StyleOf(LegendPiece piece) =>
        piece.Swatch is null && piece.Text.Any(char.IsAsciiDigit) ? TextStyle.LegendValue : TextStyle.Legend;

    private void Line(LegendPiece[] line, float[] widths, LegendBreak end, float room, float y)
    {
        var gaps = 0f;
        for (var i = 0; i < line.Length - 1; i++)
            gaps += line[i].Break == LegendBreak.Glue ? 0 : PieceGap;
        var left = Math.Max(0, room - widths.Sum() - gaps);
        var x = end switch { LegendBreak.Right => left, LegendBreak.Centre => left / 2, _ => 0 };
        var more = end == LegendBreak.Justified && line.Length > 1 ? left / (line.Length - 1) : 0;
        for (var i = 0; i < line.Length; i++)
        {
            Piece(line[i], x, y);
            x += widths[i] + (line[i].Break == LegendBreak.Glue ? 0 : PieceGap) + more;
        }
    }

    private void Piece(LegendPiece piece, float x, float y)
    {
        if (piece.Swatch is { } colour)
        {
            marks.Add(new Tile(piece.IsBar ? new(x, y - 6, x + SwatchWidth, y - 3) : new(x + 1, y - 10, x + 12, y + 1), colour.TokenOf()));
            x += SwatchWidth + TextGap;
        }
        if (piece.Text.Length > 0)
            marks.Add(LabelSpace.Make(piece.Text, x, y, Anchor.Start, StyleOf(piece)));
    }
}
