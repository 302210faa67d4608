namespace Metrics.Actions.Rules.Language;

/// <summary>What can be worked out of a series over a time.</summary>
internal enum SeriesFunction
{
    /// <summary>The newest known value.</summary>
    Last,

    /// <summary>The mean.</summary>
    Avg,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>How many in all: of a counter, its rate times the seconds; of a gauge, its samples added.</summary>
    Sum,

    /// <summary>The change per second from the first known value to the last.</summary>
    Rate,

    /// <summary>How many samples are known.</summary>
    Count,

    /// <summary>What so many percent do not exceed: nearest rank.</summary>
    Percentile,

    /// <summary>Whether nothing is known.</summary>
    NoData,

    /// <summary>The mean at the same time of the past four weeks: their median.</summary>
    Usual,

    /// <summary>Where a straight line through the samples leads.</summary>
    Forecast,
}
