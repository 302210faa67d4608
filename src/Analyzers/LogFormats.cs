using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Stamps;

namespace Metrics.Analyzers;

/// <summary>The formats that are known.</summary>
public static class LogFormats
{
    // A log that several could read is of the first of them.
    private static readonly (string Name, LogFamily[] Families, string Description, Func<StampReader, ILogFormat> Make)[] Known =
    [
        ("vhost_combined", [LogFamily.Web], "access logs whose lines begin with the virtual host", stamps => new CombinedLog(stamps, withHost: true)),
        ("pureftpd_transfers", [LogFamily.Ftp], "transfers as Pure-FTPd logs them with `-O clf:`, `-O stats:` or `-O w3c:`", stamps => new PureFtpdTransfers(stamps)),
        ("proftpd_extended", [LogFamily.Ftp], "ProFTPD's ExtendedLog in the formats of its sample configuration", stamps => new ProFtpdExtended(stamps)),
        ("combined", [LogFamily.Web], "access logs of Apache and nginx, common or combined", stamps => new CombinedLog(stamps, withHost: false)),
        ("exim", [LogFamily.Mail], "Exim's main log, or Exim in the system log", stamps => new Exim(stamps, new MessageTracker())),
        ("vsftpd", [LogFamily.Ftp], "vsftpd's log in its own format", stamps => new VsFtpd(stamps)),
        ("xferlog", [LogFamily.Ftp], "transfers as wu-ftpd, ProFTPD, vsftpd and Pure-FTPd log them", stamps => new Xferlog(stamps)),
        System("postfix", "Postfix in the system log", [LogFamily.Mail], (_, messages) => [new Postfix(messages)]),
        System("sendmail", "Sendmail in the system log", [LogFamily.Mail], (_, messages) => [new Sendmail(messages)]),
        System("qmail", "qmail with labels of multilog or in the system log", [LogFamily.Mail], (_, messages) => [new Qmail(messages)]),
        System("opensmtpd", "OpenSMTPD in the system log", [LogFamily.Mail], (_, messages) => [new OpenSmtpd(messages)]),
        System("proftpd", "what ProFTPD says of connections, in the system log or its SystemLog", [LogFamily.Ftp], (_, _) => [new ProFtpd()]),
        System("pureftpd", "Pure-FTPd in the system log", [LogFamily.Ftp], (_, _) => [new PureFtpd()]),
        System("dovecot", "Dovecot's sign-ins, in the system log or a log of its own", [LogFamily.Mail], (_, _) => [new Dovecot()]),
        System("courier", "Courier's sign-ins and refusals in the system log", [LogFamily.Mail], (_, _) => [new Courier()]),
        System("filters", "spam and virus filters and greylists in the system log or logs of their own", [LogFamily.Mail], (_, _) => Filters()),
        System("sshd", "sign-ins to OpenSSH in the system log", [LogFamily.Host], (_, _) => [new Sshd()]),
        System("kernel", "packets that iptables and nftables log", [LogFamily.Host], (_, _) => [new PacketFilter()]),
        System("mail", "the system log of mail: all mail servers and filters that are known", [LogFamily.Mail], MailPrograms),
        System("syslog", "the system log: all programs that are known", [LogFamily.Mail, LogFamily.Host],
            (stamps, messages) => [.. MailPrograms(stamps, messages), new Sshd(), new PacketFilter(), new ProFtpd(), new PureFtpd()]),
    ];

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(f => f.Name).Order(StringComparer.Ordinal)];

    /// <summary>Names of those that read a system log, and the systemd journal therefore.</summary>
    public static IReadOnlyList<string> OfSystemLogs { get; } =
        [.. Known.Where(f => f.Make(new StampReader(TimeZoneInfo.Utc, () => 0)) is SystemLog).Select(f => f.Name).Order(StringComparer.Ordinal)];

    /// <summary>Their names, those first that know their lines best: of formats that read the same lines of a log, the first is its.</summary>
    internal static IEnumerable<string> ByPrecision => Known.Select(f => f.Name);

    /// <summary>What a format is of.</summary>
    /// <exception cref="InvalidOperationException">There is no such format.</exception>
    public static IReadOnlyList<LogFamily> FamiliesOf(string name) => Known.First(f => f.Name == name).Families;

    /// <summary>What a format is, in a few words.</summary>
    /// <exception cref="InvalidOperationException">There is no such format.</exception>
    public static string DescriptionOf(string name) => Known.First(f => f.Name == name).Description;

    /// <summary>A reader for one log.</summary>
    /// <param name="name">Name of the format.</param>
    /// <param name="zone">The zone of stamps that have none.</param>
    /// <param name="newest">The latest that a line can be of, in seconds since the epoch.</param>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    internal static ILogFormat Make(string name, TimeZoneInfo zone, Func<long> newest)
    {
        foreach (var (known, _, _, make) in Known)
            if (known == name)
                return make(new StampReader(zone, newest));
        throw new ArgumentException($"There is no log format \"{name}\"; known are {string.Join(", ", Names)}.", nameof(name));
    }

    private static ISyslogProgram[] MailPrograms(StampReader stamps, MessageTracker messages) =>
    [
        new Postfix(messages), new Exim(stamps, messages), new Sendmail(messages), new OpenSmtpd(messages), new Qmail(messages), new Dovecot(), new Courier(), .. Filters(),
    ];

    private static ISyslogProgram[] Filters() => [new Spamd(), new Rspamd(), new Amavis(), new ClamAv(), new Greylists()];

    private static (string Name, LogFamily[] Families, string Description, Func<StampReader, ILogFormat> Make) System(
        string name, string description, LogFamily[] families, Func<StampReader, MessageTracker, ISyslogProgram[]> programs)
    {
        return (name, families, description, Make);

        SystemLog Make(StampReader stamps)
        {
            var messages = new MessageTracker();
            return new SystemLog(name, stamps, messages, programs(stamps, messages));
        }
    }
}
