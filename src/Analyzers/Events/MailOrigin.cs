namespace Metrics.Analyzers.Events;

/// <summary>How a message came to a mail server.</summary>
internal enum MailOrigin : byte
{
    /// <summary>Over the network, from somebody who did not sign in.</summary>
    Network,

    /// <summary>From somebody who had signed in.</summary>
    Authenticated,

    /// <summary>From a program on the same machine.</summary>
    Local,

    /// <summary>From the mail server itself: a report of a failure.</summary>
    Bounce,
}
