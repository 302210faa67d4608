namespace Metrics.Grapher.Axes;

/// <summary>A moment at which local clocks are set.</summary>
/// <param name="At">First second of the new offset, since the epoch.</param>
/// <param name="OffsetBefore">Seconds east of UTC until then.</param>
/// <param name="OffsetAfter">Seconds east of UTC from then on.</param>
internal readonly record struct ClockChange(long At, long OffsetBefore, long OffsetAfter)
{
    /// <summary>Whether a local time, in seconds as if it were UTC, happens twice because of this change.</summary>
    public bool Repeats(long local) => local >= At + OffsetAfter && local < At + OffsetBefore;
}
