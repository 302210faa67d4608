namespace Metrics.Collector;

/// <summary>Something that can be asked for readings: the kernel's load averages, all network interfaces, a log's counters.</summary>
public interface ISource : IDisposable
{
    /// <summary>Name in the configuration, in messages and on the status page: <c>network</c>.</summary>
    string Name { get; }

    /// <summary>Looks for what there is to sample and declares its series. Called before the first <see cref="Read"/> and once a minute
    /// from then on, never at the same time as <see cref="Read"/>.</summary>
    /// <param name="catalog">Takes the series found.</param>
    void Discover(SeriesCatalog catalog);

    /// <summary>Reads every value once. A value that cannot be read is unknown and its fault reported; no exception for one value.</summary>
    /// <param name="readings">Takes the readings and the faults.</param>
    void Read(ReadingBatch readings);
}
