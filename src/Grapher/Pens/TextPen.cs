using System.Text;
using Metrics.Grapher.Data;

namespace Metrics.Grapher.Pens;

/// <summary>Writes a graph for a terminal or a plain mail: the sentence, and a line of blocks for each series. A gap is a space.</summary>
internal static class TextPen
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const int Cells = 60;

    /// <summary>The text, lines ended by a line feed.</summary>
    public static byte[] Draw(GraphDefinition definition, GraphData data, string sentence)
    {
        var text = new StringBuilder(Printable(sentence)).Append('\n');
        var names = data.Series.Select(s => Printable(s.Series.Label)).ToArray();
        var width = names.Select(n => n.Length).DefaultIfEmpty(0).Max();
        for (var i = 0; i < names.Length; i++)
            text.Append(names[i].PadRight(width)).Append("  ").Append(Line(data.Series[i])).Append("  ")
                .Append(ValueFormat.Format(data.Series[i].Latest.Value, definition.Unit)).Append('\n');
        foreach (var print in data.Written?.Prints ?? [])
            text.Append(Printable(print)).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Line(SeriesColumns series)
    {
        var (lowest, highest) = (0.0, double.NegativeInfinity);
        foreach (var value in series.Average)
            if (!double.IsNaN(value))
                (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        var line = new StringBuilder(Cells);
        for (var cell = 0; cell < Cells; cell++)
        {
            var (from, to) = (cell * series.Count / Cells, (cell + 1) * series.Count / Cells);
            var mean = Mean(series.Average[from..Math.Max(to, Math.Min(from + 1, series.Count))]);
            line.Append(double.IsNaN(mean) ? ' ' : Blocks[highest > lowest ? (int)((mean - lowest) / (highest - lowest) * 7.99) : 0]);
        }
        return line.ToString();
    }

    /// <summary>The mean of the known values; NaN without any.</summary>
    private static double Mean(ReadOnlySpan<double> values)
    {
        var (sum, known) = (0.0, 0);
        foreach (var value in values)
            if (!double.IsNaN(value))
                (sum, known) = (sum + value, known + 1);
        return sum / known;
    }

    /// <summary>Text from outside could hold what a terminal obeys.</summary>
    internal static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
