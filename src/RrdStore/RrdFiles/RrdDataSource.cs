using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>A data source of an RRDtool database, with its state after the last update.</summary>
/// <param name="Name">1 to 19 of A-Z, a-z, 0-9, _ and -.</param>
/// <param name="Type">GAUGE, COUNTER, DERIVE, ABSOLUTE, COMPUTE, DCOUNTER, DDERIVE, or what a later version may bring.</param>
/// <param name="HeartbeatSeconds">Longest time between known updates; 0 for COMPUTE.</param>
/// <param name="Minimum">Smallest rate, NaN for no limit.</param>
/// <param name="Maximum">Largest rate, NaN for no limit.</param>
/// <param name="Expression">For COMPUTE, its operations, at most <see cref="RrdLimits.Operations"/>; else empty.</param>
/// <param name="LastReading">The last reading as it was given, "U" when unknown, at most 29 characters.</param>
/// <param name="PointSum">Rate times seconds over the known part of the open primary data point; NaN when there is none.</param>
/// <param name="UnknownSeconds">Seconds of the open primary data point that are unknown.</param>
public sealed record RrdDataSource(
    string Name,
    string Type,
    ulong HeartbeatSeconds,
    double Minimum,
    double Maximum,
    ImmutableArray<RrdOperation> Expression,
    string LastReading,
    double PointSum,
    ulong UnknownSeconds)
{
    /// <summary>The type whose values are made from those of other data sources.</summary>
    public const string Compute = "COMPUTE";

    /// <summary>Whether the values are made by <see cref="Expression"/>.</summary>
    public bool IsComputed => Type == Compute;
}
