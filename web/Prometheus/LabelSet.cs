using System.Collections.Immutable;

namespace Metrics.Web.Prometheus;

/// <summary>The labels of a value: names and values, in the order of the names. Equal when all of them are.</summary>
internal sealed class LabelSet : IEquatable<LabelSet>
{
    /// <summary>The label that holds the name of the metric.</summary>
    public const string MetricName = "__name__";

    /// <summary>No labels.</summary>
    public static readonly LabelSet Empty = new([]);

    /// <summary>Takes labels.</summary>
    /// <param name="labels">Names and values; no name twice. An empty value is no label.</param>
    public LabelSet(IEnumerable<KeyValuePair<string, string>> labels) =>
        All = [.. labels.Where(label => label.Value.Length > 0).OrderBy(label => label.Key, StringComparer.Ordinal)];

    /// <summary>The labels, by name.</summary>
    public ImmutableArray<KeyValuePair<string, string>> All { get; }

    /// <summary>The value of a label; empty when there is none of the name.</summary>
    public string this[string name]
    {
        get
        {
            foreach (var (known, value) in All)
                if (known == name)
                    return value;
            return "";
        }
    }

    /// <summary>The labels without the name of the metric: what is calculated is another metric.</summary>
    public LabelSet WithoutName() => new(All.Where(label => label.Key != MetricName));

    /// <inheritdoc/>
    public bool Equals(LabelSet? other) => other is not null && All.AsSpan().SequenceEqual(other.All.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (name, value) in All)
        {
            hash.Add(name);
            hash.Add(value);
        }
        return hash.ToHashCode();
    }
}
