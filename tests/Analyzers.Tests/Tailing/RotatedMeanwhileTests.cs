using System.Globalization;
using System.IO.Compression;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Tailing;

/// <summary>Somebody rotates a log again and again, at any moment of the reader's searches for its files.</summary>
public sealed class RotatedMeanwhileTests
{
    private const int Rotations = 100;

    [Theory]
    [InlineData(0, false), InlineData(1, false), InlineData(2, false), InlineData(0, true)]
    public async Task Each_line_counts_once(int packedFrom, bool crashes)
    {
        using var analyzer = new TestAnalyzer("xferlog", []);
        File.WriteAllText(analyzer.Log, ReadLogs.Line(1));
        analyzer.ReadAll();
        Assert.True(analyzer.Commit());
        var random = new Random(packedFrom);
        var rotating = Task.Run(() => Rotate(analyzer.Log, packedFrom));
        while (!rotating.IsCompleted)
        {
            analyzer.ReadAll();
            Assert.True(analyzer.Commit());
            if (crashes && random.Next(3) == 0)
                analyzer.Crash();
        }
        var last = (long)await rotating;
        for (var i = 0; i < 2; i++)
        {
            analyzer.ReadAll();
            Assert.True(analyzer.Commit());
            Assert.Equal((last * (last + 1) / 2, null), (analyzer["", "", Measure.FtpDownloadBytes], analyzer.Status.Fault));
        }
    }

    // As logrotate(8) does, but for the time it takes to begin. Returns the number of the last line.
    private static int Rotate(string log, int packedFrom)
    {
        var (random, line) = (new Random(1), 1);
        for (var rotation = 1; rotation <= Rotations; rotation++)
        {
            Write();
            for (var number = rotation - 1; number > 0; number--)
            {
                var ending = packedFrom > 0 && number >= packedFrom ? ".gz" : "";
                File.Move(Name(number) + ending, Name(number + 1) + ending);
            }
            if (packedFrom > 1 && rotation > 1)
                Pack(Name(packedFrom));
            File.Move(log, Name(1));
            Write();
            if (packedFrom == 1)
                Pack(Name(1));
            Thread.Sleep(random.Next(20));
        }
        return line;

        string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{log}.{number}");

        void Write()
        {
            var first = line + 1;
            line += random.Next(1, 4);
            File.AppendAllText(log, ReadLogs.Lines(first, line));
        }
    }

    private static void Pack(string path)
    {
        using (var packed = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest))
            packed.Write(File.ReadAllBytes(path));
        File.SetLastWriteTimeUtc(path + ".gz", File.GetLastWriteTimeUtc(path));
        File.Delete(path);
    }
}
