namespace Metrics.Grapher.Language.Rpn;

/// <summary>Something that depends on the row's time only.</summary>
internal sealed record ClockNode(ClockValue Value) : RpnNode;
