using System.Diagnostics;

namespace Metrics.Analyzers.Tests.Tailing;

/// <summary>Rotation while nobody reads, with the tools that logrotate(8) uses.</summary>
public sealed class PackedLogTests
{
    [Theory]
    [InlineData("gzip", ".gz")]
    [InlineData("xz", ".xz")]
    [InlineData("zstd", ".zst")]
    [InlineData("none", "")]
    public void What_was_rotated_and_compressed_while_nobody_read_is_read_from_where_it_was_left(string tool, string ending)
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Lines(1, 1_000));
        logs.ReadAll();
        logs.Stop();
        logs.Write("access.log", ReadLogs.Lines(1_001, 30_000));
        Rotate(logs, tool, ending, 2);
        // A whole file in between, and one more that is older than what was read.
        logs.Write("access.log", ReadLogs.Lines(30_001, 31_000));
        Rotate(logs, tool, ending, 1);
        logs.Write("access.log", ReadLogs.Lines(31_001, 31_100));
        logs.Write("access.log.3", ReadLogs.Lines(1, 10));
        File.SetLastWriteTimeUtc(logs["access.log.3"], new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        logs.Start();
        logs.ReadAll();
        Assert.Equal((Sum(31_100), null), (logs.Bytes, logs.Status.Fault));
        // And once only, also when it ends in the middle of it.
        logs.Write("access.log", ReadLogs.Line(31_101));
        logs.Stop();
        logs.Start();
        logs.ReadAll();
        Assert.Equal(Sum(31_101), logs.Bytes);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void The_rest_of_a_line_that_is_too_long_is_no_line_to_who_reads_on(bool rotated)
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Line(1) + new string('x', 3 << 20));
        logs.ReadAll();
        logs.Stop();
        logs.Write("access.log", ReadLogs.Line(2) + ReadLogs.Line(4));
        if (rotated)
            Rotate(logs, "gzip", ".gz", 1);
        logs.Start();
        logs.ReadAll();
        Assert.Equal((5, 0), (logs.Bytes, logs.Status.UnknownLines));
    }

    [Fact]
    public void A_copy_of_a_log_that_was_emptied_while_nobody_read_is_read_from_where_it_was_left()
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Lines(1, 100));
        logs.ReadAll();
        logs.Stop();
        logs.Write("access.log", ReadLogs.Lines(101, 200));
        File.Copy(logs["access.log"], logs["access.log.1"]);
        File.WriteAllText(logs["access.log"], ReadLogs.Lines(201, 300));
        logs.Start();
        logs.ReadAll();
        Assert.Equal((Sum(300), null), (logs.Bytes, logs.Status.Fault));
    }

    [Fact]
    public void A_damaged_compressed_file_is_said_and_the_current_one_is_read()
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Lines(1, 100));
        logs.ReadAll();
        logs.Stop();
        logs.Write("access.log", ReadLogs.Lines(101, 50_000));
        Rotate(logs, "zstd", ".zst", 1);
        var packed = File.ReadAllBytes(logs["access.log.1.zst"]);
        File.WriteAllBytes(logs["access.log.1.zst"], packed[..(packed.Length / 2)]);
        logs.Write("access.log", ReadLogs.Line(1));
        logs.Start();
        logs.ReadAll();
        Assert.StartsWith("has a rotated file that is damaged: ", logs.Status.Fault, StringComparison.Ordinal);
        logs.Write("access.log", ReadLogs.Line(1_000_000));
        var before = logs.Bytes;
        logs.ReadAll();
        Assert.Equal(before + 1_000_000, logs.Bytes);
    }

    [Fact]
    public void A_log_that_is_nowhere_any_more_is_said()
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Line(1));
        logs.ReadAll();
        logs.Stop();
        File.Delete(logs["access.log"]);
        logs.Write("access.log", ReadLogs.Line(2));
        logs.Write("access.log.1", "something else");
        logs.Start();
        logs.ReadAll();
        Assert.Equal((3, $"was rotated away after byte {ReadLogs.Line(1).Length}; what stood behind it was not read."), (logs.Bytes, logs.Status.Fault));
    }

    private static long Sum(long last) => last * (last + 1) / 2;

    private static void Rotate(ReadLogs logs, string tool, string ending, int number)
    {
        var rotated = logs[$"access.log.{number}"];
        File.Move(logs["access.log"], rotated);
        if (tool == "none")
            return;
        using var process = Process.Start(tool, tool == "zstd" ? ["-q", "--rm", rotated] : [rotated]);
        process.WaitForExit();
        Assert.True(File.Exists(rotated + ending), $"{tool} of Debian is needed: apt-get install {(tool == "xz" ? "xz-utils" : tool)}");
    }
}
