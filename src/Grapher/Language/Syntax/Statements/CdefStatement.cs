using Metrics.Grapher.Language.Rpn;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>CDEF: rows worked out of others.</summary>
internal sealed record CdefStatement(TextPosition At, string Name, RpnExpression Expression) : Statement(At);
