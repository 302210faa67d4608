using Metrics.Grapher.Language.Text;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>How a PRINT writes its value: as a number, a time or a duration.</summary>
internal sealed record ValueText(PrintFormat? Number, DurationFormat? Duration, string? Time, bool ValueIsTime);
