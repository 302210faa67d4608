using System.Globalization;
using System.Text;
using Metrics.Grapher.Data;

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
                text.Append(',').Append(Field(series.Series.Label + column));
        text.Append("\r\n");
        for (var i = 0; i < data.Count; i++)
        {
            text.Append(DateTimeOffset.FromUnixTimeSeconds(data.EndOf(i)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            foreach (var series in data.Series)
                foreach (var value in (ReadOnlySpan<double>)[series.Average[i], series.Low[i], series.High[i]])
                    text.Append(',').Append(double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture));
            text.Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A quoted field. A name that a spreadsheet would run as a formula is made a text by an apostrophe.</summary>
    private static string Field(string name)
    {
        var safe = name.Length > 0 && name[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + name : name;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
