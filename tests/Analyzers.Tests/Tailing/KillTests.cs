using System.Diagnostics;
using Metrics.LogGenerator;

namespace Metrics.Analyzers.Tests.Tailing;

/// <summary>A process that reads a growing, rotating log is killed at random moments and started again: what it has counted in the end is what one reading
/// counts that nobody disturbs.</summary>
public sealed class KillTests
{
    private const int Lanes = 2;
    private const int Kills = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_totals_are_exact_after_a_hundred_kills()
    {
        await Task.WhenAll(Enumerable.Range(1, Lanes).Select(seed => Task.Run(() => KillAgainAndAgain(seed))));
    }

    private static void KillAgainAndAgain(int seed)
    {
        var directory = Directory.CreateTempSubdirectory("metrics-kill-");
        var (log, complete, random) = (Path.Combine(directory.FullName, "mail.log"), Path.Combine(directory.FullName, "complete"), new Random(seed));
        var (output, totals) = (new MemoryStream(), new Totals());
        PostfixLog.Write(output, totals, 4_000, seed, 1_795_000_000, iso: true);
        var bytes = output.ToArray();
        var (at, rotations) = (0, 0);
        File.WriteAllBytes(log, []);
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var reader = Start();
            // It grows while it is read, up to a share of the whole; the rest of its life is a matter of chance.
            var (life, end) = (Stopwatch.StartNew(), (int)((long)bytes.Length * kill / (Kills + 1)));
            // So is the moment of a rotation, which comes behind a whole line.
            var rotateAt = kill > 1 && random.Next(2) == 0 ? random.Next(at, end) : int.MaxValue;
            for (var span = TimeSpan.FromMilliseconds(random.NextDouble() * 30); life.Elapsed < span || at < end;)
            {
                var piece = Math.Min(random.Next(1, 5_000), end - at);
                var wholeLines = at + piece > rotateAt ? bytes.AsSpan(at, piece).LastIndexOf((byte)'\n') + 1 : 0;
                if (wholeLines > 0)
                    piece = wholeLines;
                using (var file = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                    file.Write(bytes, at, piece);
                at += piece;
                if (wholeLines > 0)
                {
                    File.Move(log, $"{log}.{++rotations}");
                    File.WriteAllBytes(log, []);
                    rotateAt = int.MaxValue;
                }
                if (life.Elapsed > span && random.Next(3) == 0)
                    reader.Kill();
                else
                    Thread.Yield();
            }
            reader.Kill();
            Assert.True(reader.WaitForExit(Patience));
        }
        using (var file = new FileStream(log, FileMode.Append))
            file.Write(bytes, at, bytes.Length - at);
        File.WriteAllBytes(complete, []);
        using (var last = Start())
        {
            Assert.True(last.WaitForExit(Patience));
            Assert.Equal(0, last.ExitCode);
        }
        Assert.True(rotations > 0);
        UsageOf.Equals(totals, directory.FullName);
        directory.Delete(recursive: true);

        Process Start()
        {
            var program = Path.Combine(AppContext.BaseDirectory, "Metrics.Analyzers.CrashReader.dll");
            var start = new ProcessStartInfo("dotnet", [program, directory.FullName, log, complete, .. PostfixLog.LocalDomains]) { RedirectStandardOutput = true };
            // Its start takes most of the time.
            start.Environment["DOTNET_TieredPGO"] = "0";
            var reader = Process.Start(start)!;
            Assert.Equal("reading", reader.StandardOutput.ReadLine());
            return reader;
        }
    }
}
