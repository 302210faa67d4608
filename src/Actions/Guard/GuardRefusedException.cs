namespace Metrics.Actions.Guard;

/// <summary>The guard does not do what it is asked for; the message says why.</summary>
public sealed class GuardRefusedException(string message, Exception? inner = null) : Exception(message, inner);
