namespace Metrics.Analyzers.Tops;

/// <summary>What a list is of.</summary>
/// <param name="Domain">The domain; empty for the server.</param>
/// <param name="Kind">What it ranks.</param>
/// <param name="Month">Begin of the month, in seconds since the epoch.</param>
internal readonly record struct TopKey(string Domain, TopKind Kind, long Month);
