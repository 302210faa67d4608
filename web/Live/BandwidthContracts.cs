using Metrics.Grapher;

namespace Metrics.Web.Live;

/// <summary>The answer of <c>/bar/{iface}.json</c>: bits per second, unknown values left out.</summary>
/// <param name="Interface">The interface.</param>
/// <param name="Speed">The speed of the line.</param>
/// <param name="Step">Seconds between values.</param>
/// <param name="Time">When the newest values were, in seconds since the epoch.</param>
/// <param name="Out">What it sends.</param>
/// <param name="In">What it receives.</param>
internal sealed record BandwidthAnswer(string Interface, double? Speed, int Step, long Time, LaneAnswer Out, LaneAnswer In)
{
    /// <summary>The answer for an interface.</summary>
    public static BandwidthAnswer Of(InterfaceNow now) => new(
        now.Bar.Interface, LaneAnswer.Known(now.Bar.Speed), now.StepSeconds, now.UnixSeconds, LaneAnswer.Of(now.Bar.Lanes[0]), LaneAnswer.Of(now.Bar.Lanes[1]));
}

/// <summary>One direction.</summary>
/// <param name="Now">The newest value.</param>
/// <param name="Highest">The highest of the last minute.</param>
/// <param name="Percentile95">The 95th percentile of the last 30 days.</param>
internal sealed record LaneAnswer(double? Now, double? Highest, double? Percentile95)
{
    /// <summary>The answer for a direction.</summary>
    public static LaneAnswer Of(BandwidthLane lane) => new(Known(lane.Now), Known(lane.Highest), Known(lane.Percentile95));

    /// <summary>The value; null when it is not known.</summary>
    public static double? Known(double value) => double.IsFinite(value) ? value : null;
}
