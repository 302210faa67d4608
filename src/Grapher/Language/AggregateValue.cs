namespace Metrics.Grapher.Language;

/// <summary>What a VDEF came to.</summary>
/// <param name="Value">The value; NaN when unknown.</param>
/// <param name="AtSeconds">When, in seconds since the epoch, for functions that point at a row; else null.</param>
public readonly record struct AggregateValue(double Value, long? AtSeconds = null)
{
    internal static readonly AggregateValue Unknown = new(double.NaN);
}
