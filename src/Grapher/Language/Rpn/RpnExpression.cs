using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>An expression whose stack was checked, ready to be worked out over columns.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="Nodes">All its values, each after those it needs.</param>
/// <param name="Result">The node that is the value of the expression.</param>
/// <param name="Variables">The variables it reads, without VDEFs, each once.</param>
internal sealed record RpnExpression(TextPosition At, ImmutableArray<RpnNode> Nodes, int Result, ImmutableArray<string> Variables);
