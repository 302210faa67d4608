using System.Net;

namespace Metrics.Analyzers.Detectors;

/// <summary>When detectors point at somebody. Zero turns one off.</summary>
public sealed class DetectorOptions
{
    /// <summary>Refusals of one address for having too many FTP connections within a minute; six times as many within an hour do as well.</summary>
    public int FtpRefusals { get; set; } = 10;

    /// <summary>Failed sign-ins of one address within ten minutes, to FTP, mail or a shell, each for itself; three times as many within a day do as well.</summary>
    public int FailedSignIns { get; set; } = 10;

    /// <summary>Recipients that do not exist, asked for by one address within ten minutes; five times as many within a day do as well.</summary>
    public int UnknownRecipients { get; set; } = 20;

    /// <summary>Recipients that a user or a program of this machine sends to within an hour.</summary>
    public int RecipientsPerHour { get; set; } = 1_000;

    /// <summary>Bits of an IPv6 address that stand for one customer.</summary>
    public int Ipv6Prefix { get; set; } = 64;

    /// <summary>Who is never pointed at.</summary>
    public IReadOnlyList<IPNetwork> Spared { get; set; } = [];
}
