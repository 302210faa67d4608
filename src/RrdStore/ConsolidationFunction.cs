namespace Metrics.RrdStore;

/// <summary>What an archive keeps of the primary data points that fall into one of its rows: rrdcreate(1), "RRA:CF".</summary>
public enum ConsolidationFunction
{
    /// <summary>Their mean, unknown ones left out.</summary>
    Average,

    /// <summary>The smallest.</summary>
    Minimum,

    /// <summary>The largest.</summary>
    Maximum,

    /// <summary>The last one.</summary>
    Last,
}
