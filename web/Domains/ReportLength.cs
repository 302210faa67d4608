namespace Metrics.Web.Domains;

/// <summary>How long the time of a report is.</summary>
public enum ReportLength
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A year.</summary>
    Year,
}
