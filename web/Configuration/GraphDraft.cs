using System.Collections.Immutable;
using Metrics.Grapher;

namespace Metrics.Web.Configuration;

/// <summary>A section <c>[graph.NAME]</c> while it is read.</summary>
/// <param name="template">The graph with nothing but its name.</param>
/// <param name="place">Where the section begins.</param>
internal sealed class GraphDraft(GraphTemplate template, ConfigPlace place)
{
    /// <summary>The graph so far.</summary>
    public GraphTemplate Template { get; set; } = template;

    /// <summary>Where the section begins.</summary>
    public ConfigPlace Place => place;

    /// <summary>Where each key stands that was written, right or wrong.</summary>
    public Dictionary<string, ConfigPlace> Keys { get; } = [];

    /// <summary>What a graph of nothing lacks, and what contradicts itself; null when all is well.</summary>
    public ConfigFault? Check()
    {
        var (series, text) = (Keys.ContainsKey("series"), Keys.ContainsKey("rrdgraph"));
        if (!series && !text)
            return new ConfigFault(Place, $"graph.{Template.Name} needs series or rrdgraph.");
        if (!text)
            return null;
        // What the text says for itself; title, unit, section, thresholds and overview stand beside it.
        foreach (var key in (ImmutableArray<string>)["series", "kind", "min", "max"])
            if (Keys.TryGetValue(key, out var at))
                return new ConfigFault(at, $"graph.{Template.Name}.{key} stands beside rrdgraph, which says it itself; leave one out.");
        return null;
    }
}
