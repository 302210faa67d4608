using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.Prometheus;
using Metrics.Web.Serving;

namespace Metrics.Web.Endpoints;

/// <summary>What <c>/metrics</c> says: how the program itself is, and every current value.</summary>
internal static class MetricsExposition
{
    /// <summary>Writes everything.</summary>
    public static void Write(
        PrometheusText text, RoundRobinStore store, IReadOnlyList<SourceStatus> sources, ProcessClock process, PasswordCheck passwords, DateTimeOffset now)
    {
        var series = store.List();
        text.Family("metrics_build_info", "gauge", "The version that runs; the value is always 1.");
        text.Sample("metrics_build_info", 1, ("version", Installation.Version));
        text.Family("metrics_start_time_seconds", "gauge", "When the process started, in seconds since the epoch.");
        text.Sample("metrics_start_time_seconds", process.StartedAt.ToUnixTimeMilliseconds() / 1000.0);
        text.Family("metrics_store_series", "gauge", "Series in the store.");
        text.Sample("metrics_store_series", series.Count);
        text.Family("metrics_password_failures_total", "counter", "Wrong names and passwords since the start, of users and of shares.");
        text.Sample("metrics_password_failures_total", passwords.Failures);
        text.Family("metrics_password_refusals_total", "counter", "Passwords that were not looked at since the start: they came too soon after wrong ones.");
        text.Sample("metrics_password_refusals_total", passwords.Refusals);
        WriteSources(text, sources);
        WriteValues(text, store, series, now.ToUnixTimeSeconds());
    }

    private static void WriteSources(PrometheusText text, IReadOnlyList<SourceStatus> sources)
    {
        Write("metrics_source_readings_total", "counter", "Readings taken since the start.", source => source.Readings);
        Write("metrics_source_missed_total", "counter", "Due times that were skipped since the start.", source => source.Missed);
        Write("metrics_source_faults", "gauge", "Files and devices that cannot be read now.", source => source.Faults.Length);
        Write("metrics_source_series", "gauge", "Series of the source.", source => source.Series);
        Write("metrics_source_duration_seconds", "gauge", "How long the last sampling took.", source => source.LastDuration.TotalSeconds);
        Write("metrics_source_last_reading_seconds", "gauge", "When the source was last sampled, in seconds since the epoch.",
            source => source.LastReading is { } last ? last.ToUnixTimeMilliseconds() / 1000.0 : double.NaN);

        void Write(string name, string type, string help, Func<SourceStatus, double> value)
        {
            text.Family(name, type, help);
            foreach (var source in sources)
                if (value(source) is var number && !double.IsNaN(number))
                    text.Sample(name, number, ("source", source.Name));
        }
    }

    /// <summary>A value older than its heartbeat is no longer current and is left out, as Prometheus treats an absent sample as unknown.</summary>
    private static void WriteValues(PrometheusText text, RoundRobinStore store, IReadOnlyList<SeriesInfo> series, long now)
    {
        foreach (var family in series.GroupBy(MetricFamily.Of).OrderBy(family => family.Key.Name, StringComparer.Ordinal))
        {
            var (name, help, factor) = family.Key;
            text.Family(name, "gauge", help);
            foreach (var one in family)
            {
                var latest = store.Latest(one.Id);
                if (!double.IsNaN(latest.Value) && now - latest.UnixSeconds <= one.Definition.Schema.HeartbeatSeconds)
                    text.Sample(name, latest.Value * factor, ("series", one.Name.Value), ("label", one.Metadata.Label));
            }
        }
    }
}
