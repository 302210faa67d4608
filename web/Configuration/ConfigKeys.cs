using System.Net;
using Metrics.Collector;
using Metrics.Grapher;

namespace Metrics.Web.Configuration;

/// <summary>Every setting there is. Reading, messages, <c>config show</c> and docs/config.md follow this table.</summary>
internal static class ConfigKeys
{
    private const int MaximumTiles = 6;

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    /// <summary>The settings, by section, in the order of the documentation.</summary>
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        new ConfigKey<IReadOnlyList<IPEndPoint>>("server", "listen", ConfigTypes.Addresses,
            "Where the pages are served. Port 0 takes any free port.",
            s => s.Server.Listen, (s, v) => s.Server.Listen = v)
        { Limits = "loopback addresses only", Check = OnLoopback },

        new ConfigKey<IReadOnlyList<string>>("server", "hosts", ConfigTypes.TextList,
            "Host names that requests may carry besides `localhost` and loopback addresses, for a reverse proxy on this machine.",
            s => s.Server.Hosts, (s, v) => s.Server.Hosts = v)
        { Limits = "names without port", Check = AreHostNames },

        new ConfigKey<string>("server", "title", ConfigTypes.Text, "Name of the machine on every page.",
            s => s.Server.Title, (s, v) => s.Server.Title = v)
        { Limits = "1 to 100 characters", DefaultInWords = "the machine's host name", Check = text => Length(text, 1, 100) },

        new ConfigKey<string>("server", "description", ConfigTypes.Text, "One line under the name.",
            s => s.Server.Description, (s, v) => s.Server.Description = v)
        { Limits = "at most 200 characters", DefaultInWords = "system, cores and memory of the machine", Check = text => Length(text, 0, 200) },

        new ConfigKey<TimeZoneInfo>("server", "timezone", ConfigTypes.Zone, "Zone of every time on pages and graphs.",
            s => s.Server.TimeZone, (s, v) => s.Server.TimeZone = v)
        { Limits = "a name of the tz database", DefaultInWords = "the machine's zone" },

        new ConfigKey<TimeSpan>("server", "refresh", ConfigTypes.Duration,
            "How often pages load themselves again; 10 s in the first hour of a new installation.",
            s => s.Server.Refresh, (s, v) => s.Server.Refresh = v)
        { Limits = "10s to 1h", Check = span => Between(span, TimeSpan.FromSeconds(10), OneHour) },

        new ConfigKey<IReadOnlyList<string>>("server", "tiles", ConfigTypes.TextList,
            "Names of the series whose values stand on top of the first page.",
            s => s.Server.Tiles, (s, v) => s.Server.Tiles = v)
        {
            Limits = "at most 6",
            DefaultInWords = "chosen from what there is",
            Check = tiles => tiles.Count <= MaximumTiles ? null : $"takes at most {MaximumTiles} names; found {tiles.Count}.",
        },

        new ConfigKey<string>("store", "path", ConfigTypes.Text, "The data directory; made when it is not there.",
            s => s.Store.Path, (s, v) => s.Store.Path = v)
        { Limits = "an absolute path", DefaultInWords = "`/var/lib/metrics`; `data` in a checkout", Check = IsAbsolute },

        new ConfigKey<TimeSpan>("store", "sync", ConfigTypes.Duration,
            "Longest time until a reading is safe from a power cut; `0s` makes every batch safe before it counts as taken.",
            s => s.Store.Sync, (s, v) => s.Store.Sync = v)
        { Limits = "0s to 1m", Check = span => Between(span, TimeSpan.Zero, OneMinute) },

        new ConfigKey<TimeSpan>("collector", "step", ConfigTypes.Duration, "Time between samples of everything without a step of its own.",
            s => s.Collector.Step, (s, v) => s.Collector.Step = v)
        { Limits = "whole seconds that divide a minute", Check = IsStep },

        new ConfigKey<TimeSpan>("collector", "network_step", ConfigTypes.Duration, "Time between samples of network interfaces.",
            s => s.Collector.NetworkStep, (s, v) => s.Collector.NetworkStep = v)
        { Limits = "whole seconds that divide a minute", Check = IsStep },

        new ConfigKey<IReadOnlyList<string>>("collector", "disabled", ConfigTypes.TextList, "Sources that are not wanted.",
            s => [.. s.Collector.Disabled], (s, v) => Replace(s.Collector.Disabled, v))
        { Limits = "names of sources, as on the status page", Check = AreSources },

        new ConfigKey<string>("collector", "proc_root", ConfigTypes.Text, "Where proc(5) is mounted.",
            s => s.Collector.ProcRoot, (s, v) => s.Collector.ProcRoot = v)
        { Limits = "a directory", Check = IsDirectory },

        new ConfigKey<string>("collector", "sys_root", ConfigTypes.Text, "Where sysfs(5) is mounted.",
            s => s.Collector.SysRoot, (s, v) => s.Collector.SysRoot = v)
        { Limits = "a directory", Check = IsDirectory },
    ];

    /// <summary>The sections, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Sections { get; } = [.. All.Select(key => key.Section).Distinct()];

    private static string? OnLoopback(IReadOnlyList<IPEndPoint> addresses) =>
        addresses.FirstOrDefault(a => !IPAddress.IsLoopback(a.Address)) is { } open
            ? $"has {open}, which other machines can reach; there is no sign-in yet, so only loopback addresses such as 127.0.0.1:{open.Port} are served."
            : null;

    private static string? AreHostNames(IReadOnlyList<string> hosts) =>
        hosts.FirstOrDefault(h => Uri.CheckHostName(h) == UriHostNameType.Unknown) is { } wrong
            ? $"takes host names without port; found \"{ConfigValue.Printable(wrong)}\"."
            : null;

    private static string? Length(string text, int least, int most) =>
        text.Length < least || text.Length > most ? $"takes {least} to {most} characters; found {text.Length}." : null;

    private static string? Between(TimeSpan span, TimeSpan least, TimeSpan most) =>
        span < least || span > most ? $"takes {ConfigTypes.Format(least)} to {ConfigTypes.Format(most)}; found {ConfigTypes.Format(span)}." : null;

    /// <summary>With another step the rows of a minute would not end on the minute.</summary>
    private static string? IsStep(TimeSpan span) => span >= OneSecond && OneMinute.Ticks % span.Ticks == 0 && span.Ticks % OneSecond.Ticks == 0
        ? null
        : $"takes 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60 seconds; found {ConfigTypes.Format(span)}.";

    private static string? AreSources(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !CollectorOptions.SourceNames.Contains(name)) is not { } wrong)
            return null;
        var meant = NearestName.Of(wrong, CollectorOptions.SourceNames) is { } near
            ? $"did you mean \"{near}\"?"
            : $"there are {string.Join(", ", CollectorOptions.SourceNames)}.";
        return $"has \"{ConfigValue.Printable(wrong)}\", which is no source; {meant}";
    }

    private static string? IsAbsolute(string path) =>
        Path.IsPathRooted(path) && !path.Contains('\0') ? null : $"takes an absolute path; found \"{ConfigValue.Printable(path)}\".";

    private static string? IsDirectory(string path) =>
        IsAbsolute(path) ?? (Directory.Exists(path) ? null : $"takes a directory; there is none at {ConfigValue.Printable(path)}.");

    private static void Replace(IList<string> list, IEnumerable<string> items)
    {
        list.Clear();
        foreach (var item in items)
            list.Add(item);
    }
}
