namespace Metrics.Grapher.Language.Rpn;

/// <summary>PREV(name): the row before of a variable.</summary>
internal sealed record PreviousOfNode(string Name) : RpnNode;
