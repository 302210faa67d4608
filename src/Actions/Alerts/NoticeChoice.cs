using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Alerts;

/// <summary>Decides what a receiver is told of an incident: from what is and what he was told only, so that a restart changes nothing.</summary>
internal static class NoticeChoice
{
    /// <summary>What the receiver is to be told now; null: nothing.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="told">What he was told of it; null: nothing yet.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="isMuted">Whether a silence covers it, or another incident explains it.</param>
    /// <param name="now">The time.</param>
    /// <param name="local">The local time.</param>
    public static NoticeKind? Of(Incident incident, Told? told, Receiver receiver, bool isMuted, DateTimeOffset now, DateTime local)
    {
        if (incident.Ended is not null)
            // Who has never heard of it need not hear that it is over. While it comes and goes its end is none.
            return told is { IsOver: false } && !incident.IsFlapping ? NoticeKind.Resolved : null;
        if (isMuted || incident.Level < receiver.Level || (receiver.IsQuiet(local) && incident.Level < RuleLevel.Critical))
            return null;
        if (told is not { } last)
            return incident.AcknowledgedBy is null && incident.LengthAt(now) >= receiver.After ? NoticeKind.Raised : null;
        if (incident.Level > last.Level)
            return NoticeKind.Worse;
        return incident.AcknowledgedBy is null && receiver.Repeat > TimeSpan.Zero && (now - last.At).Duration() >= receiver.Repeat ? NoticeKind.Again : null;
    }
}
