using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Web.Configuration;

/// <summary>Collects the sections <c>[graph.NAME]</c>. A graph that a later file has too is that of the later file alone.</summary>
internal sealed class GraphTables
{
    /// <summary>What the names of the sections begin with.</summary>
    public const string Prefix = "graph.";

    private const int MostGraphs = 1_000;

    private readonly Dictionary<string, GraphDraft> drafts = new(StringComparer.Ordinal);

    /// <summary>Takes a section's header or a key of it.</summary>
    /// <param name="entry">What stands in the file.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    public void Take(TomlEntries.Entry entry, List<ConfigFault> faults)
    {
        var path = entry.Path.EndsWith('.') ? entry.Path[..^1] : entry.Path;
        var last = path.LastIndexOf('.');
        var key = GraphKeys.All.FirstOrDefault(one => last >= Prefix.Length && one.Name == path[(last + 1)..]);
        if (path.Length < Prefix.Length || !entry.Path.EndsWith('.') && last < Prefix.Length)
        {
            // [graph] alone only holds graphs in braces.
            if (!entry.Path.EndsWith('.'))
                faults.Add(new ConfigFault(entry.Place, $"{ConfigValue.Printable(path)} stands outside of a graph; write it below [graph.NAME]."));
        }
        else if (entry.Value is not null && entry.Path.EndsWith('.'))
            faults.Add(new ConfigFault(entry.Place, $"[[{ConfigValue.Printable(path)}]] is a list of sections; write [{ConfigValue.Printable(path)}]."));
        else if (entry.Path.EndsWith('.') && (key is null || !drafts.ContainsKey(path[Prefix.Length..last])))
            Begin(path[Prefix.Length..], entry.Place, faults);
        else if (Draft(path[Prefix.Length..last], entry.Place, faults) is not { } draft)
            return;
        else if (key is null)
            faults.Add(new ConfigFault(entry.Place, Unknown(path[(last + 1)..], draft)));
        else
        {
            draft.Keys[key.Name] = entry.Place;
            faults.AddRange(key.Apply(entry.Value ?? ConfigValue.Of(entry.Place, "a table"), draft));
        }
    }

    /// <summary>The graphs.</summary>
    /// <param name="faults">Takes what is wrong with them as a whole.</param>
    /// <param name="origins">Takes where each stands.</param>
    public ImmutableArray<GraphTemplate> Finish(List<ConfigFault> faults, Dictionary<string, ConfigPlace> origins)
    {
        foreach (var draft in drafts.Values)
        {
            if (draft.Check() is { } fault)
                faults.Add(fault);
            origins[Prefix + draft.Template.Name] = draft.Place;
        }
        return [.. drafts.Values.Select(draft => draft.Template)];
    }

    private GraphDraft? Draft(string name, ConfigPlace place, List<ConfigFault> faults) =>
        drafts.TryGetValue(name, out var draft) && draft.Place.Source == place.Source ? draft : Begin(name, place, faults);

    private GraphDraft? Begin(string name, ConfigPlace place, List<ConfigFault> faults)
    {
        if (!SeriesName.TryParse(name, out _, out _) || name is "." or "..")
        {
            faults.Add(new ConfigFault(place, $"\"{ConfigValue.Printable(name)}\" is no name of a graph; it takes 1 to {SeriesName.MaximumBytes} bytes without control characters."));
            return null;
        }
        if (drafts.Count == MostGraphs && !drafts.ContainsKey(name))
        {
            faults.Add(new ConfigFault(place, $"there are more than {MostGraphs} graphs."));
            return null;
        }
        return drafts[name] = new GraphDraft(new GraphTemplate(name), place);
    }

    private static string Unknown(string key, GraphDraft draft)
    {
        var names = GraphKeys.All.Select(one => one.Name).ToList();
        return $"graph.{ConfigValue.Printable(draft.Template.Name)} has no setting {ConfigValue.Printable(key)}"
            + (NearestName.Of(key, names) is { } near ? $"; did you mean {near}?" : $"; there are {string.Join(", ", names)}.");
    }
}
