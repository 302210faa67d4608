namespace Metrics.Grapher;

/// <summary>The one fact a panel says beside its title.</summary>
public enum GraphFact
{
    /// <summary>None.</summary>
    None,

    /// <summary>Average of the last series: "average out 87.4 Mb/s".</summary>
    Average,

    /// <summary>Highest of the first series and when: "highest 3.81 at 11:20".</summary>
    Highest,

    /// <summary>Sum of the averages of all layers: "average 32 %".</summary>
    AverageOfStack,

    /// <summary>The series that is highest now: "highest NVMe 1, 63 °C".</summary>
    HighestNow,

    /// <summary>The first series as a part of the whole: "8.45 GiB programs of 31.2 GiB".</summary>
    PartOfWhole,
}
