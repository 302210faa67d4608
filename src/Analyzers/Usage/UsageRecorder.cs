using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Tops;

namespace Metrics.Analyzers.Usage;

/// <summary>Books what a log says to the server, to the domain and to the user it concerns.</summary>
/// <param name="ledger">Where it is counted.</param>
/// <param name="tops">Where what is most frequent is ranked; null: nowhere.</param>
/// <param name="logDomain">The domain that all of the log is of; null when its lines say which.</param>
internal sealed class UsageRecorder(Ledger ledger, TopLists? tops, DomainAccounts? logDomain) : ILogEvents
{
    private readonly BotAgents bots = new();

    // Of the measures from MailDelay1s on, in seconds.
    private static ReadOnlySpan<double> DelayLimits => [1, 3, 10, 30, 60, 180, 600, 1_800, 3_600, 10_800, 36_000, 86_400];

    /// <inheritdoc/>
    public void Accepted(in MailMessage message)
    {
        var time = message.UnixSeconds;
        ledger.At(ledger.Server, time).Add(Measure.MailAccepted);
        tops?.Add(ledger.Whole, TopKind.MailSenders, time, message.Sender, message.Bytes);
        if (message.Origin == MailOrigin.Network)
            tops?.Add(ledger.Whole, TopKind.MailHosts, time, message.Client, message.Bytes);
        tops?.Add(ledger.Whole, TopKind.MailUsers, time, message.User, message.Bytes);
        if (ledger.Domain(MailAddress.Domain(message.Sender)) is not { } domain)
            return;
        Book(ledger.Server, message);
        Book(domain.Total, message);
        Book(ledger.User(domain, MailAddress.LocalPart(message.Sender)), message);

        void Book(Account account, in MailMessage sent)
        {
            var counts = ledger.At(account, time);
            counts.Add(Measure.MailSent);
            counts.Add(Measure.MailSentBytes, sent.Bytes);
            counts.Add(Measure.MailSentRecipients, sent.Recipients);
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
        Delay(ledger.Server, delivery);
        if (!delivery.Relay.IsEmpty)
        {
            OfSender(delivery.Sender, time, Measure.MailRelayed);
            tops?.Add(ledger.Whole, TopKind.MailRelays, time, delivery.Relay, delivery.Bytes);
            if (ledger.Domain(MailAddress.Domain(delivery.Sender)) is { } sending)
            {
                Delay(sending.Total, delivery);
                tops?.Add(sending, TopKind.MailAddressees, time, delivery.Recipient, delivery.Bytes);
            }
            return;
        }
        tops?.Add(ledger.Whole, TopKind.MailRecipients, time, delivery.Recipient, delivery.Bytes);
        Receive(ledger.Server, delivery, delivery.FirstOfMessage);
        if (ledger.Domain(MailAddress.Domain(delivery.Recipient)) is not { } domain)
            return;
        Receive(domain.Total, delivery, delivery.FirstOfDomain);
        Delay(domain.Total, delivery);
        tops?.Add(domain, TopKind.MailCorrespondents, time, delivery.Sender, delivery.Bytes);
        Receive(ledger.User(domain, MailAddress.LocalPart(delivery.Recipient)), delivery, true);
    }

    /// <inheritdoc/>
    public void Rejected(in MailRejection rejection)
    {
        var (time, reason) = (rejection.UnixSeconds, (Measure)((int)Measure.MailRejectedOther + (int)rejection.Reason));
        Both(ledger.Server);
        tops?.Add(ledger.Whole, TopKind.MailRefusedHosts, time, rejection.Client);
        if (ledger.Domain(MailAddress.Domain(rejection.Recipient)) is { } domain)
            Both(domain.Total);

        void Both(Account account)
        {
            var counts = ledger.At(account, time);
            counts.Add(Measure.MailRejected);
            counts.Add(reason);
        }
    }

    /// <inheritdoc/>
    public void Transferred(in FtpTransfer transfer)
    {
        Transfer(ledger.Server, transfer);
        var domain = logDomain ?? ledger.Domain(MailAddress.Domain(transfer.User)) ?? DomainOf(transfer.Path);
        Rank(domain, transfer);
        if (domain is null)
            return;
        Transfer(domain.Total, transfer);
        Transfer(ledger.User(domain, transfer.Anonymous ? "anonymous"u8 : MailAddress.LocalPart(transfer.User)), transfer);
    }

    /// <inheritdoc/>
    public void Refused(in FtpRefusal refusal)
    {
        ledger.At(ledger.Server, refusal.UnixSeconds).Add(Of(refusal.Limit));
        if (logDomain is not null)
            ledger.At(logDomain.Total, refusal.UnixSeconds).Add(Of(refusal.Limit));
    }

    /// <inheritdoc/>
    public void SignedIn(in SignIn attempt)
    {
        var measure = (attempt.Service, attempt.Succeeded) switch
        {
            (SignInService.Ftp, true) => Measure.FtpSessions,
            (SignInService.Ftp, false) => Measure.FtpSignInsFailed,
            (SignInService.Mail, true) => Measure.MailSignIns,
            (SignInService.Mail, false) => Measure.MailSignInsFailed,
            (SignInService.Ssh, true) => Measure.SshSignIns,
            _ => Measure.SshSignInsFailed,
        };
        ledger.At(ledger.Server, attempt.UnixSeconds).Add(measure);
    }

    /// <inheritdoc/>
    public void Requested(in WebRequest request)
    {
        var agent = ByteKeys.Hash(request.Agent);
        var isBot = bots.Is(request.Agent, agent);
        Request(ledger.Server, request, isBot);
        var domain = logDomain ?? ledger.Domain(request.Host) ?? (request.Host.StartsWith("www."u8) ? ledger.Domain(request.Host[4..]) : null);
        if (domain is null)
            return;
        Request(domain.Total, request, isBot);
        if (!request.Agent.IsEmpty)
            tops?.Add(domain, TopKind.WebAgents, request.UnixSeconds, agent, request.Agent, request.Bytes);
        if (isBot)
            return;
        tops?.Add(domain, TopKind.WebPaths, request.UnixSeconds, request.Path, request.Bytes);
        tops?.Add(domain, TopKind.WebReferrers, request.UnixSeconds, WithoutQuery(request.Referrer), request.Bytes);
        tops?.Visit(domain, request.UnixSeconds, request.Client);
    }

    /// <inheritdoc/>
    public void Judged(in MailVerdict verdict)
    {
        var measure = verdict.Finding switch
        {
            MailFinding.Spam => Measure.MailFoundSpam,
            MailFinding.Virus => Measure.MailFoundVirus,
            MailFinding.Greylisted => Measure.MailGreylisted,
            _ => Measure.MailFoundClean,
        };
        ledger.At(ledger.Server, verdict.UnixSeconds).Add(measure);
        if (ledger.Domain(MailAddress.Domain(verdict.Recipient)) is { } domain)
            ledger.At(domain.Total, verdict.UnixSeconds).Add(measure);
    }

    /// <inheritdoc/>
    public void Blocked(in PacketRefused packet) => ledger.At(ledger.Server, packet.UnixSeconds).Add(Measure.PacketsRefused);

    private void OfSender(ReadOnlySpan<byte> sender, long time, Measure measure)
    {
        ledger.At(ledger.Server, time).Add(measure);
        if (ledger.Domain(MailAddress.Domain(sender)) is not { } domain)
            return;
        ledger.At(domain.Total, time).Add(measure);
        ledger.At(ledger.User(domain, MailAddress.LocalPart(sender)), time).Add(measure);
    }

    private void Receive(Account account, in MailDelivery delivery, bool message)
    {
        var counts = ledger.At(account, delivery.UnixSeconds);
        if (message)
            counts.Add(Measure.MailReceived);
        counts.Add(Measure.MailReceivedBytes, delivery.Bytes);
        counts.Add(Measure.MailReceivedRecipients);
    }

    private void Transfer(Account account, in FtpTransfer transfer)
    {
        var counts = ledger.At(account, transfer.UnixSeconds);
        if (transfer.Deletion)
        {
            counts.Add(Measure.FtpDeletions);
            return;
        }
        counts.Add(transfer.Upload ? Measure.FtpUploadBytes : Measure.FtpDownloadBytes, transfer.Bytes);
        counts.Add((transfer.Upload, transfer.Complete) switch
        {
            (true, true) => Measure.FtpUploads,
            (true, false) => Measure.FtpUploadsBroken,
            (false, true) => Measure.FtpDownloads,
            (false, false) => Measure.FtpDownloadsBroken,
        });
        counts.Add(Measure.FtpMilliseconds, (long)Math.Clamp(transfer.Seconds * 1_000, 0, 1e12));
        if (transfer.Anonymous)
            counts.Add(Measure.FtpAnonymous);
    }

    // Hosting servers keep each domain below a directory of its name.
    private DomainAccounts? DomainOf(ReadOnlySpan<byte> path)
    {
        while (!path.IsEmpty)
        {
            var slash = path.IndexOf((byte)'/');
            var part = slash < 0 ? path : path[..slash];
            if (part.IndexOf((byte)'.') > 0 && ledger.Domain(part) is { } domain)
                return domain;
            path = slash < 0 ? [] : path[(slash + 1)..];
        }
        return null;
    }

    private void Rank(DomainAccounts? domain, in FtpTransfer transfer)
    {
        if (transfer.Deletion)
            return;
        Both(TopKind.FtpFiles, transfer.Path, transfer);
        Both(TopKind.FtpDirectories, transfer.Path[..(transfer.Path.LastIndexOf((byte)'/') + 1)], transfer);
        Both(TopKind.FtpHosts, transfer.Client, transfer);

        void Both(TopKind kind, ReadOnlySpan<byte> name, in FtpTransfer of)
        {
            if (name.IsEmpty)
                return;
            var hash = ByteKeys.Hash(name);
            tops?.Add(ledger.Whole, kind, of.UnixSeconds, hash, name, of.Bytes);
            if (domain is not null)
                tops?.Add(domain, kind, of.UnixSeconds, hash, name, of.Bytes);
        }
    }

    private void Request(Account account, in WebRequest request, bool isBot)
    {
        var counts = ledger.At(account, request.UnixSeconds);
        if (isBot)
        {
            counts.Add(Measure.WebBots);
            counts.Add(Measure.WebBotBytes, request.Bytes);
        }
        counts.Add(Measure.WebRequests);
        counts.Add(Measure.WebBytes, request.Bytes);
        counts.Add(Status(request.Status));
    }

    private static ReadOnlySpan<byte> WithoutQuery(ReadOnlySpan<byte> address)
    {
        var query = address.IndexOf((byte)'?');
        return query < 0 ? address : address[..query];
    }

    private void Delay(Account account, in MailDelivery delivery)
    {
        if (double.IsNaN(delivery.DelaySeconds))
            return;
        var step = 0;
        while (step < DelayLimits.Length && delivery.DelaySeconds > DelayLimits[step])
            step++;
        ledger.At(account, delivery.UnixSeconds).Add((Measure)((int)Measure.MailDelay1s + step));
    }

    private static Measure Of(FtpLimit limit) => (Measure)((int)Measure.FtpRefusedPerHost + (int)limit);

    private static Measure Status(int status) => (Measure)((int)Measure.WebStatusOther + (status >= 200 ? (status / 100) - 1 : 0));
}
