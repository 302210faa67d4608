using System.Globalization;
using System.Text.Json;

namespace Metrics.Web.Prometheus;

/// <summary>Answers in the JSON of Prometheus' API: https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview.</summary>
internal sealed class PrometheusAnswer : IResult
{
    private readonly int status;
    private readonly Action<Utf8JsonWriter> write;

    private PrometheusAnswer(int status, Action<Utf8JsonWriter> write) => (this.status, this.write) = (status, write);

    /// <summary>An answer with data.</summary>
    /// <param name="write">Writes the data as one value.</param>
    public static PrometheusAnswer Of(Action<Utf8JsonWriter> write) => new(StatusCodes.Status200OK, json =>
    {
        json.WriteString("status", "success");
        json.WritePropertyName("data");
        write(json);
    });

    /// <summary>A list of names.</summary>
    public static PrometheusAnswer Of(IEnumerable<string> names) => Of(json =>
    {
        json.WriteStartArray();
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    });

    /// <summary>An error.</summary>
    public static PrometheusAnswer Of(QueryFault fault) => new(fault.Status, json =>
    {
        json.WriteString("status", "error");
        json.WriteString("errorType", fault.Kind);
        json.WriteString("error", fault.Message);
    });

    /// <summary>The values at one moment.</summary>
    public static PrometheusAnswer Instant(QueryValue value, QueryTimes times) => Result(value.IsNumber ? "scalar" : "vector", json =>
    {
        if (value.IsNumber)
        {
            WritePoint(json, times.Milliseconds(0), value.Series[0].Values[0]);
            return;
        }
        json.WriteStartArray();
        foreach (var series in value.Series.Where(series => !double.IsNaN(series.Values[0])))
        {
            WriteMetric(json, series.Labels);
            json.WritePropertyName("value");
            WritePoint(json, times.Milliseconds(0), series.Values[0]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>The values at all moments; a series without any is left out.</summary>
    public static PrometheusAnswer Range(QueryValue value, QueryTimes times) => Result("matrix", json =>
    {
        json.WriteStartArray();
        foreach (var series in value.Series.Where(series => series.Values.Any(number => !double.IsNaN(number))))
        {
            WriteMetric(json, series.Labels);
            json.WriteStartArray("values");
            for (var i = 0; i < series.Values.Length; i++)
                if (!double.IsNaN(series.Values[i]))
                    WritePoint(json, times.Milliseconds(i), series.Values[i]);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>Labels as an object.</summary>
    public static void Write(Utf8JsonWriter json, LabelSet labels)
    {
        json.WriteStartObject();
        foreach (var (name, value) in labels.All)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    }

    private static PrometheusAnswer Result(string type, Action<Utf8JsonWriter> write) => Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("resultType", type);
        json.WritePropertyName("result");
        write(json);
        json.WriteEndObject();
    });

    private static void WriteMetric(Utf8JsonWriter json, LabelSet labels)
    {
        json.WriteStartObject();
        json.WritePropertyName("metric");
        Write(json, labels);
    }

    private static void WritePoint(Utf8JsonWriter json, long milliseconds, double value)
    {
        json.WriteStartArray();
        json.WriteNumberValue(milliseconds / 1_000m);
        json.WriteStringValue(
            double.IsNaN(value) ? "NaN"
            : double.IsPositiveInfinity(value) ? "+Inf"
            : double.IsNegativeInfinity(value) ? "-Inf"
            : value.ToString("R", CultureInfo.InvariantCulture));
        json.WriteEndArray();
    }
}
