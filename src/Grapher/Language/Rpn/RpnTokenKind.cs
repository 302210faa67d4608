namespace Metrics.Grapher.Language.Rpn;

/// <summary>What a token of an expression looks like.</summary>
internal enum RpnTokenKind
{
    Number,
    Word,
    PreviousOf,
}
