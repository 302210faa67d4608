using System.Globalization;
using System.Text;
using Metrics.Grapher.Data;
using Metrics.Grapher.Language;

namespace Metrics.Grapher.Pens;

/// <summary>Writes the values of a graph as a table: RFC 4180, in UTF-8. Unknown is an empty field.</summary>
internal static class CsvPen
{
    /// <summary>The table: the end of each bucket in UTC, then average, lowest and highest of each series.</summary>
    public static byte[] Draw(GraphData data)
    {
        var text = new StringBuilder("time");
        foreach (var series in data.Series)
            foreach (var column in (ReadOnlySpan<string>)["", " lowest", " highest"])
                text.Append(',').Append(CsvText.Field(series.Series.Label + column));
        text.Append("\r\n");
        for (var i = 0; i < data.Count; i++)
        {
            text.Append(Moment(data.EndOf(i)));
            foreach (var series in data.Series)
                foreach (var value in (ReadOnlySpan<double>)[series.Average[i], series.Low[i], series.High[i]])
                    text.Append(',').Append(Number(value));
            text.Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The table that XPORT makes: the end of each row in UTC, then its columns.</summary>
    public static byte[] Draw(ExportTable table)
    {
        var text = new StringBuilder("time");
        foreach (var column in table.Columns)
            text.Append(',').Append(CsvText.Field(column.Legend));
        text.Append("\r\n");
        for (var i = 0; i < table.Rows; i++)
        {
            text.Append(Moment(table.EndOf(i)));
            foreach (var column in table.Columns)
                text.Append(',').Append(Number(column.Values.Span[i]));
            text.Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Moment(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
