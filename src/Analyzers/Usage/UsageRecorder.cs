using System.Runtime.CompilerServices;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Tops;

namespace Metrics.Analyzers.Usage;

/// <summary>Books what a log says to the user it concerns, or to the domain, or to the server, whichever is the narrowest; the wider ones get it from there
/// (<see cref="Ledger"/>).</summary>
/// <param name="ledger">Where it is counted.</param>
/// <param name="tops">Where what is most frequent is ranked; null: nowhere.</param>
/// <param name="logDomain">The domain that all of the log is of; null when its lines say which.</param>
/// <param name="seen">What is remembered of lines of all logs.</param>
internal sealed class UsageRecorder(Ledger ledger, TopLists? tops, DomainAccounts? logDomain, SeenNames seen) : ILogEvents
{
    // Of the measures from MailDelay1s on, in seconds.
    private static ReadOnlySpan<double> DelayLimits => [1, 3, 10, 30, 60, 180, 600, 1_800, 3_600, 10_800, 36_000, 86_400];

    // Broken and whole downloads, then uploads.
    private static ReadOnlySpan<Measure> Files => [Measure.FtpDownloadsBroken, Measure.FtpDownloads, Measure.FtpUploadsBroken, Measure.FtpUploads];

    /// <inheritdoc/>
    public void Accepted(in MailMessage message)
    {
        var time = message.UnixSeconds;
        ledger.At(ledger.Server, time).Add(Measure.MailAccepted);
        tops?.Add(ledger.Whole, TopKind.MailSenders, time, message.Sender, message.Bytes);
        if (message.Origin == MailOrigin.Network)
            tops?.Add(ledger.Whole, TopKind.MailHosts, time, Host(message.Client), message.Bytes);
        tops?.Add(ledger.Whole, TopKind.MailUsers, time, message.User, message.Bytes);
        MailAddress.Split(message.Sender, out var user, out var domainName);
        if (ledger.Domain(domainName) is not { } domain)
            return;
        var counts = ledger.At(ledger.User(domain, user), time);
        counts.Add(Measure.MailSent);
        counts.Add(Measure.MailSentBytes, message.Bytes);
        counts.Add(Measure.MailSentRecipients, message.Recipients);
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
        if (delivery.Relay.IsEmpty)
            Receive(delivery);
        else
            Relay(delivery);
    }

    /// <inheritdoc/>
    public void Rejected(in MailRejection rejection)
    {
        var counts = ledger.At(Mailbox(rejection.Recipient), rejection.UnixSeconds);
        counts.Add(Measure.MailRejected);
        counts.Add((Measure)((int)Measure.MailRejectedOther + (int)rejection.Reason));
        tops?.Add(ledger.Whole, TopKind.MailRefusedHosts, rejection.UnixSeconds, Host(rejection.Client));
    }

    /// <inheritdoc/>
    /// <remarks>Not a part of its caller: the compiler puts only so many methods into one, and the small ones in here count.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Transferred(in FtpTransfer transfer)
    {
        var path = NameHash.Of(transfer.Path);
        var owner = seen.Owners.Of(transfer, path, logDomain);
        var counts = ledger.At(owner.Account, transfer.UnixSeconds);
        if (transfer.Deletion)
        {
            counts.Add(Measure.FtpDeletions);
            return;
        }
        counts.Add(transfer.Upload ? Measure.FtpUploadBytes : Measure.FtpDownloadBytes, transfer.Bytes);
        counts.Add(Files[(transfer.Upload ? 2 : 0) + (transfer.Complete ? 1 : 0)]);
        counts.Add(Measure.FtpMilliseconds, (long)Math.Clamp(transfer.Seconds * 1_000, 0, 1e12));
        if (transfer.Anonymous)
            counts.Add(Measure.FtpAnonymous);
        // Directories and the lists of the server come from these.
        tops?.Add(owner.Domain ?? ledger.Whole, TopKind.FtpFiles, transfer.UnixSeconds, path, transfer.Path, transfer.Bytes);
        tops?.Add(owner.Domain ?? ledger.Whole, TopKind.FtpHosts, transfer.UnixSeconds, Host(transfer.Client), transfer.Bytes);
    }

