namespace Metrics.Actions.Guard;

/// <summary>The guard does not answer; the message says how to start it. What was asked for last may have been done or not.</summary>
public sealed class GuardAbsentException(string socket, string reason, Exception? inner = null) : IOException(
    $"The guard does not answer at {socket}: {reason.TrimEnd('.')}. Start it with: systemctl start metrics-guard, or as root: metrics guard", inner);
