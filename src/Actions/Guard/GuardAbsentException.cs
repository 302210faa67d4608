namespace Metrics.Actions.Guard;

/// <summary>The guard does not answer; the message says how to start it. What was asked for last may have been done or not.</summary>
public sealed class GuardAbsentException : IOException
{
    /// <summary>It is not there, or has gone.</summary>
    public GuardAbsentException(string socket, string reason, Exception? inner = null) : base(
        $"The guard does not answer at {socket}: {reason.TrimEnd('.')}. Start it with: systemctl start metrics-guard, or as root: metrics guard", inner)
    {
    }

    /// <summary>It is there, and silent.</summary>
    public GuardAbsentException(string socket, TimeSpan patience) : base(
        $"The guard at {socket} has not answered for {patience.TotalSeconds:0} s; what it was asked for may have been done or not. See: journalctl -u metrics-guard; if it hangs: systemctl restart metrics-guard")
    {
    }
}
