using System.Collections.Immutable;
using Metrics.Actions.MailServers;

namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[mailserver.NAME]</c>. Reading, messages and docs/config.md follow this table.</summary>
internal static class MailServerKeys
{
    private const int MostServers = 8, MostParts = 20;

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<TableKey<MailServerOptions>> All { get; } =
    [
        new TableKey<MailServerOptions, string>("kind", ConfigTypes.Text, "none", "postfix, exim, opensmtpd, sendmail or qmail", "What it is.",
            (server, kind) => server with { Kind = KindOf(kind)!.Value })
        { Check = text => KindOf(text) is null ? $"takes postfix, exim, opensmtpd, sendmail or qmail; found \"{ConfigValue.Printable(text)}\"." : null },

        new TableKey<MailServerOptions, IReadOnlyList<string>>("units", ConfigTypes.TextList, "those of Debian", "names of units of systemd", "What is stopped and started, where systemd runs; `[]`: none of them, and `stop` and `start` even there.",
            (server, units) => server with { Units = units.ToImmutableArray() })
        { Check = AreUnits },

        new TableKey<MailServerOptions, IReadOnlyList<string>>("stop", ConfigTypes.Command, "none", "an absolute path and arguments", "What stops it where there is no systemd.",
            (server, command) => server with { StopCommand = [.. command] })
        { Check = IsCommand },

        new TableKey<MailServerOptions, IReadOnlyList<string>>("start", ConfigTypes.Command, "none", "an absolute path and arguments", "What starts it where there is no systemd.",
            (server, command) => server with { StartCommand = [.. command] })
        { Check = IsCommand },

        new TableKey<MailServerOptions, string>("configuration", ConfigTypes.Text, "Debian's; `/var/qmail`", "an absolute path", "The directory of Postfix' or Sendmail's configuration, Exim's file, or qmail's directory.",
            (server, path) => server with { Configuration = path })
        { Check = ConfigKeys.IsAbsolute },

        new TableKey<MailServerOptions, string>("queue", ConfigTypes.Text, "Debian's", "an absolute path", "The directory of its queue.",
            (server, path) => server with { Queue = path })
        { Check = ConfigKeys.IsAbsolute },

        new TableKey<MailServerOptions, string>("program", ConfigTypes.Text, "Debian's", "an absolute path", "The program of Exim, OpenSMTPD or Sendmail.",
            (server, path) => server with { Program = path })
        { Check = ConfigKeys.IsAbsolute },

        new TableKey<MailServerOptions, IReadOnlyList<string>>("services", ConfigTypes.TextList, "`/service/qmail-send`, `/service/qmail-smtpd`", "absolute paths", "qmail's directories for daemontools; that of qmail-send is the first.",
            (server, paths) => server with { Services = [.. paths] })
        { Check = paths => paths.Count is 0 or > MostParts ? $"takes 1 to {MostParts} paths; found {paths.Count}." : paths.Select(ConfigKeys.IsAbsolute).FirstOrDefault(fault => fault is not null) },
    ];

    /// <summary>The sections.</summary>
    public static TableKind<MailServerOptions> Kind { get; } = new("mailserver", "a mail server", MostServers, All, name => new MailServerOptions(name), RuleKeys.FaultOfName, Check);

    private static MailServerKind? KindOf(string name) =>
        Enum.GetValues<MailServerKind>().Cast<MailServerKind?>().FirstOrDefault(kind => string.Equals(kind!.Value.ToString(), name, StringComparison.OrdinalIgnoreCase));

    private static ConfigFault? Check(TableDraft<MailServerOptions> draft) => draft switch
    {
        _ when !draft.Keys.ContainsKey("kind") => new ConfigFault(draft.Place, $"{draft.Path} needs kind: postfix, exim, opensmtpd, sendmail or qmail."),
        { Value: { Units: { IsEmpty: true }, StartCommand.IsEmpty: true, Kind: MailServerKind.Exim or MailServerKind.Sendmail } server } =>
            new ConfigFault(draft.Place, $"{draft.Path}.units is empty and there is no start: {server.Kind} could be stopped, and by nobody started again."),
        _ => null,
    };

    /// <summary>Says what is no program with arguments, or gives null.</summary>
    internal static string? IsCommand(IReadOnlyList<string> command) =>
        command.Count is 0 or > MostParts ? $"takes 1 to {MostParts} texts; found {command.Count}." : ConfigKeys.IsAbsolute(command[0]);

    /// <summary>Says what is no name of a unit, or gives null.</summary>
    internal static string? AreUnits(IReadOnlyList<string> units) =>
        units.FirstOrDefault(unit => unit.Length is 0 or > 255 || unit[0] == '-' || !unit.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or ':')) is { } wrong
            ? $"takes names of units; found \"{ConfigValue.Printable(wrong)}\"."
            : null;
}
