using System.Text;
using Metrics.Grapher.Axes;

namespace Metrics.Grapher.Data;

/// <summary>Alerts and events as sentences, for those who do not see the tints and flags.</summary>
internal static class Happenings
{
    /// <summary>More than this many of a kind are counted instead.</summary>
    private const int MostTold = 3;

    /// <summary>Adds what is on the graph: "Warning 13:52 to 14:35: NVMe 1 is warm. 03:12 restart."</summary>
    public static void Append(StringBuilder text, GraphDefinition definition, GraphData data, LocalClock clock)
    {
        if (definition.Alerts.IsEmpty && definition.Events.IsEmpty)
            return;
        var alerts = definition.Alerts.Where(a => a.Level != ThresholdLevel.Reference && a.From.ToUnixTimeSeconds() <= data.End
            && (a.Until is null || a.Until.Value.ToUnixTimeSeconds() >= data.Start)).OrderBy(a => a.From).ToList();
        foreach (var alert in alerts.Take(MostTold))
        {
            var level = alert.Level == ThresholdLevel.Critical ? "Critical" : "Warning";
            var from = MomentText(Math.Max(alert.From.ToUnixTimeSeconds(), data.Start));
            text.Append(alert.Until is { } until
                ? $" {level} {from} to {MomentText(Math.Min(until.ToUnixTimeSeconds(), data.End))}: {alert.Text}."
                : $" {level} since {from}: {alert.Text}.");
        }
        if (alerts.Count > MostTold)
            text.Append($" {alerts.Count - MostTold} more alerts.");
        var events = Layout.EventList.Of(definition, data);
        foreach (var (seconds, what) in events.Take(MostTold))
            text.Append($" {MomentText(seconds)} {what}.");
        if (events.Count > MostTold)
            text.Append($" {events.Count - MostTold} more events.");

        string MomentText(long moment) => Summaries.Moment(moment, data, clock);
    }
}
