namespace Metrics.RrdStore.RrdFiles;

/// <summary>What a cell of <see cref="RrdCells"/> means.</summary>
/// <param name="Element">Its name in a dump.</param>
/// <param name="Cell">Which cell.</param>
/// <param name="IsCount">A count, else a double. A count takes four bytes only where a C <c>long</c> does.</param>
/// <param name="IsOptional">Missing in the dumps of some versions; then 0.</param>
internal sealed record RrdField(string Element, int Cell, bool IsCount = false, bool IsOptional = false);
