namespace Metrics.RrdStore.RrdFiles;

/// <summary>One operation of the expression of a COMPUTE data source, as it is stored.</summary>
/// <param name="Code">Position in the list of operators, which RRDtool only ever appends to (rrd_rpncalc.h).</param>
/// <param name="Operand">A number, or the index of a data source, for the codes that take one; else 0.</param>
public readonly record struct RrdOperation(byte Code, short Operand);
