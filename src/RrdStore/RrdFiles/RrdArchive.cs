using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>An archive of an RRDtool database: its rows, and the state of the row that is open.</summary>
/// <param name="Function">AVERAGE, MIN, MAX, LAST, one of the Holt-Winters family, or what a later version may bring.</param>
/// <param name="StepsPerRow">Primary data points in a row, at least 1.</param>
/// <param name="Parameters">The parameters of the function; for the plain ones cell 0 is the xff.</param>
/// <param name="Open">The state of the open row, one for each data source; for the plain functions cell 0 is the value so far and cell 1
/// the count of unknown points.</param>
/// <param name="Rows">How many rows, at least 1.</param>
/// <param name="Values">Rows times data sources values, row by row, the oldest row first. NaN is unknown.</param>
public sealed record RrdArchive(
    string Function, int StepsPerRow, RrdCells Parameters, ImmutableArray<RrdCells> Open, int Rows, ImmutableArray<double> Values)
{
    /// <summary>A value.</summary>
    /// <param name="row">The row, 0 for the oldest.</param>
    /// <param name="dataSource">The index of the data source.</param>
    public double this[int row, int dataSource] => Values[row * Open.Length + dataSource];
}
