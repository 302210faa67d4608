using System.Collections.Immutable;
using Metrics.Analyzers.Custom;
using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Web.Configuration;

/// <summary>Collects the sections <c>[log.NAME]</c>. A log that a later file has too is that of the later file alone.</summary>
internal sealed class LogTables
{
    /// <summary>What the names of the sections begin with.</summary>
    public const string Prefix = "log.";

    private const int MostLogs = 1_000;
    private const int LongestName = 64;

    private readonly Dictionary<string, Draft> drafts = new(StringComparer.Ordinal);

    /// <summary>Takes a section's header or a key of it.</summary>
    /// <param name="entry">What stands in the file.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    public void Take(TomlEntries.Entry entry, List<ConfigFault> faults)
    {
        var isSection = entry.Path.EndsWith('.');
        var parts = entry.Path.TrimEnd('.')[Prefix.Length..].Split('.');
        var shown = ConfigValue.Printable(entry.Path.TrimEnd('.'));
        if (isSection && entry.Value is not null)
            faults.Add(new ConfigFault(entry.Place, $"[[{shown}]] is a list of sections; write [{shown}]."));
        else if (isSection ? parts.Length > 1 : parts.Length != 2)
            faults.Add(new ConfigFault(entry.Place, $"{shown} is no setting of a log; write it below [log.NAME]."));
        else if (DraftOf(parts[0], entry.Place, isSection, faults) is { } draft && !isSection)
            Apply(draft, parts[1], entry.Value!, entry.Place, faults);
    }

    /// <summary>The logs.</summary>
    /// <param name="faults">Takes what is wrong with them as a whole.</param>
    /// <param name="origins">Takes where each stands.</param>
    public IReadOnlyList<OwnLog> Finish(List<ConfigFault> faults, Dictionary<string, ConfigPlace> origins)
    {
        var logs = new List<OwnLog>();
        foreach (var (name, draft) in drafts)
        {
            origins[Prefix + name] = draft.Place;
            if (!draft.Values.ContainsKey("line") || draft.Paths is null)
                faults.Add(new ConfigFault(draft.Place, $"log.{name} needs {(draft.Paths is null ? "paths" : "line")}."));
            else if (Finish(name, draft, faults) is { } log)
                logs.Add(log);
        }
        return logs;
    }

    private static OwnLog? Finish(string name, Draft draft, List<ConfigFault> faults)
    {
        ImmutableArray<string> sums = [];
        var key = "line";
        var value = draft.Values[key];
        try
        {
            var line = LinePattern.Parse(value.Text!);
            ImmutableArray<LineCondition> when = [];
            if (draft.Values.TryGetValue("when", out var condition) && condition.Text!.Length > 0)
            {
                (key, value) = ("when", condition);
                when = LineCondition.Parse(condition.Text, line);
            }
            if (draft.Values.TryGetValue("sum", out var list))
            {
                key = "sum";
                foreach (var field in list.AsList()!)
                {
                    value = field;
                    sums = sums.Add(line.Field(field.Text!, 1, number: true).Name);
                }
            }
            if (sums.Contains("lines") || sums.Distinct().Count() < sums.Length)
                throw new PatternException(1, "takes each field once, and none called lines: that is the series of the lines.");
            if (!draft.Count && sums.IsEmpty)
                throw new PatternException(1, "sums up nothing, and the lines are not counted either.");
            return new OwnLog(name, [.. draft.Paths!], line, when, draft.Count, sums);
        }
        catch (PatternException e)
        {
            var at = value.TextPlace with { Column = value.TextPlace.Column + e.Column - 1 };
            faults.Add(new ConfigFault(at, $"log.{name}.{key}: {ConfigValue.Printable(e.Message)}"));
            return null;
        }
    }

    private static void Apply(Draft draft, string key, ConfigValue value, ConfigPlace place, List<ConfigFault> faults)
    {
        var name = key == "path" ? "paths" : key;
        if (LogKeys.All.FirstOrDefault(one => one.Name == name) is null)
        {
            var names = LogKeys.All.Select(one => one.Name).ToList();
            faults.Add(new ConfigFault(place, $"{draft.Path} has no setting {ConfigValue.Printable(key)}"
                + (NearestName.Of(key, names) is { } near ? $"; did you mean {near}?" : $"; there are {string.Join(", ", names)}.")));
            return;
        }
        var found = name switch
        {
            "paths" => Read(ConfigTypes.TextList, paths => paths.Count > 0 ? paths.Select(ConfigKeys.IsAbsolute).FirstOrDefault(wrong => wrong is not null) : "takes one path at least.", paths => draft.Paths = paths),
            "count" => Read(ConfigTypes.Truth, _ => null, count => draft.Count = count),
            "sum" => Read(ConfigTypes.TextList, _ => null, _ => { }),
            _ => Read(ConfigTypes.Text, _ => null, _ => { }),
        };
        if (found.Count == 0)
            draft.Values[name] = value;
        faults.AddRange(found);

        IReadOnlyList<ConfigFault> Read<T>(ConfigType<T> type, Func<T, string?> check, Action<T> set)
        {
            var found = type.Take($"{draft.Path}.{key}", value, check, out var result);
            if (found.Count == 0)
                set(result);
            return found;
        }
    }

    private Draft? DraftOf(string name, ConfigPlace place, bool isSection, List<ConfigFault> faults)
    {
        if (!isSection && drafts.TryGetValue(name, out var known) && known.Place.Source == place.Source)
            return known;
        // The names of its series are made of it.
        if (name.Length is 0 or > LongestName || !SeriesName.TryParse($"log.{name}.lines", out _, out _) || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('_' or '-')))
        {
            faults.Add(new ConfigFault(place, $"\"{ConfigValue.Printable(name)}\" is no name of a log; it takes 1 to {LongestName} small letters, digits, _ and -."));
            return null;
        }
        if (drafts.Count == MostLogs && !drafts.ContainsKey(name))
        {
            faults.Add(new ConfigFault(place, $"there are more than {MostLogs} logs."));
            return null;
        }
        return drafts[name] = new Draft(Prefix + name, place);
    }

    /// <summary>A section while it is read.</summary>
    private sealed class Draft(string path, ConfigPlace place)
    {
        public string Path => path;

        public ConfigPlace Place => place;

        public Dictionary<string, ConfigValue> Values { get; } = [];

        public IReadOnlyList<string>? Paths { get; set; }

        public bool Count { get; set; } = true;
    }
}
