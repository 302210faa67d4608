using System.Collections.Immutable;

namespace Metrics.Grapher.Language;

/// <summary>A dashed line.</summary>
/// <param name="Lengths">Pixels on and off in turn, an even number of them.</param>
/// <param name="Offset">Pixels into the pattern at which the line begins.</param>
public sealed record DashPattern(ImmutableArray<double> Lengths, double Offset)
{
    /// <inheritdoc/>
    public bool Equals(DashPattern? other) =>
        other is not null && Offset.Equals(other.Offset) && Lengths.AsSpan().SequenceEqual(other.Lengths.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Offset, Lengths.Length);
}
