namespace Metrics.Grapher.Language.Syntax;

/// <summary>What a name stands for.</summary>
internal enum VariableKind
{
    /// <summary>A DEF or a CDEF: a value per row.</summary>
    Series,

    /// <summary>A VDEF: one value, and perhaps a time.</summary>
    Value,
}
