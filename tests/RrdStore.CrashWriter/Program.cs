namespace Metrics.RrdStore.CrashWriter;

/// <summary>Writes rounds into a store until it is killed, and says which are durable.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        var store = RoundRobinStore.Open(arguments[0], new StoreOptions { SyncInterval = TimeSpan.FromMilliseconds(3) });
        var ids = Enumerable.Range(0, Workload.SeriesCount).Select(i => store.Define(new SeriesDefinition(
            Workload.NameOf(i), new DataSource(i % 3 == 0 ? DataSourceType.Counter : DataSourceType.Gauge),
            Workload.Schema, new SeriesMetadata("1"))).Id).ToArray();
        store.Flush();
        var output = Console.Out;
        var latest = store.Latest(ids[^1]).UnixSeconds;
        for (var round = latest == 0 ? 0 : (latest - Workload.Start) / Workload.Step + 1; ; round++)
        {
            store.Append(Workload.ReadingsOf(ids, round));
            // Some rounds are made durable at once, the others by the background thread.
            if (round % 5 != 0)
                continue;
            store.Flush();
            output.WriteLine(round);
            output.Flush();
        }
    }
}
