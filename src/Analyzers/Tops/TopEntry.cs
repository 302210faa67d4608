namespace Metrics.Analyzers.Tops;

/// <summary>An entry of a list.</summary>
/// <param name="Name">What it is, as printable text; somebody outside chose it.</param>
/// <param name="Count">How often; at most so often.</param>
/// <param name="Bytes">Bytes of it; at least so many.</param>
/// <param name="Error">How much too large <paramref name="Count"/> can be.</param>
public readonly record struct TopEntry(string Name, long Count, long Bytes, long Error);
