namespace Metrics.Analyzers.Events;

/// <summary>Gives each event to two takers.</summary>
internal sealed class EventPair(ILogEvents first, ILogEvents second) : ILogEvents
{
    /// <inheritdoc/>
    public void Accepted(in MailMessage message)
    {
        first.Accepted(message);
        second.Accepted(message);
    }

    /// <inheritdoc/>
    public void Delivered(in MailDelivery delivery)
    {
        first.Delivered(delivery);
        second.Delivered(delivery);
    }

    /// <inheritdoc/>
    public void Rejected(in MailRejection rejection)
    {
        first.Rejected(rejection);
        second.Rejected(rejection);
    }

    /// <inheritdoc/>
    public void Transferred(in FtpTransfer transfer)
    {
        first.Transferred(transfer);
        second.Transferred(transfer);
    }

    /// <inheritdoc/>
    public void Refused(in FtpRefusal refusal)
    {
        first.Refused(refusal);
        second.Refused(refusal);
    }

    /// <inheritdoc/>
    public void SignedIn(in SignIn attempt)
    {
        first.SignedIn(attempt);
        second.SignedIn(attempt);
    }

    /// <inheritdoc/>
    public void Requested(in WebRequest request)
    {
        first.Requested(request);
        second.Requested(request);
    }

    /// <inheritdoc/>
    public void Judged(in MailVerdict verdict)
    {
        first.Judged(verdict);
        second.Judged(verdict);
    }

    /// <inheritdoc/>
    public void Blocked(in PacketRefused packet)
    {
        first.Blocked(packet);
        second.Blocked(packet);
    }

    /// <inheritdoc/>
    public void LineEnded(ReadOnlySpan<byte> line)
    {
        first.LineEnded(line);
        second.LineEnded(line);
    }
}
