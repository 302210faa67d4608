using Metrics.Grapher;

namespace Metrics.Web.Live;

/// <summary>What an interface carries now.</summary>
/// <param name="Graph">Its traffic as a graph.</param>
/// <param name="StepSeconds">Seconds between its values.</param>
/// <param name="UnixSeconds">When the newest value was; 0 when there is none.</param>
/// <param name="Bar">The values, in bits per second.</param>
public sealed record InterfaceNow(GraphDefinition Graph, int StepSeconds, long UnixSeconds, BandwidthBar Bar)
{
    /// <summary>Its name in addresses.</summary>
    public string Name => Graph.Name[(Graph.Name.IndexOf('.') + 1)..];

    /// <summary>How fast its line is, in words.</summary>
    public string SpeedInWords => Bar.Speed > 0
        ? ValueFormat.Format(Bar.Speed, GraphUnit.BitsPerSecond)
        : "the speed of the line is not known, so the scale ends above the highest value";
}
