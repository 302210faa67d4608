using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Stamps;

namespace Metrics.Analyzers;

/// <summary>The formats that are known.</summary>
public static class LogFormats
{
    private static readonly (string Name, LogFamily Family, string Description, Func<StampReader, ILogFormat> Make)[] Known =
    [
        ("combined", LogFamily.Web, "access logs of Apache and nginx, common or combined", stamps => new CombinedLog(stamps, withHost: false)),
        ("exim", LogFamily.Mail, "Exim's main log", stamps => new Exim(stamps)),
        ("postfix", LogFamily.Mail, "Postfix in the system log", stamps => new Postfix(stamps)),
        ("proftpd", LogFamily.Ftp, "what ProFTPD says of connections, in the system log or its SystemLog", stamps => new ProFtpd(stamps)),
        ("vhost_combined", LogFamily.Web, "access logs whose lines begin with the virtual host", stamps => new CombinedLog(stamps, withHost: true)),
        ("xferlog", LogFamily.Ftp, "transfers as wu-ftpd, ProFTPD, vsftpd and Pure-FTPd log them", stamps => new Xferlog(stamps)),
    ];

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(f => f.Name)];

    /// <summary>What a format is of.</summary>
    /// <exception cref="InvalidOperationException">There is no such format.</exception>
    public static LogFamily FamilyOf(string name) => Known.First(f => f.Name == name).Family;

    /// <summary>What a format is, in a few words.</summary>
    /// <exception cref="InvalidOperationException">There is no such format.</exception>
    public static string DescriptionOf(string name) => Known.First(f => f.Name == name).Description;

    /// <summary>A reader for one log.</summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    internal static ILogFormat Make(string name, TimeZoneInfo zone, long fileUnixSeconds)
    {
        foreach (var (known, _, _, make) in Known)
            if (known == name)
                return make(new StampReader(zone, fileUnixSeconds));
        throw new ArgumentException($"There is no log format \"{name}\"; known are {string.Join(", ", Names)}.", nameof(name));
    }
}
