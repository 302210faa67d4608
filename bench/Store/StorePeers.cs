using System.Diagnostics;
using Metrics.Bench.Peers;

namespace Metrics.Bench.Store;

/// <summary>The table of what others take for the same readings, with the ratio to ours in the same run.</summary>
internal static class StorePeers
{
    private const int Series = 1_000;

    // A file system in memory: the peers are spared the disk, which ours has to use.
    private const string Memory = "/dev/shm";

    /// <param name="ours">Of ours, by number of series: wall nanoseconds a reading synced once a second, and with every batch of 1,000 durable.</param>
    /// <param name="ourFetch">Microseconds to fetch a day at 5 minutes, and a year at a day.</param>
    public static void Print((int Series, double Wall, double Durable)[] ours, (double Day, double Year) ourFetch)
    {
        Console.WriteLine();
        Console.WriteLine($"**Peers with {Series:N0} files or series in memory ({Memory}), ours on the disk**");
        Console.WriteLine();
        Console.WriteLine("| | ns a reading | times ours, 1 s sync | times ours, every batch durable |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (var (series, wall, durable) in ours)
        {
            Console.WriteLine($"| ours, {series:N0} series, one sync a second | {wall:N0} | | |");
            Console.WriteLine($"| ours, {series:N0} series, every batch of 1,000 durable | {durable:N0} | | |");
        }
        foreach (var (rounds, start) in (ReadOnlySpan<(int, Func<PeerLoad, IStorePeer>)>)
            [(30, l => new RrdToolPeer(l)), (30, l => new LibrrdPeer(l)), (60, l => new RrdCachedPeer(l)), (400, l => new VictoriaMetricsPeer(l))])
            Console.WriteLine(Measure(rounds, start, ours[0].Wall, ours[0].Durable));
        Console.WriteLine();
        Console.WriteLine("| fetch | librrd µs | ours µs | times |");
        Console.WriteLine("|---|---:|---:|---:|");
        InScratch(directory => Fetch(new PeerLoad(directory, 1, 0), ourFetch));
    }

    private static string Measure(int rounds, Func<PeerLoad, IStorePeer> start, double ours, double oursBatched)
    {
        var row = "";
        InScratch(directory =>
        {
            var load = new PeerLoad(directory, Series, rounds);
            using var peer = start(load);
            var from = Stopwatch.GetTimestamp();
            for (var round = 0; round < rounds; round++)
                peer.Append(round);
            peer.Finish();
            var each = Stopwatch.GetElapsedTime(from).TotalNanoseconds / load.Readings;
            row = $"| {peer.Name} | {each:N0} | {each / ours:N0} | {each / oursBatched:N0} |";
        });
        return row;
    }

    private static void Fetch(PeerLoad load, (double Day, double Year) ours)
    {
        const int minutes = 300, day = 86_400;
        var file = load.File(0);
        Librrd.Create(file, load.Start, minutes, "DS:v:GAUGE:600:U:U", "RRA:AVERAGE:0.5:1:2880", "RRA:AVERAGE:0.5:288:4000");
        var end = load.Start + 3000L * minutes;
        foreach (var (name, from, step, our) in (ReadOnlySpan<(string, long, int, double)>)
            [("a day at 5 minutes", end - day, minutes, ours.Day), ("a year at a day", end - 365L * day, day, ours.Year)])
        {
            const int calls = 2_000;
            var fastest = double.PositiveInfinity;
            for (var i = 0; i < calls; i++)
            {
                var start = Stopwatch.GetTimestamp();
                Librrd.Fetch(file, "AVERAGE", from, end, step);
                fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
            Console.WriteLine($"| {name} | {fastest:F1} | {our:F1} | {fastest / our:F1} |");
        }
    }

    private static void InScratch(Action<string> use)
    {
        var directory = Directory.CreateDirectory(Path.Combine(Memory, $"store-peers-{Environment.ProcessId}"));
        try
        {
            use(directory.FullName);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
