namespace Metrics.Grapher.Language;

/// <summary>A column of a table.</summary>
/// <param name="Legend">Its heading. Text from outside; every writer escapes it.</param>
/// <param name="Values">A value per row; unknown is NaN.</param>
public sealed record ExportColumn(string Legend, ReadOnlyMemory<double> Values);
