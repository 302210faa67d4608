using Metrics.Grapher.Language.Rpn;
using Metrics.Grapher.Language.Text;
using Metrics.Grapher.Language.Times;
using Metrics.RrdStore;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>A statement that was understood: names are known and of the right kind, numbers are in their limits.</summary>
/// <param name="At">Where it begins.</param>
internal abstract record Statement(TextPosition At);

/// <summary>DEF: rows of a series.</summary>
internal sealed record DefStatement(TextPosition At, string Name, Located<SeriesReference> Source, ConsolidationFunction Function) : Statement(At)
{
    /// <summary>Wished step in seconds, or null for the graph's.</summary>
    public int? StepSeconds { get; init; }

    public Located<AtTime>? Start { get; init; }

    public Located<AtTime>? End { get; init; }

    /// <summary>How rows are reduced; by default as they were consolidated.</summary>
    public ConsolidationFunction Reduce { get; init; } = Function;
}

/// <summary>CDEF: rows worked out of others.</summary>
internal sealed record CdefStatement(TextPosition At, string Name, RpnExpression Expression) : Statement(At);

/// <summary>VDEF: one value of many.</summary>
internal sealed record VdefStatement(TextPosition At, string Name, string Source, Aggregate Function, double Percent) : Statement(At);

/// <summary>SHIFT: moves a column in time, by a number of seconds or by a VDEF.</summary>
internal sealed record ShiftStatement(TextPosition At, string Variable, Operand By) : Statement(At);

/// <summary>PRINT and GPRINT of a column (with a function) or of a VDEF (without).</summary>
internal sealed record PrintStatement(TextPosition At, bool InLegend, string Variable, ConsolidationFunction? Function, ValueText Text) : Statement(At);

/// <summary>COMMENT.</summary>
internal sealed record CommentStatement(TextPosition At, LegendText Text) : Statement(At);

/// <summary>TEXTALIGN.</summary>
internal sealed record AlignStatement(TextPosition At, TextAlignment Alignment) : Statement(At);

/// <summary>XPORT: a column of the table.</summary>
internal sealed record ExportStatement(TextPosition At, string Variable, string Legend) : Statement(At);

/// <summary>LINE, AREA and the old STACK.</summary>
internal sealed record ShapeStatement(TextPosition At, ShapeStyle Style, Operand Operand) : Statement(At);

/// <summary>TICK.</summary>
internal sealed record TickStatement(TextPosition At, string Variable, Rgba Colour, double Fraction, LegendText Legend) : Statement(At);

/// <summary>HRULE and VRULE.</summary>
internal sealed record RuleStatement(TextPosition At, bool IsVertical, Operand Operand, Rgba Colour, LegendText Legend, DashPattern? Dashes) : Statement(At);

/// <summary>A variable, or a number when there is none.</summary>
internal readonly record struct Operand(string? Variable, double Number);

/// <summary>How a PRINT writes its value: as a number, a time or a duration.</summary>
internal sealed record ValueText(PrintFormat? Number, DurationFormat? Duration, string? Time, bool ValueIsTime);
