using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>A value of a compiled expression. Operands are indices of earlier nodes.</summary>
/// <remarks>An expression's stack is known before there is any data, so DUP, EXC, ROLL and their kind are done by the compiler:
/// what is left is who needs whom.</remarks>
internal abstract record RpnNode
{
    /// <summary>The nodes this one needs.</summary>
    public virtual ImmutableArray<int> Operands => [];
}
