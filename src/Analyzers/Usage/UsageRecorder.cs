using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;

namespace Metrics.Analyzers.Usage;

/// <summary>Books what a log says to the server, to the domain and to the user it concerns.</summary>
/// <param name="ledger">Where it is counted.</param>
/// <param name="logDomain">The domain that all of the log is of; null when its lines say which.</param>
internal sealed class UsageRecorder(Ledger ledger, DomainAccounts? logDomain) : ILogEvents
{
    /// <inheritdoc/>
    public void Accepted(in MailMessage message)
    {
        var time = message.UnixSeconds;
        Book(ledger.Server, message);
        if (ledger.Domain(MailAddress.Domain(message.Sender)) is not { } domain)
            return;
        Book(domain.Total, message);
        Book(ledger.User(domain, MailAddress.LocalPart(message.Sender)), message);

        void Book(Account account, in MailMessage sent)
        {
            ledger.Add(account, time, Measure.MailSent, 1);
            ledger.Add(account, time, Measure.MailSentBytes, sent.Bytes);
            ledger.Add(account, time, Measure.MailSentRecipients, sent.Recipients);
        }
    }

    /// <inheritdoc/>
    public void Delivered(in MailDelivery delivery)
    {
        var time = delivery.UnixSeconds;
        if (delivery.Outcome != MailOutcome.Delivered)
        {
            OfSender(delivery.Sender, time, delivery.Outcome == MailOutcome.Deferred ? Measure.MailDeferred : Measure.MailBounced);
            return;
        }
        if (!delivery.Relay.IsEmpty)
        {
            OfSender(delivery.Sender, time, Measure.MailRelayed);
            return;
        }
        Receive(ledger.Server, delivery, delivery.FirstOfMessage);
        if (ledger.Domain(MailAddress.Domain(delivery.Recipient)) is not { } domain)
            return;
        Receive(domain.Total, delivery, delivery.FirstOfDomain);
        Receive(ledger.User(domain, MailAddress.LocalPart(delivery.Recipient)), delivery, true);
    }

    /// <inheritdoc/>
    public void Rejected(in MailRejection rejection)
    {
        var (time, reason) = (rejection.UnixSeconds, (Measure)((int)Measure.MailRejectedOther + (int)rejection.Reason));
        Both(ledger.Server);
        if (ledger.Domain(MailAddress.Domain(rejection.Recipient)) is { } domain)
            Both(domain.Total);

        void Both(Account account)
        {
            ledger.Add(account, time, Measure.MailRejected, 1);
            ledger.Add(account, time, reason, 1);
        }
    }

    /// <inheritdoc/>
    public void Transferred(in FtpTransfer transfer)
    {
        Transfer(ledger.Server, transfer);
        var domain = logDomain ?? ledger.Domain(MailAddress.Domain(transfer.User)) ?? DomainOf(transfer.Path);
        if (domain is null)
            return;
        Transfer(domain.Total, transfer);
        Transfer(ledger.User(domain, transfer.Anonymous ? "anonymous"u8 : MailAddress.LocalPart(transfer.User)), transfer);
    }

    /// <inheritdoc/>
    public void Refused(in FtpRefusal refusal)
    {
        ledger.Add(ledger.Server, refusal.UnixSeconds, Of(refusal.Limit), 1);
        if (logDomain is not null)
            ledger.Add(logDomain.Total, refusal.UnixSeconds, Of(refusal.Limit), 1);
    }

    /// <inheritdoc/>
    public void SignedIn(in SignIn attempt)
    {
        Measure? measure = (attempt.Service, attempt.Succeeded) switch
        {
            (SignInService.Ftp, true) => Measure.FtpSessions,
            (SignInService.Ftp, false) => Measure.FtpSignInsFailed,
            (SignInService.Mail, false) => Measure.MailSignInsFailed,
            (SignInService.Ssh, true) => Measure.SshSignIns,
            (SignInService.Ssh, false) => Measure.SshSignInsFailed,
            _ => null,
        };
        if (measure is { } counted)
            ledger.Add(ledger.Server, attempt.UnixSeconds, counted, 1);
    }

    /// <inheritdoc/>
    public void Requested(in WebRequest request)
    {
        Request(ledger.Server, request);
        var domain = logDomain ?? ledger.Domain(request.Host) ?? (request.Host.StartsWith("www."u8) ? ledger.Domain(request.Host[4..]) : null);
        if (domain is not null)
            Request(domain.Total, request);
    }

    private void OfSender(ReadOnlySpan<byte> sender, long time, Measure measure)
    {
        ledger.Add(ledger.Server, time, measure, 1);
        if (ledger.Domain(MailAddress.Domain(sender)) is not { } domain)
            return;
        ledger.Add(domain.Total, time, measure, 1);
        ledger.Add(ledger.User(domain, MailAddress.LocalPart(sender)), time, measure, 1);
    }

    private void Receive(Account account, in MailDelivery delivery, bool message)
    {
        if (message)
            ledger.Add(account, delivery.UnixSeconds, Measure.MailReceived, 1);
        ledger.Add(account, delivery.UnixSeconds, Measure.MailReceivedBytes, delivery.Bytes);
        ledger.Add(account, delivery.UnixSeconds, Measure.MailReceivedRecipients, 1);
    }

    private void Transfer(Account account, in FtpTransfer transfer)
    {
        var time = transfer.UnixSeconds;
        if (transfer.Deletion)
        {
            ledger.Add(account, time, Measure.FtpDeletions, 1);
            return;
        }
        ledger.Add(account, time, transfer.Upload ? Measure.FtpUploadBytes : Measure.FtpDownloadBytes, transfer.Bytes);
        ledger.Add(account, time, (transfer.Upload, transfer.Complete) switch
        {
            (true, true) => Measure.FtpUploads,
            (true, false) => Measure.FtpUploadsBroken,
            (false, true) => Measure.FtpDownloads,
            (false, false) => Measure.FtpDownloadsBroken,
        }, 1);
        ledger.Add(account, time, Measure.FtpMilliseconds, (long)Math.Clamp(transfer.Seconds * 1_000, 0, 1e12));
        if (transfer.Anonymous)
            ledger.Add(account, time, Measure.FtpAnonymous, 1);
    }

    // Hosting servers keep each domain below a directory of its name.
    private DomainAccounts? DomainOf(ReadOnlySpan<byte> path)
    {
        foreach (var part in path.Split((byte)'/'))
        {
            if (path[part].IndexOf((byte)'.') > 0 && ledger.Domain(path[part]) is { } domain)
                return domain;
        }
        return null;
    }

    private void Request(Account account, in WebRequest request)
    {
        ledger.Add(account, request.UnixSeconds, Measure.WebRequests, 1);
        ledger.Add(account, request.UnixSeconds, Measure.WebBytes, request.Bytes);
        ledger.Add(account, request.UnixSeconds, Status(request.Status), 1);
    }

    private static Measure Of(FtpLimit limit) => (Measure)((int)Measure.FtpRefusedPerHost + (int)limit);

    private static Measure Status(int status) => (Measure)((int)Measure.WebStatusOther + (status >= 200 ? (status / 100) - 1 : 0));
}
