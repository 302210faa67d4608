using System.Buffers;
using System.Text.Json;
using Metrics.Grapher.Axes;
using Metrics.Grapher.Data;
using Metrics.Grapher.Written;

namespace Metrics.Grapher.Pens;

/// <summary>Writes the values of a graph as JSON. Unknown is null; times are seconds since the epoch.</summary>
internal static class JsonPen
{
    /// <summary>The document.</summary>
    public static byte[] Draw(GraphDefinition definition, GraphData data, string sentence)
    {
        var buffer = new ArrayBufferWriter<byte>(65_536);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("graph", definition.Name);
        json.WriteString("title", definition.Title);
        json.WriteString("description", sentence);
        json.WriteString("unit", definition.Unit.Symbol());
        json.WriteNumber("start", data.FirstBucket);
        json.WriteNumber("step", data.BucketSeconds);
        json.WriteNumber("count", data.Count);
        json.WriteStartArray("series");
        foreach (var series in data.Series)
        {
            json.WriteStartObject();
            json.WriteString("name", series.Series.Series.Value);
            json.WriteString("label", series.Series.Label);
            Column(json, "average", series.Average);
            Column(json, "lowest", series.Low);
            Column(json, "highest", series.High);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (data.Written is { } written)
            Written(json, written);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The texts of PRINT and the table of XPORT.</summary>
    private static void Written(Utf8JsonWriter json, WrittenMarks written)
    {
        json.WriteStartArray("prints");
        foreach (var print in written.Prints)
            json.WriteStringValue(print);
        json.WriteEndArray();
        if (written.Table is not { } table)
            return;
        json.WriteStartObject("export");
        json.WriteNumber("start", table.StartSeconds);
        json.WriteNumber("step", table.StepSeconds);
        json.WriteNumber("count", table.Rows);
        json.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("legend", column.Legend);
            Column(json, "values", column.Values.Span);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Column(Utf8JsonWriter json, string name, ReadOnlySpan<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }
        json.WriteEndArray();
    }
}
