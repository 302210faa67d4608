using System.Collections;
using System.Text;
using Metrics.Actions.Alerts;
using Metrics.Actions.Blocking;
using Metrics.Actions.Firewall;
using Metrics.Actions.Hold;
using Metrics.Actions.MailServers;
using Metrics.Actions.Rules;
using Metrics.Actions.Services;
using Metrics.Grapher;
using Metrics.Web.OldAddresses;
using Metrics.Web.Reports;

namespace Metrics.Web.Configuration;

/// <summary>Reads the configuration: the file, the files beside it in conf.d, then the environment; the later wins. All faults are
/// collected before any is reported.</summary>
internal sealed class ConfigReader
{
    /// <summary>Settings in the environment: <c>METRICS_SERVER__LISTEN</c>. Names without two underscores are somebody else's:
    /// container platforms set METRICS_PORT and the like for a service called metrics.</summary>
    private const string EnvironmentPrefix = "METRICS_";

    private const long MaximumFileBytes = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly MetricsSettings settings = new();
    private readonly List<ConfigFault> faults = [];
    private readonly List<string> files = [];
    private readonly Dictionary<string, ConfigPlace> origins = [];
    private readonly NamedTables<GraphTemplate> graphs = new(GraphKeys.Kind);
    private readonly NamedTables<ReportTemplate> reports = new(ReportKeys.Kind);
    private readonly NamedTables<RuleDraft> rules = new(RuleKeys.Kind);
    private readonly NamedTables<Receiver> alerts = new(AlertKeys.Kind);
    private readonly NamedTables<PlannedSilence> silences = new(SilenceKeys.Kind);
    private readonly NamedTables<BlockList> blockLists = new(BlockListKeys.Kind);
    private readonly NamedTables<BlockRule> blocks = new(BlockKeys.Kind);
    private readonly NamedTables<ServiceOptions> services = new(ServiceKeys.Kind);
    private readonly NamedTables<MailServerOptions> mailServers = new(MailServerKeys.Kind);
    private readonly LogTables logs = new();

    private ConfigReader()
    {
    }

    /// <summary>Reads all there is to read.</summary>
    /// <param name="file">The file named on the command line, which must exist; null: the usual one, when it exists.</param>
    /// <param name="environment">The environment variables.</param>
    public static LoadedConfig Read(string? file, IDictionary environment)
    {
        var reader = new ConfigReader();
        var main = Path.GetFullPath(file ?? Installation.DefaultConfigFile);
        if (file is not null || File.Exists(main))
            reader.ReadFile(main);
        reader.ReadDirectory(Path.Combine(Path.GetDirectoryName(main) ?? "/", "conf.d"));
        reader.ReadEnvironment(environment);
        reader.ReadOldAddresses();
        reader.CheckMail();
        reader.settings.Graphs = reader.graphs.Finish(reader.faults, reader.origins);
        reader.settings.Logs.Own = reader.logs.Finish(reader.faults, reader.origins);
        reader.settings.Reports = reader.reports.Finish(reader.faults, reader.origins);
        reader.CheckReports();
        reader.settings.Rules = [.. reader.rules.Finish(reader.faults, reader.origins).Select(draft => draft.Finished)];
        reader.settings.Services = reader.services.Finish(reader.faults, reader.origins);
        reader.settings.MailServers = reader.mailServers.Finish(reader.faults, reader.origins);
        reader.settings.Alerts = reader.alerts.Finish(reader.faults, reader.origins);
        reader.settings.Silences = reader.silences.Finish(reader.faults, reader.origins);
        reader.CheckAlerts();
        reader.CheckHold();
        reader.settings.Firewall.Lists = reader.blockLists.Finish(reader.faults, reader.origins);
        reader.settings.Blocks = reader.blocks.Finish(reader.faults, reader.origins);
        return new LoadedConfig(reader.settings, reader.InOrder, reader.files, reader.origins);
    }

    /// <summary>As somebody meets them who goes through the files: by file, line and column; what has no line, such as the environment, comes last.</summary>
    private IReadOnlyList<ConfigFault> InOrder =>
        [.. faults.OrderBy(fault => files.IndexOf(fault.Place.Source) is var file and >= 0 ? file : int.MaxValue).ThenBy(fault => fault.Place.Line).ThenBy(fault => fault.Place.Column)];

    private void ReadDirectory(string directory)
    {
        if (!Directory.Exists(directory))
            return;
        foreach (var file in Directory.EnumerateFiles(directory, "*.toml").Order(StringComparer.Ordinal))
            ReadFile(file);
    }

    private void ReadFile(string file)
    {
        if (ReadText(file) is not { } text)
            return;
        foreach (var entry in TomlEntries.Read(file, text, faults))
            Take(entry);
    }

