namespace Metrics.Analyzers.Custom;

/// <summary>A series of a log of one's own.</summary>
/// <param name="Name">Its name: <c>log.NAME.lines</c>.</param>
/// <param name="Unit">UCUM code of its rate.</param>
/// <param name="Label">Name for people.</param>
/// <param name="Value">What was counted since the start.</param>
public sealed record OwnSeries(string Name, string Unit, string Label, ulong Value);
