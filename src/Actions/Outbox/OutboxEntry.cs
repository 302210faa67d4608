namespace Metrics.Actions.Outbox;

/// <summary>What became of a message, for the page of alerts.</summary>
/// <param name="Key">See <see cref="OutboxMessage"/>.</param>
/// <param name="Way">The way it goes.</param>
/// <param name="Target">Whom it is for.</param>
/// <param name="Title">What it says.</param>
/// <param name="State">Where it is.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Answer">What the other side said last, or why nothing was said.</param>
/// <param name="Created">When it was written.</param>
/// <param name="Finished">When it was accepted or given up; null while it is on its way.</param>
public sealed record OutboxEntry(
    string Key, string Way, string Target, string Title, OutboxState State, int Attempts, string Answer, DateTimeOffset Created, DateTimeOffset? Finished);