    private void ReadOldAddresses()
    {
        if (settings.Server.OldAddresses is { Length: > 0 } file && ReadText(file) is { } text)
            settings.OldAddresses = OldAddressMap.Read(file, text, faults);
    }

    private void CheckMail()
    {
        if (settings.Mail.Fault is var (key, problem))
            faults.Add(new ConfigFault(origins[$"mail.{key}"], $"mail.{key} {problem}"));
    }

    /// <summary>A report needs a way and somebody to go to.</summary>
    private void CheckReports()
    {
        foreach (var report in settings.Reports)
            if (!settings.Mail.IsConfigured)
                faults.Add(new ConfigFault(origins[$"report.{report.Name}"], $"report.{report.Name} goes by mail and needs mail.host."));
            else if (report.To.Count == 0 && settings.Mail.To.Count == 0)
                faults.Add(new ConfigFault(origins[$"report.{report.Name}"], $"report.{report.Name} needs to, or mail.to."));
    }

    /// <summary>Rules name receivers and other rules; receivers of mail need a smart host.</summary>
    private void CheckAlerts()
    {
        var receivers = settings.Alerts.Select(receiver => receiver.Name).ToList();
        var known = KnownRules.All.Concat(settings.Rules).Select(rule => rule.Name).ToList();
        foreach (var rule in settings.Rules)
        {
            if (rule.Alerts.FirstOrDefault(name => !receivers.Contains(name)) is { } nobody)
                faults.Add(new ConfigFault(origins[$"rule.{rule.Name}.alerts"], $"rule.{rule.Name}.alerts has \"{ConfigValue.Printable(nobody)}\", which is no [alert.NAME]{Nearest(nobody, receivers)}"));
            if (rule.MutedBy.FirstOrDefault(name => !known.Contains(name) || name == rule.Name) is { } nothing)
                faults.Add(new ConfigFault(origins[$"rule.{rule.Name}.muted_by"], $"rule.{rule.Name}.muted_by has \"{ConfigValue.Printable(nothing)}\", which is no other rule{Nearest(nothing, known)}"));
        }
        foreach (var silence in settings.Silences)
            if (silence.Rules.FirstOrDefault(name => !known.Contains(name) && !KnownRules.Reported.Contains(name)) is { } nothing)
                faults.Add(new ConfigFault(origins[$"silence.{silence.Name}.rules"], $"silence.{silence.Name}.rules has \"{ConfigValue.Printable(nothing)}\", which is no rule{Nearest(nothing, known)}"));
        foreach (var receiver in settings.Alerts)
            if (!receiver.Mail.IsEmpty && !settings.Mail.IsConfigured)
                faults.Add(new ConfigFault(origins[$"alert.{receiver.Name}.mail"], $"alert.{receiver.Name}.mail needs mail.host."));

        static string Nearest(string name, List<string> names) => NearestName.Of(name, names) is { } near ? $"; did you mean {near}?" : ".";
    }

    /// <summary>A hold is begun by rules that there are, and tells somebody first.</summary>
    private void CheckHold()
    {
        if (settings.Hold.When is not null && settings.Rules.Any(rule => rule.Name == HoldOptions.RuleName))
            faults.Add(new ConfigFault(origins["hold.when"], $"hold.when makes a rule of the name {HoldOptions.RuleName}, which is there already."));
        var known = KnownRules.All.Concat(settings.Rules).Select(rule => rule.Name).ToList();
        if (settings.Hold.Rules.FirstOrDefault(name => !known.Contains(name)) is { } nothing)
            faults.Add(new ConfigFault(origins["hold.rules"], $"hold.rules has \"{ConfigValue.Printable(nothing)}\", which is no rule{(NearestName.Of(nothing, known) is { } near ? $"; did you mean {near}?" : ".")}"));
        foreach (var service in settings.Services)
            if (service.MailServer.Length > 0 && settings.MailServers.All(server => server.Name != service.MailServer))
                faults.Add(new ConfigFault(origins[$"service.{service.Name}"], $"service.{service.Name}.mailserver has \"{ConfigValue.Printable(service.MailServer)}\", which is no [mailserver.NAME]."));
        if (settings.Hold.Armed && settings.MailServers.IsEmpty)
            faults.Add(new ConfigFault(origins["hold.armed"], "hold.armed needs a [mailserver.NAME]: what is held."));
        if (settings.Hold.Armed && settings.Mail.To.Count == 0 && settings.Alerts.IsEmpty)
            faults.Add(new ConfigFault(origins["hold.armed"], "hold.armed needs mail.host and mail.to, or an [alert.NAME]: who is told before mail stops."));
    }

