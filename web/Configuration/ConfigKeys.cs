using System.Net;
using Metrics.Actions.Firewall;
using Metrics.Actions.Mail;
using Metrics.Actions.Traps;
using Metrics.Analyzers;
using Metrics.Collector;
using Metrics.Grapher;
using Metrics.Web.Access;

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
        new ConfigKey<IReadOnlyList<EndPoint>>("server", "listen", ConfigTypes.Addresses,
            "Where the pages are served: addresses with ports, and Unix sockets such as `unix:/run/metrics/http.sock`. Port 0 takes any free port.",
            s => s.Server.Listen, (s, v) => s.Server.Listen = v)
        { Limits = "others than loopback addresses only with a user or a trusted proxy" },

        new ConfigKey<IReadOnlyList<string>>("server", "hosts", ConfigTypes.TextList,
            "Host names that requests may carry besides `localhost` and our own addresses.",
            s => s.Server.Hosts, (s, v) => s.Server.Hosts = v)
        { Limits = "names without port", Check = AreHostNames },

        new ConfigKey<string>("server", "certificate", ConfigTypes.Text,
            "File of the certificate in PEM, with those that lead to its root; all addresses but sockets then speak https. Read again when it has changed.",
            s => s.Server.Certificate, (s, v) => s.Server.Certificate = v)
        { Limits = "an absolute path; empty: plain http", Check = path => path.Length == 0 ? null : IsAbsolute(path) },

        new ConfigKey<string>("server", "certificate_key", ConfigTypes.Text, "File of its private key in PEM.",
            s => s.Server.CertificateKey, (s, v) => s.Server.CertificateKey = v)
        { Limits = "an absolute path; empty: in the same file", Check = path => path.Length == 0 ? null : IsAbsolute(path) },

        new ConfigKey<string>("server", "base_path", ConfigTypes.Text,
            "The path below which a reverse proxy serves the pages, such as `/metrics`, whether it takes it away or not.",
            s => s.Server.BasePath, (s, v) => s.Server.BasePath = v)
        { Limits = "begins with a slash and does not end with one; empty: none", Check = IsBasePath },

        new ConfigKey<IReadOnlyList<string>>("server", "proxies", ConfigTypes.TextList,
            "Reverse proxies whose `X-Forwarded-For`, `-Proto`, `-Host` and `-Prefix` are true; from others they mean nothing.",
            s => s.Server.Proxies, (s, v) => s.Server.Proxies = v)
        { Limits = "addresses, networks such as `10.0.0.0/8`, and `unix`", Check = AreProxies },

        new ConfigKey<string>("server", "old_addresses", ConfigTypes.Text,
            "File that says which graph each target of an MRTG has become; its addresses and those of mrtg-rrd.cgi then lead here.",
            s => s.Server.OldAddresses, (s, v) => s.Server.OldAddresses = v)
        { Limits = "an absolute path; empty: none", Check = path => path.Length == 0 ? null : IsAbsolute(path) },

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

        new ConfigKey<bool>("server", "script", ConfigTypes.Truth,
            "Whether pages have their one script: new data in place, values under the pointer, dragging to zoom, keys. Everything works without it.",
            s => s.Server.Script, (s, v) => s.Server.Script = v)
        { Limits = "true or false" },

        new ConfigKey<IReadOnlyList<string>>("server", "tiles", ConfigTypes.TextList,
            "Names of the series whose values stand on top of the first page.",
            s => s.Server.Tiles, (s, v) => s.Server.Tiles = v)
        {
            Limits = "at most 6",
            DefaultInWords = "chosen from what there is",
            Check = tiles => tiles.Count <= MaximumTiles ? null : $"takes at most {MaximumTiles} names; found {tiles.Count}.",
        },

        new ConfigKey<TimeSpan>("access", "session", ConfigTypes.Duration,
            "How long a sign-in lasts without a request; a page that is left open makes one at each refresh.",
            s => s.Access.Session, (s, v) => s.Access.Session = v)
        { Limits = "5m to 365d", Check = span => Between(span, TimeSpan.FromMinutes(5), TimeSpan.FromDays(365)) },

        new ConfigKey<string>("access", "user_header", ConfigTypes.Text,
            "The header in which a proxy of `server.proxies` names the user, such as `X-Remote-User`; empty: none.",
            s => s.Access.UserHeader, (s, v) => s.Access.UserHeader = v)
        { Limits = "a name of a header", Check = IsHeader },

        new ConfigKey<bool>("access", "plain_passwords", ConfigTypes.Truth,
            "Takes passwords from other machines over plain HTTP too, where others can read them.",
            s => s.Access.PlainPasswords, (s, v) => s.Access.PlainPasswords = v),

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

        new ConfigKey<IReadOnlyList<string>>("logs", "domains", ConfigTypes.TextList,
            "Domains of this server: usage is counted for them and their users, and for the server as a whole.",
            s => s.Logs.Domains, (s, v) => s.Logs.Domains = [.. v.Select(domain => domain.ToLowerInvariant())])
        { Limits = "names of domains", Check = AreHostNames },

        new ConfigKey<IReadOnlyList<string>>("logs", "domain_files", ConfigTypes.TextList,
            "Files of the mail server that name more domains, one on each line, such as `/etc/mail/local-host-names` or the sources of Postfix's tables; read again when they have changed.",
            s => s.Logs.DomainFiles, (s, v) => s.Logs.DomainFiles = v)
        { Limits = "absolute paths", Check = paths => paths.Select(IsAbsolute).FirstOrDefault(fault => fault is not null) },

        new ConfigKey<int>("logs", "database_size", ConfigTypes.Count,
            "How large the database of usage may grow, in MiB. When it is nearly full, lists and users of the oldest months go, then users of whom little was counted; sums of domains stay. Beside it lies its write-ahead log: 16 MiB, and for the time of a commit the pages that this one changes.",
            s => s.Logs.DatabaseSize, (s, v) => s.Logs.DatabaseSize = v)
        { Limits = "256 to 1000000", Check = size => size is >= 256 and <= 1_000_000 ? null : $"takes 256 to 1000000; found {size}." },

        new ConfigKey<IReadOnlyList<string>>("logs", "journal", ConfigTypes.TextList,
            "Formats whose lines are read from the systemd journal, with journalctl(1), instead of from a file.",
            s => s.Logs.Journal, (s, v) => s.Logs.Journal = v)
        { Limits = $"{string.Join(", ", LogFormats.OfSystemLogs)}", Check = AreJournalFormats },

        .. LogFormats.Names.Select(format => new ConfigKey<IReadOnlyList<string>>("logs", format, ConfigTypes.TextList,
            $"Logs to read: {LogFormats.DescriptionOf(format)}.",
            s => s.Logs.Paths.GetValueOrDefault(format, []), (s, v) => s.Logs.Paths[format] = v)
        { Limits = "absolute paths; `*` and `?` in names", Check = paths => paths.Select(IsAbsolute).FirstOrDefault(fault => fault is not null) }),

        new ConfigKey<int>("detectors", "ftp_refusals", ConfigTypes.Count,
            "Points at an address that was refused so often within a minute for too many FTP connections at once, or six times as often within an hour.",
            s => s.Logs.Detectors.FtpRefusals, (s, v) => s.Logs.Detectors.FtpRefusals = v)
        { Limits = "0: off; to 1000", Check = count => AtMost(count, 1_000) },

        new ConfigKey<int>("detectors", "failed_sign_ins", ConfigTypes.Count,
            "Points at an address with so many failed sign-ins to FTP, mail or a shell within ten minutes, or three times as many within a day.",
            s => s.Logs.Detectors.FailedSignIns, (s, v) => s.Logs.Detectors.FailedSignIns = v)
        { Limits = "0: off; to 1000", Check = count => AtMost(count, 1_000) },

        new ConfigKey<int>("detectors", "unknown_recipients", ConfigTypes.Count,
            "Points at an address that asked for so many recipients that do not exist within ten minutes, or for five times as many within a day.",
            s => s.Logs.Detectors.UnknownRecipients, (s, v) => s.Logs.Detectors.UnknownRecipients = v)
        { Limits = "0: off; to 1000", Check = count => AtMost(count, 1_000) },

        new ConfigKey<int>("detectors", "recipients_per_hour", ConfigTypes.Count,
            "Points at a user or program of this machine that sends to so many recipients within an hour; or to a tenth, if that is five times what the same hour of the last four weeks had.",
            s => s.Logs.Detectors.RecipientsPerHour, (s, v) => s.Logs.Detectors.RecipientsPerHour = v)
        { Limits = "0: off; to 1000000", Check = count => AtMost(count, 1_000_000) },

        new ConfigKey<int>("detectors", "ipv6_prefix", ConfigTypes.Count, "Bits of an IPv6 address that stand for one customer.",
            s => s.Logs.Detectors.Ipv6Prefix, (s, v) => s.Logs.Detectors.Ipv6Prefix = v)
        { Limits = "48 to 128", Check = bits => bits is >= 48 and <= 128 ? null : $"takes 48 to 128; found {bits}." },

        new ConfigKey<IReadOnlyList<string>>("detectors", "spared", ConfigTypes.TextList,
            "Who is never pointed at: own networks, monitors, customers with fixed addresses.",
            s => [.. s.Logs.Detectors.Spared.Select(network => network.ToString())], (s, v) => s.Logs.Detectors.Spared = [.. v.Select(text => ProxyTrust.Read(text)!.Value)])
        { Limits = "addresses, and networks such as `10.0.0.0/8`", Check = AreNetworks },

        new ConfigKey<IReadOnlyList<string>>("mail", "host", ConfigTypes.TextList,
            "The smart host that takes our mail: never the mail server of this machine, which may be what has failed. The next one is tried when one does not take a mail.",
            s => s.Mail.Hosts, (s, v) => s.Mail.Hosts = v)
        { Limits = "names or addresses; empty: no mail", Check = AreHostNames },

        new ConfigKey<int>("mail", "port", ConfigTypes.Count, "Its port: 587 with starttls, 465 with implicit.",
            s => s.Mail.Port, (s, v) => s.Mail.Port = v)
        { Limits = "1 to 65535", Check = port => port is >= 1 and <= 65_535 ? null : $"takes 1 to 65535; found {port}." },

        new ConfigKey<string>("mail", "tls", ConfigTypes.Text,
            "How the connection is encrypted: `starttls` in its course, and not at all without; `implicit` from the first byte; `none`.",
            s => s.Mail.Tls.ToString().ToLowerInvariant(), (s, v) => s.Mail.Tls = Enum.Parse<TlsMode>(v, ignoreCase: true))
        { Limits = "starttls, implicit or none", Check = IsTlsMode },

        new ConfigKey<string>("mail", "authority", ConfigTypes.Text, "File of certificates in PEM that must have signed the smart host's.",
            s => s.Mail.Authority, (s, v) => s.Mail.Authority = v)
        { Limits = "an absolute path; empty: those that the system trusts", Check = path => path.Length == 0 ? null : IsAbsolute(path) },

        new ConfigKey<string>("mail", "user", ConfigTypes.Text, "The user who signs in at the smart host.",
            s => s.Mail.User, (s, v) => s.Mail.User = v)
        { Limits = "empty: nobody signs in", Check = text => Length(text, 0, 200) },

        new ConfigKey<string>("mail", "password_credential", ConfigTypes.Text, "Name of the credential of systemd that has the password (`LoadCredential=`).",
            s => s.Mail.PasswordCredential, (s, v) => s.Mail.PasswordCredential = v)
        { Limits = "a name without slashes", Check = name => name.Contains('/') || name is "." or ".." ? $"takes a name without slashes; found \"{ConfigValue.Printable(name)}\"." : null },

        new ConfigKey<string>("mail", "password_file", ConfigTypes.Text, "File that has the password, where there is no systemd. It is read again for each mail.",
            s => s.Mail.PasswordFile, (s, v) => s.Mail.PasswordFile = v)
        { Limits = "an absolute path", Check = path => path.Length == 0 ? null : IsAbsolute(path) },

        new ConfigKey<string>("mail", "from", ConfigTypes.Text, "Who the mails are from.",
            s => s.Mail.From, (s, v) => s.Mail.From = v)
        { Limits = "an address, such as `Metrics <metrics@example.net>`", Check = text => text.Length == 0 ? null : AreMailAddresses([text]) },

        new ConfigKey<IReadOnlyList<string>>("mail", "to", ConfigTypes.TextList, "Who gets mails that name nobody else.",
            s => s.Mail.To, (s, v) => s.Mail.To = v)
        { Limits = "addresses, at most 50", Check = AreMailAddresses },

        new ConfigKey<string>("mail", "link", ConfigTypes.Text, "The address at which readers of mails reach these pages, such as `https://stats.example.net/metrics`, for links.",
            s => s.Mail.Link, (s, v) => s.Mail.Link = v.TrimEnd('/'))
        { Limits = "an address of http or https; empty: no links", Check = IsWebAddress },

        new ConfigKey<string>("mail", "heartbeat", ConfigTypes.Text,
            "An address elsewhere that is asked for once a minute while the rules are looked at, so that the silence of this machine is noticed there.",
            s => s.Heartbeat, (s, v) => s.Heartbeat = v)
        { Limits = "an address of http or https; empty: none", Check = address => address.Length == 0 ? null : IsHookAddress(address) },

        new ConfigKey<TimeSpan>("mail", "life", ConfigTypes.Duration, "How long a mail is tried until it is given up: after 10 s, then twice as long each time, half an hour at most.",
            s => s.Mail.Life, (s, v) => s.Mail.Life = v)
        { Limits = "10m to 30d", Check = span => Between(span, TimeSpan.FromMinutes(10), TimeSpan.FromDays(30)) },

        new ConfigKey<bool>("firewall", "enabled", ConfigTypes.Truth, "Whether the guard keeps a firewall; if not, nothing of it is in the kernel.",
            s => s.Firewall.Enabled, (s, v) => s.Firewall.Enabled = v)
        { Limits = "true or false" },

        new ConfigKey<IReadOnlyList<string>>("firewall", "allow", ConfigTypes.TextList,
            "Who is never blocked and gets in even in panic: administrators, monitors, own networks. Our own addresses, gateways, resolvers, the smart host and whoever works here as administrator need not be named.",
            s => s.Firewall.Allow, (s, v) => s.Firewall.Allow = v)
        { Limits = "addresses, and networks such as `10.0.0.0/8`", Check = networks => AreAll(networks, FirewallOptions.IsNetwork) },

        new ConfigKey<TimeSpan>("firewall", "block_time", ConfigTypes.Duration, "How long an address is blocked the first time, where nothing else is said.",
            s => s.Firewall.BlockTime, (s, v) => s.Firewall.BlockTime = v)
        { Limits = "1m to 365d", Check = span => Between(span, OneMinute, TimeSpan.FromDays(365)) },

        new ConfigKey<int>("firewall", "growth", ConfigTypes.Count, "How many times as long each further block of the same address lasts.",
            s => s.Firewall.Growth, (s, v) => s.Firewall.Growth = v)
        { Limits = "1 to 100", Check = factor => factor is >= 1 and <= 100 ? null : $"takes 1 to 100; found {factor}." },

        new ConfigKey<TimeSpan>("firewall", "longest", ConfigTypes.Duration, "The longest that a block grows to.",
            s => s.Firewall.Longest, (s, v) => s.Firewall.Longest = v)
        { Limits = "1m to 365d", Check = span => Between(span, OneMinute, TimeSpan.FromDays(365)) },

        new ConfigKey<TimeSpan>("firewall", "forget", ConfigTypes.Duration, "After how long without a new block an address is treated as if it were the first time.",
            s => s.Firewall.Forget, (s, v) => s.Firewall.Forget = v)
        { Limits = "1h to 365d", Check = span => Between(span, OneHour, TimeSpan.FromDays(365)) },

        new ConfigKey<int>("firewall", "blocks_per_minute", ConfigTypes.Count, "New blocks within a minute; more are refused.",
            s => s.Firewall.BlocksPerMinute, (s, v) => s.Firewall.BlocksPerMinute = v)
        { Limits = "1 to 1000000", Check = count => count is >= 1 and <= 1_000_000 ? null : $"takes 1 to 1000000; found {count}." },

        new ConfigKey<string>("guard", "socket", ConfigTypes.Text, "The Unix socket at which `metrics guard` listens, which does what needs root.",
            s => s.Guard.Socket, (s, v) => s.Guard.Socket = v)
        { Limits = "an absolute path", Check = IsAbsolute },

        new ConfigKey<string>("guard", "user", ConfigTypes.Text, "The user of the web process; only this one and root may ask the guard.",
            s => s.Guard.User, (s, v) => s.Guard.User = v)
        { Limits = "a user of this machine", Check = text => Length(text, 1, 32) },

        new ConfigKey<string>("guard", "state", ConfigTypes.Text, "The directory in which the guard remembers what is blocked; only root may write there.",
            s => s.Guard.State, (s, v) => s.Guard.State = v)
        { Limits = "an absolute path", Check = IsAbsolute },

        new ConfigKey<IReadOnlyList<int>>("traps", "ports", ConfigTypes.Counts,
            "TCP ports that nobody should ask for, such as `[23, 445, 3389]`: who connects to one is an offender of the detector `traps`.",
            s => [.. s.Traps.Ports], (s, v) => s.Traps.Ports = [.. v.Distinct()])
        { Limits = $"1 to 65535, at most {TrapOptions.Most}", Check = ArePorts },

        .. HoldKeys.All,
    ];

    /// <summary>The sections, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Sections { get; } = [.. All.Select(key => key.Section).Distinct()];

    private static string? AreHostNames(IReadOnlyList<string> hosts) =>
        hosts.FirstOrDefault(h => Uri.CheckHostName(h) == UriHostNameType.Unknown) is { } wrong
            ? $"takes host names without port; found \"{ConfigValue.Printable(wrong)}\"."
            : null;

    private static string? AreJournalFormats(IReadOnlyList<string> formats) =>
        formats.FirstOrDefault(format => !LogFormats.OfSystemLogs.Contains(format)) is { } wrong
            ? $"takes {string.Join(", ", LogFormats.OfSystemLogs)}; found \"{ConfigValue.Printable(wrong)}\"."
            : null;

    private static string? AreProxies(IReadOnlyList<string> proxies) =>
        proxies.FirstOrDefault(proxy => proxy != ProxyTrust.Unix && ProxyTrust.Read(proxy) is null) is { } wrong
            ? $"takes addresses, networks such as 10.0.0.0/8, and \"{ProxyTrust.Unix}\"; found \"{ConfigValue.Printable(wrong)}\"."
            : null;

    private static string? ArePorts(IReadOnlyList<int> ports) =>
        ports.Count > TrapOptions.Most ? $"takes at most {TrapOptions.Most} ports; found {ports.Count}."
        : ports.Any(port => port is < 1 or > 65_535) ? $"takes 1 to 65535; found {ports.First(port => port is < 1 or > 65_535)}."
        : null;

    /// <summary>Says what is no address or network, or gives null.</summary>
    internal static string? AreNetworks(IReadOnlyList<string> networks) => AreAll(networks, network => ProxyTrust.Read(network) is not null);

    private static string? AreAll(IReadOnlyList<string> networks, Predicate<string> isNetwork) =>
        networks.FirstOrDefault(network => !isNetwork(network)) is { } wrong
            ? $"takes addresses and networks such as 10.0.0.0/8; found \"{ConfigValue.Printable(wrong)}\"."
            : null;

    /// <summary>Says what is no mail address with a domain, or gives null.</summary>
    internal static string? AreMailAddresses(IReadOnlyList<string> addresses)
    {
        const int mostAddresses = 50;
        if (addresses.Count > mostAddresses)
            return $"takes at most {mostAddresses} addresses; found {addresses.Count}.";
        return addresses.FirstOrDefault(text => text.Any(char.IsControl) || !MimeKit.MailboxAddress.TryParse(text, out var address) || address.Domain.Length == 0) is { } wrong
            ? $"takes mail addresses; found \"{ConfigValue.Printable(wrong)}\"."
            : null;
    }

    private static string? IsWebAddress(string text) =>
        text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { Query: "", Fragment: "", UserInfo: "" })
            ? null
            : $"takes an address such as https://stats.example.net/metrics; found \"{ConfigValue.Printable(text)}\".";

    /// <summary>Says what is no address that can be asked for, or gives null.</summary>
    internal static string? IsHookAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? null : $"takes an address of http or https; found \"{ConfigValue.Printable(text)}\".";

    private static string? IsTlsMode(string text) =>
        text is "starttls" or "implicit" or "none" ? null : $"takes starttls, implicit or none; found \"{ConfigValue.Printable(text)}\".";

    private static string? AtMost(int count, int most) => count <= most ? null : $"takes at most {most}; found {count}.";

    private static string? IsBasePath(string path) =>
        path.Length == 0 || (path[0] == '/' && path[^1] != '/' && path.Split('/').Skip(1).All(IsSegment))
            ? null
            : $"takes a path such as /metrics; found \"{ConfigValue.Printable(path)}\".";

    private static bool IsSegment(string segment) => segment is not ("" or "." or "..") && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');

    private static string? IsHeader(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? null
        : $"takes the name of a header; found \"{ConfigValue.Printable(name)}\".";

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

    /// <summary>Says that a path is not absolute; null when it is.</summary>
    internal static string? IsAbsolute(string path) =>
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
