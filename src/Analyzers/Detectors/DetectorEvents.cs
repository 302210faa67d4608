using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Detectors;

/// <summary>Gives all detectors what logs say, however many logs there are: who is refused in one may sign in in another.</summary>
internal sealed class DetectorEvents : ILogEvents
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly AddressDetector? downloads;
    private readonly AddressDetector? ftpPasswords;
    private readonly AddressDetector? mailPasswords;
    private readonly AddressDetector? sshPasswords;
    private readonly AddressDetector? harvesting;
    private readonly SendingDetector? sending;
    private readonly AddressDetector[] ofAddresses;
    private bool isPending;

    /// <summary>Sets the detectors up.</summary>
    /// <param name="options">Which there are, and their limits.</param>
    /// <param name="zone">The zone of the log's hours.</param>
    /// <param name="usual">See <see cref="SendingDetector"/>.</param>
    /// <param name="found">Takes who is pointed at.</param>
    public DetectorEvents(DetectorOptions options, TimeZoneInfo zone, Func<string, long, long?> usual, Action<Offender> found)
    {
        downloads = Make("downloads", "connections refused for too many at once", options.FtpRefusals, TimeSpan.FromMinutes(1), 6, Hour);
        ftpPasswords = Make("passwords.ftp", "failed sign-ins to FTP", options.FailedSignIns, TenMinutes, 3, Day);
        mailPasswords = Make("passwords.mail", "failed sign-ins to mail", options.FailedSignIns, TenMinutes, 3, Day);
        sshPasswords = Make("passwords.ssh", "failed sign-ins to a shell", options.FailedSignIns, TenMinutes, 3, Day);
        harvesting = Make("harvesting", "recipients that do not exist", options.UnknownRecipients, TenMinutes, 5, Day);
        ofAddresses = [.. new[] { downloads, ftpPasswords, mailPasswords, sshPasswords, harvesting }.OfType<AddressDetector>()];
        sending = options.RecipientsPerHour > 0 ? new SendingDetector(options.RecipientsPerHour, zone, usual, found) : null;

        AddressDetector? Make(string name, string deed, int burst, TimeSpan burstTime, int factor, TimeSpan persistentTime) =>
            burst > 0 ? new AddressDetector(name, deed, new DetectorLimits(burst, burstTime, burst * factor, persistentTime), options, found) : null;
    }

    /// <summary>What each has to remember beyond a restart, as changes since the last time.</summary>
    public IReadOnlyList<(string Detector, StateChanges Changes)> Save()
    {
        var all = new List<(string, StateChanges)>();
        foreach (var detector in ofAddresses)
        {
            var changes = new StateChanges();
            detector.Save(changes);
            all.Add((detector.Name, changes));
        }
        if (sending is not null)
        {
            var changes = new StateChanges();
            sending.Save(changes);
            all.Add((SendingDetector.Name, changes));
        }
        return all;
    }

    /// <summary>Takes back an entry of a detector; of one that is off nothing is taken.</summary>
    /// <exception cref="FormatException">It was written by something else.</exception>
    public void Restore(string detector, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        foreach (var one in ofAddresses)
            if (one.Name == detector)
                one.Restore(key, value);
        if (detector == SendingDetector.Name)
            sending?.Restore(key, value);
    }

    /// <inheritdoc/>
    public void Accepted(in MailMessage message)
    {
        if (message.Origin == MailOrigin.Network)
            harvesting?.Good(message.Client, message.UnixSeconds);
        sending?.Sent(message);
        isPending = true;
    }

    /// <inheritdoc/>
    public void Delivered(in MailDelivery delivery)
    {
        // Says nothing of who sent it.
    }

    /// <inheritdoc/>
    public void Rejected(in MailRejection rejection)
    {
        if (rejection.Reason != RejectReason.UnknownRecipient)
            return;
        harvesting?.Bad(rejection.Client, rejection.UnixSeconds);
        isPending = true;
    }

    /// <inheritdoc/>
    public void Transferred(in FtpTransfer transfer)
    {
        // Pieces of a file are what download managers fetch.
        if (transfer.Upload || transfer.Complete)
            return;
        downloads?.Note(transfer.Client);
        isPending = true;
    }

    /// <inheritdoc/>
    public void Refused(in FtpRefusal refusal)
    {
        // A full server or a shared account is nobody's fault.
        if (refusal.Limit != FtpLimit.PerHost)
            return;
        downloads?.Bad(refusal.Client, refusal.UnixSeconds);
        isPending = true;
    }

    /// <inheritdoc/>
    public void SignedIn(in SignIn attempt)
    {
        var passwords = attempt.Service switch
        {
            SignInService.Ftp => ftpPasswords,
            SignInService.Mail => mailPasswords,
            _ => sshPasswords,
        };
        if (!attempt.Succeeded)
            passwords?.Bad(attempt.Client, attempt.UnixSeconds);
        else if (attempt.Anonymous)
            downloads?.Note(attempt.Client);
        else
        {
            passwords?.Good(attempt.Client, attempt.UnixSeconds);
            if (attempt.Service == SignInService.Ftp)
                downloads?.Good(attempt.Client, attempt.UnixSeconds);
        }
        isPending = true;
    }

    /// <inheritdoc/>
    public void Requested(in WebRequest request)
    {
        // Nobody is pointed at for reading pages.
    }

    /// <inheritdoc/>
    public void Judged(in MailVerdict verdict)
    {
        // The envelope of spam is forged.
    }

    /// <inheritdoc/>
    public void Blocked(in PacketRefused packet)
    {
        // Whose packets are kept out is kept out already; and anybody can write any address as the sender of a packet.
    }

    /// <inheritdoc/>
    public void LineEnded(ReadOnlySpan<byte> line)
    {
        if (!isPending)
            return;
        isPending = false;
        foreach (var detector in ofAddresses)
            detector.LineEnded(line);
        sending?.LineEnded(line);
    }
}
