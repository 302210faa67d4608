using System.Collections.Immutable;
using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Declares the series of one source in the store, with the schema of that source.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="schema">What is kept of each.</param>
public sealed class SeriesCatalog(RoundRobinStore store, Schema schema)
{
    private Dictionary<string, SeriesInfo> known = [];
    private Dictionary<string, SeriesInfo> found = [];

    /// <summary>Series found by the last finished discovery.</summary>
    public int Count { get; private set; }

    /// <summary>Takes what discovery cannot read.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>Declares a series, or finds it again.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="source">How its readings are understood.</param>
    /// <param name="unit">UCUM code, see <see cref="SeriesMetadata"/>.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="attributes">Facts beside it; a null value is left out.</param>
    public SeriesId Define(string name, DataSource source, string unit, string label, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (fact, value) in attributes)
            if (value is not null)
                facts[fact] = value;
        return Define(new SeriesDefinition(SeriesName.Parse(name), source, schema, new SeriesMetadata(unit, label, facts.ToImmutable())));
    }

    /// <summary>Series that had another source or schema before this discovery: theirs is changed.</summary>
    internal List<SeriesName> Changed { get; } = [];

    /// <summary>What the store knows of series whose names begin like this, from earlier runs too. A snapshot.</summary>
    internal IEnumerable<SeriesInfo> Known(string prefix) =>
        store.List().Where(s => s.Name.Value.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether a file that every Linux has is there; a fault says that it is not.</summary>
    internal bool Requires(ProcFile file)
    {
        if (file.Exists)
            return true;
        Faults.Add(file.Path, "does not exist.");
        return false;
    }

    /// <summary>Starts a discovery.</summary>
    internal void Begin()
    {
        (known, found) = (found, []);
        Changed.Clear();
    }

    /// <summary>Ends a discovery: what it did not find is no series of the source any more. The store keeps its past.</summary>
    internal void End() => Count = found.Count;

    private SeriesId Define(SeriesDefinition definition)
    {
        var name = definition.Name.Value;
        // A definition is a record of the store's catalogue: only what is new or has changed goes there.
        if (!known.TryGetValue(name, out var series) || !series.Definition.Equals(definition))
        {
            var isKnown = store.TryFind(definition.Name, out var before);
            series = store.Define(definition);
            if (isKnown && (before.Definition.Source, before.Definition.Schema) != (series.Definition.Source, series.Definition.Schema))
                Changed.Add(series.Name);
        }
        found[name] = series;
        return series.Id;
    }
}
