using System.Collections.Immutable;
using Metrics.Grapher;

namespace Metrics.Web.Configuration;

/// <summary>Collects the sections of a kind. One that a later file has too is that of the later file alone.</summary>
/// <param name="kind">The kind.</param>
internal sealed class NamedTables<T>(TableKind<T> kind)
{
    private readonly Dictionary<string, TableDraft<T>> drafts = new(StringComparer.Ordinal);

    // A name that is none is told once, not with each key of its section.
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);

    /// <summary>Takes a section's header or a key of it, when it is of this kind.</summary>
    /// <param name="entry">What stands in the file.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    public bool Take(TomlEntries.Entry entry, List<ConfigFault> faults)
    {
        if (!entry.Path.StartsWith(kind.Prefix, StringComparison.Ordinal))
            return false;
        var path = entry.Path.EndsWith('.') ? entry.Path[..^1] : entry.Path;
        var last = path.LastIndexOf('.');
        var key = kind.Keys.FirstOrDefault(one => last >= kind.Prefix.Length && one.Name == path[(last + 1)..]);
        if (path.Length < kind.Prefix.Length || !entry.Path.EndsWith('.') && last < kind.Prefix.Length)
        {
            // [graph] alone only holds graphs in braces.
            if (!entry.Path.EndsWith('.'))
                faults.Add(new ConfigFault(entry.Place, $"{ConfigValue.Printable(path)} stands outside of {kind.One}; write it below [{kind.Name}.NAME]."));
        }
        else if (entry.Value is not null && entry.Path.EndsWith('.'))
            faults.Add(new ConfigFault(entry.Place, $"[[{ConfigValue.Printable(path)}]] is a list of sections; write [{ConfigValue.Printable(path)}]."));
        else if (entry.Path.EndsWith('.') && (key is null || !drafts.ContainsKey(path[kind.Prefix.Length..last])))
            Begin(path[kind.Prefix.Length..], entry.Place, faults);
        else if (Draft(path[kind.Prefix.Length..last], entry.Place, faults) is not { } draft)
            return true;
        else if (key is null)
            faults.Add(new ConfigFault(entry.Place, Unknown(path[(last + 1)..], draft)));
        else
        {
            draft.Keys[key.Name] = entry.Place;
            faults.AddRange(key.Apply(entry.Value ?? ConfigValue.Of(entry.Place, "a table"), draft));
        }
        return true;
    }

    /// <summary>What the sections make.</summary>
    /// <param name="faults">Takes what is wrong with them as a whole.</param>
    /// <param name="origins">Takes where each stands.</param>
    public ImmutableArray<T> Finish(List<ConfigFault> faults, Dictionary<string, ConfigPlace> origins)
    {
        foreach (var (name, draft) in drafts)
        {
            if (kind.Check(draft) is { } fault)
                faults.Add(fault);
            origins[kind.Prefix + name] = draft.Place;
            foreach (var (key, place) in draft.Keys)
                origins[$"{kind.Prefix}{name}.{key}"] = place;
        }
        return [.. drafts.Values.Select(draft => draft.Value)];
    }

    private TableDraft<T>? Draft(string name, ConfigPlace place, List<ConfigFault> faults) =>
        drafts.TryGetValue(name, out var draft) && draft.Place.Source == place.Source ? draft : Begin(name, place, faults);

    private TableDraft<T>? Begin(string name, ConfigPlace place, List<ConfigFault> faults)
    {
        if (kind.FaultOfName(name) is { } problem)
        {
            if (refused.Add(name))
                faults.Add(new ConfigFault(place, $"\"{ConfigValue.Printable(name)}\" is no name of {kind.One}; it takes {problem}."));
        }
        else if (drafts.Count == kind.Most && !drafts.ContainsKey(name))
            faults.Add(new ConfigFault(place, $"there are more than {kind.Most} sections [{kind.Name}.NAME]."));
        else
            return drafts[name] = new TableDraft<T>(kind.Prefix + name, kind.Make(name), place);
        return null;
    }

    private string Unknown(string key, TableDraft<T> draft)
    {
        var names = kind.Keys.Select(one => one.Name).ToList();
        return $"{draft.Path} has no setting {ConfigValue.Printable(key)}"
            + (NearestName.Of(key, names) is { } near ? $"; did you mean {near}?" : $"; there are {string.Join(", ", names)}.");
    }
}
