namespace Metrics.Grapher.Language.Rpn;

/// <summary>PREV: the row before of the expression itself.</summary>
internal sealed record PreviousNode : RpnNode;
