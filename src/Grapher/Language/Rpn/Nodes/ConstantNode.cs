namespace Metrics.Grapher.Language.Rpn;

/// <summary>A number that was written.</summary>
internal sealed record ConstantNode(double Value) : RpnNode;
