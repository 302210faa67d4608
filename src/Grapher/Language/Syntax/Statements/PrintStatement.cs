using Metrics.RrdStore;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>PRINT and GPRINT of a column (with a function) or of a VDEF (without).</summary>
internal sealed record PrintStatement(TextPosition At, bool InLegend, string Variable, ConsolidationFunction? Function, ValueText Text)
    : Statement(At);
