using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Alerts;

/// <summary>Decides what a receiver is told of incidents: from what is and what he was told only, so that a restart changes nothing.</summary>
/// <param name="receiver">The receiver.</param>
/// <param name="mutes">What is not to be told.</param>
/// <param name="decided">What was over before then was told to him, or was not to be.</param>
/// <param name="now">The time.</param>
internal sealed class NoticeChoice(Receiver receiver, Mutes mutes, DateTimeOffset decided, DateTimeOffset now)
{
    /// <summary>When the first incident ended of those that are told later: what keeps them back now does not cover the time when they were.</summary>
    public DateTimeOffset? Later { get; private set; }

    /// <summary>What the receiver is to be told now; null: nothing.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="told">What he was told of it; null: nothing yet.</param>
    public NoticeKind? Of(Incident incident, Told? told) => (incident.Ended, told) switch
    {
        ({ } ended, null) => Unheard(incident, ended),
        ({ }, { IsOver: false }) => NoticeKind.Resolved,
        ({ }, _) => null,
        (null, null) => First(incident),
        (null, { } last) => Next(incident, last),
    };

    private NoticeKind? First(Incident incident) =>
        incident.Worst >= receiver.Level && incident.AcknowledgedBy is null && incident.LengthAt(now) >= receiver.After && !IsHushed(incident, incident.Worst, now)
            ? incident.IsFlapping ? NoticeKind.Flapping : NoticeKind.Raised
            : null;

    private NoticeKind? Next(Incident incident, Told last)
    {
        // It may have been critical for a moment, between two messages.
        var level = incident.Worst > last.Worst ? incident.Worst : incident.Level;
        if (level < receiver.Level || IsHushed(incident, level, now))
            return null;
        if (level > last.Level)
            return NoticeKind.Worse;
        if (last.IsFlapping && !incident.IsFlapping)
            return NoticeKind.Settled;
        if (incident.AcknowledgedBy is not null)
            return null;
        if (incident.IsFlapping && !last.IsFlapping)
            return NoticeKind.Flapping;
        return receiver.Repeat > TimeSpan.Zero && (now - last.At).Duration() >= receiver.Repeat ? NoticeKind.Again : null;
    }

    /// <summary>What was over before he heard of it is told when there was a moment at which it was to be: its first for him, or its last.</summary>
    private NoticeKind? Unheard(Incident incident, DateTimeOffset ended)
    {
        if (ended < decided || incident.Worst < receiver.Level || incident.AcknowledgedBy is not null || incident.LengthAt(now) < receiver.After
            || (IsHushed(incident, incident.Worst, incident.Started + receiver.After) && IsHushed(incident, incident.Worst, ended)))
            return null;
        if (!IsHushed(incident, incident.Worst, now))
            return NoticeKind.Passed;
        Later = Later < ended ? Later : ended;
        return null;
    }

    private bool IsHushed(Incident incident, RuleLevel level, DateTimeOffset moment) =>
        mutes.Cover(incident, moment) || (level < RuleLevel.Critical && receiver.IsQuiet(mutes.Local(moment)));
}
