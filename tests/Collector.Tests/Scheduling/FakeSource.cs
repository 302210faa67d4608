using Metrics.RrdStore;

namespace Metrics.Collector.Tests;

/// <summary>A source that does what a test wants.</summary>
internal sealed class FakeSource(string name, Action? onRead = null) : ISource
{
    private readonly Lock gate = new();
    private readonly List<ReadingBatch> batches = [];
    private SeriesId series;
    private int reads;
    private int inside;

    public string Name => name;

    public int Reads => Volatile.Read(ref reads);

    /// <summary>Whether two threads were ever in it at once.</summary>
    public bool Overlapped { get; private set; }

    public bool Disposed { get; private set; }

    public void Discover(SeriesCatalog catalog) => series = catalog.Define($"fake.{name}", new DataSource(DataSourceType.Gauge), "1", name);

    public void Read(ReadingBatch readings)
    {
        Overlapped |= Interlocked.Increment(ref inside) > 1;
        onRead?.Invoke();
        lock (gate)
            batches.Add(readings);
        readings.Add(series, 42);
        Interlocked.Increment(ref reads);
        Interlocked.Decrement(ref inside);
    }

    public void Dispose() => Disposed = true;
}
