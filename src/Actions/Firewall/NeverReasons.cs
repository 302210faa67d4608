namespace Metrics.Actions.Firewall;

/// <summary>Why something is never blocked, as words behind "is".</summary>
public static class NeverReasons
{
    internal const string Loopback = "loopback", Link = "of the link", Nobody = "no host's", Multicast = "multicast", Broadcast = "broadcast", Own = "our own";

    /// <summary>Whether what has this reason is the machine itself, or nobody.</summary>
    public static bool IsOfMachine(string reason) => reason is Loopback or Link or Nobody or Multicast or Broadcast or Own;
}
