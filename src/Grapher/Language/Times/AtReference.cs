namespace Metrics.Grapher.Language.Times;

/// <summary>What the offset of a time counts from.</summary>
internal enum AtReference
{
    /// <summary>The clock: now, or a time of day and a date, of which present ones stand for those not given.</summary>
    Clock,

    /// <summary>The start of the same range.</summary>
    Start,

    /// <summary>The end of the same range.</summary>
    End,

    /// <summary>A number of seconds since the epoch.</summary>
    Epoch,
}
