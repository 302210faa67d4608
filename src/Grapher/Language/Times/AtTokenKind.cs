namespace Metrics.Grapher.Language.Times;

/// <summary>What a piece of a time's text looks like.</summary>
internal enum AtTokenKind
{
    Blank,
    Number,
    Word,
    Sign,
    End,
}