    private string? ReadText(string file)
    {
        files.Add(file);
        try
        {
            if (new FileInfo(file).Length > MaximumFileBytes)
            {
                faults.Add(new ConfigFault(new ConfigPlace(file), "the file is larger than 1 MiB, so it is no configuration."));
                return null;
            }
            return File.ReadAllText(file, StrictUtf8);
        }
        catch (DecoderFallbackException)
        {
            faults.Add(new ConfigFault(new ConfigPlace(file), "the file is not valid UTF-8."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new ConfigFault(new ConfigPlace(file), $"the file cannot be read: {e.Message}"));
        }
        return null;
    }

    private void Take(TomlEntries.Entry entry)
    {
        if (graphs.Take(entry, faults) || reports.Take(entry, faults) || rules.Take(entry, faults) || alerts.Take(entry, faults) || silences.Take(entry, faults)
            || blockLists.Take(entry, faults) || blocks.Take(entry, faults) || mailServers.Take(entry, faults) || services.Take(entry, faults))
            return;
        if (entry.Path.StartsWith(LogTables.Prefix, StringComparison.Ordinal))
            logs.Take(entry, faults);
        else if (entry.Path.EndsWith('.'))
            TakeSection(entry);
        else if (Find(entry.Path) is { } key)
            Apply(key, entry.Value!);
        else if (IsOurs(entry.Path))
            faults.Add(new ConfigFault(entry.Place, Unknown(entry.Path)));
    }

    /// <summary>Whether an unknown name is a fault of its own, and not part of a section or a table that is one already.</summary>
    private static bool IsOurs(string path) => path.LastIndexOf('.') is var dot and > 0 ? ConfigKeys.Sections.Contains(path[..dot]) : path.Length > 0;

    private void TakeSection(TomlEntries.Entry entry)
    {
        var name = entry.Path[..^1];
        if (Find(name) is { } key)
            Apply(key, ConfigValue.Of(entry.Place, "a table"));
        else if (!ConfigKeys.Sections.Contains(name))
            faults.Add(new ConfigFault(entry.Place, $"there is no section [{ConfigValue.Printable(name)}]{DidYouMean(name, [.. ConfigKeys.Sections, "graph.NAME", "log.NAME", "report.NAME", "rule.NAME", "alert.NAME", "silence.NAME", "blocklist.NAME", "block.NAME", "mailserver.NAME", "service.NAME"], n => $"[{n}]")}"));
        else if (entry.Value is not null)
            faults.Add(new ConfigFault(entry.Place, $"[[{name}]] is a list of sections; write [{name}]."));
    }

    private void ReadEnvironment(IDictionary environment)
    {
        foreach (var variable in environment.Keys.Cast<string>().Order(StringComparer.Ordinal))
        {
            if (!variable.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) || !variable.Contains("__"))
                continue;
            var path = variable[EnvironmentPrefix.Length..].Replace("__", ".").ToLowerInvariant();
            if (Find(path) is { } key)
                Apply(key, ConfigValue.OfEnvironment(variable, (string?)environment[variable] ?? ""));
            else
                faults.Add(new ConfigFault(new ConfigPlace(variable), Unknown(path)));
        }
    }

    private void Apply(ConfigKey key, ConfigValue value)
    {
        var found = key.Apply(value, settings);
        if (found.Count == 0)
            origins[key.Path] = value.Place;
        faults.AddRange(found);
    }

    private static ConfigKey? Find(string path) => ConfigKeys.All.FirstOrDefault(key => key.Path == path);

    private static string Unknown(string path)
    {
        var homeless = ConfigKeys.All.FirstOrDefault(key => key.Name == path);
        return homeless is not null
            ? $"{path} stands outside of a section; it belongs below [{homeless.Section}]."
            : $"there is no setting {ConfigValue.Printable(path)}{DidYouMean(path, KeysLike(path), name => name)}";
    }

    // Who knows the section looks for a key of it; "server.data" is none of the other sections' short names.
    private static IEnumerable<string> KeysLike(string path)
    {
        var section = path[..(path.LastIndexOf('.') + 1)];
        var own = ConfigKeys.All.Select(key => key.Path).Where(key => key.StartsWith(section, StringComparison.Ordinal)).ToList();
        return own.Count > 0 ? own : ConfigKeys.All.Select(key => key.Path);
    }

    private static string DidYouMean(string text, IEnumerable<string> names, Func<string, string> show)
    {
        var all = names.ToList();
        return NearestName.Of(text, all) is { } near
            ? $"; did you mean {show(near)}?"
            : $"; there are {string.Join(", ", all.Select(show))}.";
    }
}
