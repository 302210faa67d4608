namespace Metrics.Grapher.Language.Rpn;

/// <summary>Works out one operator for all rows of a column.</summary>
/// <param name="a">First operand: a value per row, or one value for all rows.</param>
/// <param name="b">Second operand; empty when the operator has one.</param>
/// <param name="c">Third operand; empty when the operator has fewer.</param>
/// <param name="result">A value per row. It may be the memory of an operand that has as many.</param>
internal delegate void Kernel(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> result);
