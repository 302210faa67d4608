using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Stamps;

namespace Metrics.Analyzers;

/// <summary>The formats that are known.</summary>
public static class LogFormats
{
    private static readonly (string Name, Func<StampReader, ILogFormat> Make)[] Known =
    [
        ("combined", stamps => new CombinedLog(stamps, withHost: false)),
        ("postfix", stamps => new Postfix(stamps)),
        ("proftpd", stamps => new ProFtpd(stamps)),
        ("vhost_combined", stamps => new CombinedLog(stamps, withHost: true)),
        ("xferlog", stamps => new Xferlog(stamps)),
    ];

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(f => f.Name)];

    /// <summary>A reader for one log.</summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    internal static ILogFormat Make(string name, TimeZoneInfo zone, long fileUnixSeconds)
    {
        foreach (var (known, make) in Known)
            if (known == name)
                return make(new StampReader(zone, fileUnixSeconds));
        throw new ArgumentException($"There is no log format \"{name}\"; known are {string.Join(", ", Names)}.", nameof(name));
    }
}
