namespace Metrics.Analyzers.Custom;

/// <summary>A field of a line.</summary>
/// <param name="Name">Its name; empty for one that nobody asks for.</param>
/// <param name="IsNumber">Whether it is a number; <c>-</c> stands for none.</param>
/// <param name="Column">Where it is written, from 1.</param>
/// <param name="End">The text that ends it; empty: the end of the line.</param>
public sealed record LineField(string Name, bool IsNumber, int Column, string End);
