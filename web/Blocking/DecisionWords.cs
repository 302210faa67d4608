using Metrics.Actions.Blocking;
using Metrics.Web.Pages;

namespace Metrics.Web.Blocking;

/// <summary>What became of a decision, on pages.</summary>
internal static class DecisionWords
{
    /// <summary>What became of it, as a few words.</summary>
    public static string Of(Decision decision, PageFrame frame, DateTimeOffset now) => decision switch
    {
        { Until: { } until } when until > now => $"blocked until {frame.Clock(until.ToUnixTimeSeconds())}",
        { Until: { } until } => $"was blocked until {frame.Clock(until.ToUnixTimeSeconds())}",
        _ => decision.Outcome,
    };
}
