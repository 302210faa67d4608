namespace Metrics.Web.Shares;

/// <summary>Uses of a share that are not written down yet.</summary>
/// <param name="Share">Its id.</param>
/// <param name="Count">How many.</param>
/// <param name="Last">When the last one was.</param>
internal readonly record struct ShareUse(long Share, long Count, DateTimeOffset Last);
