namespace Metrics.Actions.Outbox;

/// <summary>A message for one receiver.</summary>
/// <param name="Key">What it is: a second one with the same key is the same message and is not sent again.</param>
/// <param name="Way">The way it goes: <c>mail</c>, <c>webhook</c>, <c>command</c>.</param>
/// <param name="Target">Whom it is for, in the words of the way: a mail address, the name of a receiver.</param>
/// <param name="Title">What it says, as one line for people.</param>
/// <param name="Content">What is sent, in the form of the way.</param>
public sealed record OutboxMessage(string Key, string Way, string Target, string Title, byte[] Content);
