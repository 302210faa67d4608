using System.Collections.Immutable;

namespace Metrics.RrdStore;

/// <summary>What a series means to people. The store keeps it and makes nothing of it.</summary>
/// <param name="Unit">Unit of its values as a UCUM code: <c>By/s</c>, <c>By</c>, <c>%</c>, <c>s</c>, <c>Cel</c>, <c>{rpm}</c>, <c>V</c>, <c>A</c>,
/// <c>W</c>, <c>1</c>, <c>1/s</c>.</param>
/// <param name="Label">Name for people, as its origin gives it ("CPU package"); text from outside, to be escaped wherever it is shown.</param>
/// <param name="Attributes">Facts beside it, for example <c>crit</c>, <c>max</c>, <c>speed</c> (bits per second) or <c>mount</c>.</param>
public sealed record SeriesMetadata(string Unit, string Label, ImmutableSortedDictionary<string, string> Attributes)
{
    /// <summary>Metadata without attributes.</summary>
    public SeriesMetadata(string unit, string label = "") : this(unit, label, ImmutableSortedDictionary<string, string>.Empty)
    {
    }

    /// <inheritdoc/>
    public bool Equals(SeriesMetadata? other) =>
        ReferenceEquals(this, other)
        || other is not null && Unit == other.Unit && Label == other.Label
        && (ReferenceEquals(Attributes, other.Attributes) || Attributes.SequenceEqual(other.Attributes));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Unit, Label, Attributes.Count);
}
