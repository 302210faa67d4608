using Metrics.Grapher.Data;

namespace Metrics.Grapher.Layout;

/// <summary>The events of a graph that are on its picture.</summary>
internal static class EventList
{
    /// <summary>More than this many events are marked in the ribbon only.</summary>
    public const int MostFlags = 9;

    /// <summary>The events in the time shown, in order.</summary>
    public static List<(long Seconds, string Text)> Of(GraphDefinition definition, GraphData data) => definition.Events.IsEmpty ? [] :
        [.. definition.Events.Select(e => (Seconds: e.At.ToUnixTimeSeconds(), e.Text))
            .Where(e => e.Seconds >= data.Start && e.Seconds <= data.End).OrderBy(e => e.Seconds)];
}