    /// <inheritdoc/>
    public void Refused(in FtpRefusal refusal) => ledger.At((logDomain ?? ledger.Whole).Total, refusal.UnixSeconds).Add(Of(refusal.Limit));

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
        ledger.At(Who(attempt), attempt.UnixSeconds).Add(measure);
    }

    /// <inheritdoc/>
    public void Requested(in WebRequest request)
    {
        var agent = NameHash.Of(request.Agent);
        var isBot = seen.Bots.Is(request.Agent, agent);
        var domain = logDomain ?? ledger.Domain(request.Host) ?? (request.Host.StartsWith("www."u8) ? ledger.Domain(request.Host[4..]) : null);
        var counts = ledger.At((domain ?? ledger.Whole).Total, request.UnixSeconds);
        counts.Add(Measure.WebRequests);
        counts.Add(Measure.WebBytes, request.Bytes);
        counts.Add(Status(request.Status));
        if (isBot)
        {
            counts.Add(Measure.WebBots);
            counts.Add(Measure.WebBotBytes, request.Bytes);
        }
        if (domain is null || tops is null)
            return;
        tops.Add(domain, TopKind.WebAgents, request.UnixSeconds, agent, request.Agent, request.Bytes);
        if (isBot)
            return;
        tops.Add(domain, TopKind.WebPaths, request.UnixSeconds, request.Path, request.Bytes);
        tops.Add(domain, TopKind.WebReferrers, request.UnixSeconds, request.Referrer, request.Bytes);
        tops.Visit(domain, request.UnixSeconds, Host(request.Client));
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
        ledger.At(Mailbox(verdict.Recipient), verdict.UnixSeconds).Add(measure);
    }

    /// <inheritdoc/>
    public void Blocked(in PacketRefused packet) => ledger.At(ledger.Server, packet.UnixSeconds).Add(Measure.PacketsRefused);

    // Who writes from outside can name any mailbox: of those that nothing was delivered to or sent from the domain has it.
    private Account Mailbox(ReadOnlySpan<byte> address)
    {
        MailAddress.Split(address, out var user, out var domain);
        return Known(ledger.Domain(domain), user);
    }

    // Whose password was right is a user; any name can be tried.
    private Account Who(in SignIn attempt)
    {
        MailAddress.Split(attempt.Anonymous ? "anonymous"u8 : attempt.User, out var user, out var domainName);
        var domain = logDomain ?? ledger.Domain(domainName);
        return attempt.Succeeded && domain is not null ? ledger.User(domain, user) : Known(domain, user);
    }

    private Account Known(DomainAccounts? domain, ReadOnlySpan<byte> user) => domain is null ? ledger.Server : domain.Known(user) ?? domain.Total;

    private void OfSender(ReadOnlySpan<byte> sender, long time, Measure measure)
    {
        MailAddress.Split(sender, out var user, out var domainName);
        var domain = ledger.Domain(domainName);
        ledger.At(domain is null ? ledger.Server : ledger.User(domain, user), time).Add(measure);
    }

    private void Relay(in MailDelivery delivery)
    {
        var time = delivery.UnixSeconds;
        var domain = ledger.Domain(MailAddress.Domain(delivery.Sender));
        Delay(domain ?? ledger.Whole, delivery);
        OfSender(delivery.Sender, time, Measure.MailRelayed);
        tops?.Add(ledger.Whole, TopKind.MailRelays, time, delivery.Relay, delivery.Bytes);
        if (domain is not null)
            tops?.Add(domain, TopKind.MailAddressees, time, delivery.Recipient, delivery.Bytes);
    }

    private void Receive(in MailDelivery delivery)
    {
        var time = delivery.UnixSeconds;
        MailAddress.Split(delivery.Recipient, out var user, out var domainName);
        var domain = ledger.Domain(domainName);
        Delay(domain ?? ledger.Whole, delivery);
        tops?.Add(ledger.Whole, TopKind.MailRecipients, time, delivery.Recipient, delivery.Bytes);
        if (delivery.FirstOfMessage)
            ledger.At(ledger.Server, time).Add(Measure.MailReceived);
        var counts = ledger.At(domain is null ? ledger.Server : ledger.User(domain, user), time);
        counts.Add(Measure.MailReceivedBytes, delivery.Bytes);
        counts.Add(Measure.MailReceivedRecipients);
        if (domain is null)
            return;
        counts.Add(Measure.MailReceived);
        if (delivery.FirstOfDomain)
            ledger.At(domain.Total, time).Add(Measure.MailReceived);
        tops?.Add(domain, TopKind.MailCorrespondents, time, delivery.Sender, delivery.Bytes);
    }

    private void Delay(DomainAccounts domain, in MailDelivery delivery)
    {
        if (double.IsNaN(delivery.DelaySeconds))
            return;
        var step = 0;
        while (step < DelayLimits.Length && delivery.DelaySeconds > DelayLimits[step])
            step++;
        ledger.At(domain.Total, delivery.UnixSeconds).Add((Measure)((int)Measure.MailDelay1s + step));
    }

    // Servers that listen on IPv6 write an IPv4 address as ::ffff:192.0.2.7 (RFC 4291, 2.5.5.2).
    private static ReadOnlySpan<byte> Host(ReadOnlySpan<byte> address) => address.StartsWith("::ffff:"u8) && address.Contains((byte)'.') ? address["::ffff:".Length..] : address;

    private static Measure Of(FtpLimit limit) => (Measure)((int)Measure.FtpRefusedPerHost + (int)limit);

    private static Measure Status(int status) => (Measure)((int)Measure.WebStatusOther + (status >= 200 ? (status / 100) - 1 : 0));
}
