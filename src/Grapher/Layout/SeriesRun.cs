using System.Numerics;

namespace Metrics.Grapher.Layout;

/// <summary>An unbroken stretch of a series.</summary>
/// <param name="First">First bucket.</param>
/// <param name="Last">Last bucket.</param>
/// <param name="Line">The line over it; one point when there is one value.</param>
internal readonly record struct SeriesRun(int First, int Last, Memory<Vector2> Line);
