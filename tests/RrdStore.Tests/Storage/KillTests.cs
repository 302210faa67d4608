using System.Diagnostics;
using Metrics.RrdStore.CrashWriter;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>A process that writes and acknowledges is killed with -9 at random moments, again and again on the same store. After each
/// kill all that it acknowledged is there, and no row differs from what it must be.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 200;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("store-kill-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Everything_acknowledged_survives_two_hundred_kills()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var acknowledged = -1L;
        for (var kill = 0; kill < Kills; kill++)
        {
            acknowledged = Math.Max(acknowledged, WriteAndKill(random.Next(1, 120)));
            try
            {
                Verify(acknowledged);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, kill {kill}, acknowledged {acknowledged}: {e.Message}", e);
            }
        }
        Assert.True(acknowledged > 1000, $"Only {acknowledged} rounds were written.");
    }

    private long WriteAndKill(int milliseconds)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Metrics.RrdStore.CrashWriter.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, directory.FullName]) { RedirectStandardOutput = true })!;
        // Killed so long after its first word, or before it when it takes its time to begin.
        var first = process.StandardOutput.ReadLine();
        Thread.Sleep(milliseconds);
        process.Kill();
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        // The last line may be cut short.
        var whole = lines.Length > 1 ? lines[^2] : first;
        return long.Parse(whole ?? "-1");
    }

    private void Verify(long acknowledged)
    {
        using var store = RoundRobinStore.Open(directory.FullName);
        Assert.DoesNotContain(store.Health.Recovery, r => !r.Contains("torn", StringComparison.Ordinal));
        Assert.Empty(store.Check().Damages);
        store.Settle();
        // The last series is never late. What it has moved on, the archives of all have: rows go as the newest of their kind comes.
        Assert.True(store.TryFind(Workload.NameOf(Workload.SeriesCount - 1), out var newest));
        var newestRound = Math.Max(0, (store.Latest(newest.Id).UnixSeconds - Workload.Start) / Workload.Step);
        for (var series = 0; series < Workload.SeriesCount; series++)
        {
            Assert.True(store.TryFind(Workload.NameOf(series), out var info));
            // Round 0 closes nothing.
            var last = Math.Max(0, (store.Latest(info.Id).UnixSeconds - Workload.Start) / Workload.Step);
            var expected = Workload.IsLate(series, acknowledged) ? acknowledged - 1 : acknowledged;
            Assert.True(last >= expected, $"Round {acknowledged} was acknowledged, {last} is the last.");
            foreach (var archive in Workload.Schema.Archives)
                VerifyArchive(store, info.Id, series, archive, last, newestRound);
        }
    }

    private static void VerifyArchive(RoundRobinStore store, SeriesId id, int series, ArchiveDefinition archive, long last, long newest)
    {
        var step = archive.StepsPerRow * Workload.Step;
        var closed = last / archive.StepsPerRow;
        var first = Math.Max(0, newest / archive.StepsPerRow - archive.Rows);
        var values = new double[closed - first];
        store.Fetch(id, archive.Function, new Rows(Workload.Start + first * step, step, values.Length), values);
        for (var row = 0; row < values.Length; row++)
        {
            var points = Enumerable.Range(1, archive.StepsPerRow).Select(i => Workload.Value(series, (first + row) * archive.StepsPerRow + i));
            var expected = archive.Function == ConsolidationFunction.Maximum ? points.Max() : points.Average();
            Assert.True(Math.Abs(expected - values[row]) < 1e-9,
                $"Series {series}, {archive}, row {first + row} of {closed}: {values[row]}, not {expected}; {values.Count(double.IsNaN)} are unknown, {store.Health.LoneReadings} lone.");
        }
    }
}
