using Metrics.Actions.Outbox;

namespace Metrics.Actions.Alerts;

/// <summary>What somebody was told of an incident, and what became of that.</summary>
/// <param name="Receiver">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="At">When it was written.</param>
/// <param name="Way">The way it goes; empty when its message is not remembered any more.</param>
/// <param name="Target">Whom it is for, in the words of the way.</param>
/// <param name="State">Where the message is.</param>
/// <param name="Answer">What the other side said last.</param>
public sealed record NoticeEntry(string Receiver, NoticeKind Kind, DateTimeOffset At, string Way, string Target, OutboxState? State, string Answer);
