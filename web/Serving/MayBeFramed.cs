namespace Metrics.Web.Serving;

/// <summary>Marks pages that are made to stand in a frame of a page of this server.</summary>
internal sealed class MayBeFramed
{
    /// <summary>The mark.</summary>
    public static readonly MayBeFramed Here = new();
}
