using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>The space of a file system now.</summary>
/// <param name="Graph">Its graph.</param>
/// <param name="Mount">Where it is mounted.</param>
/// <param name="About">What it is: <c>xfs on /dev/md0</c>; empty when that is not known.</param>
/// <param name="Used">Bytes in use.</param>
/// <param name="Size">Bytes in all.</param>
/// <param name="Share">How full it is, 0 to 1; what is reserved for root counts as neither, as in df(1).</param>
/// <param name="InodeShare">How many of its inodes are in use, 0 to 1; NaN where there is no fixed number of them.</param>
/// <param name="Trend">How it has been filling.</param>
public sealed record DiskSpace(GraphDefinition Graph, string Mount, string About, double Used, double Size, double Share, double InodeShare, SpaceTrend Trend)
{
    /// <summary>How full it is: <c>62 %</c>.</summary>
    public string ShareInWords => ValueFormat.Format(100 * Share, GraphUnit.Percent);
}
