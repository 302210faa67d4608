namespace Metrics.Grapher.Language.Rpn;

/// <summary>A DEF, a CDEF or a VDEF; the latter is one number for all rows.</summary>
internal sealed record VariableNode(string Name) : RpnNode;
