namespace Metrics.Analyzers.Events;

/// <summary>Takes nothing: for finding out whether a format knows a line.</summary>
internal sealed class NoEvents : ILogEvents
{
    /// <summary>The only one.</summary>
    public static readonly NoEvents Instance = new();

    private NoEvents()
    {
    }

    /// <inheritdoc/>
    public void Accepted(in MailMessage message)
    {
    }

    /// <inheritdoc/>
    public void Delivered(in MailDelivery delivery)
    {
    }

    /// <inheritdoc/>
    public void Rejected(in MailRejection rejection)
    {
    }

    /// <inheritdoc/>
    public void Transferred(in FtpTransfer transfer)
    {
    }

    /// <inheritdoc/>
    public void Refused(in FtpRefusal refusal)
    {
    }

    /// <inheritdoc/>
    public void SignedIn(in SignIn attempt)
    {
    }

    /// <inheritdoc/>
    public void Requested(in WebRequest request)
    {
    }

    /// <inheritdoc/>
    public void Judged(in MailVerdict verdict)
    {
    }

    /// <inheritdoc/>
    public void Blocked(in PacketRefused packet)
    {
    }
}
