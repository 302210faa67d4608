namespace Metrics.Analyzers.Events;

/// <summary>Takes what formats read in logs. The spans of an event live only until the call returns.</summary>
internal interface ILogEvents
{
    /// <summary>A mail server took a message over.</summary>
    void Accepted(in MailMessage message);

    /// <summary>A message reached one of its recipients, or did not.</summary>
    void Delivered(in MailDelivery delivery);

    /// <summary>A mail server refused somebody.</summary>
    void Rejected(in MailRejection rejection);

    /// <summary>A file went over FTP, whole or in part.</summary>
    void Transferred(in FtpTransfer transfer);

    /// <summary>An FTP server refused a connection because of a limit.</summary>
    void Refused(in FtpRefusal refusal);

    /// <summary>Somebody tried to sign in.</summary>
    void SignedIn(in SignIn attempt);

    /// <summary>A web server answered a request.</summary>
    void Requested(in WebRequest request);

    /// <summary>A mail filter said what a message is.</summary>
    void Judged(in MailVerdict verdict);

    /// <summary>The packet filter kept a packet out.</summary>
    void Blocked(in PacketRefused packet);

    /// <summary>The line that the last events were read from, for who keeps evidence. Not called for lines that said nothing.</summary>
    void LineEnded(ReadOnlySpan<byte> line)
    {
        // Most takers count and keep nothing.
    }
}
