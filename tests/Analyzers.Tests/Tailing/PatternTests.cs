using Metrics.Analyzers.Tailing;

namespace Metrics.Analyzers.Tests.Tailing;

public sealed class PatternTests
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    [Fact]
    public void All_logs_that_match_are_followed_those_that_come_later_too()
    {
        using var logs = new ReadLogs("*/access?.log");
        logs.Write("a/access1.log", ReadLogs.Line(1));
        logs.Write("b/access2.log", ReadLogs.Line(2));
        logs.Write("b/other.log", ReadLogs.Line(4));
        logs.Write("b/c/access3.log", ReadLogs.Line(8));
        logs.Write(".hidden/access4.log", ReadLogs.Line(16));
        logs.ReadAll();
        Assert.Equal((3, 2, null), (logs.Bytes, logs.Status.Logs, logs.Status.Fault));
        logs.Write("c/access5.log", ReadLogs.Line(32));
        logs.Write("a/access1.log", ReadLogs.Line(64));
        logs.ReadAll();
        Assert.Equal(67, logs.Bytes);
        logs.ReadAll(OneMinute);
        Assert.Equal((99, 3), (logs.Bytes, logs.Status.Logs));
    }

    [Fact]
    public void A_log_is_of_the_domain_that_its_path_names()
    {
        using var logs = new ReadLogs("*/*.log", "example.org", "shop.example.org", "example.net");
        logs.Write("example.org/access.log", ReadLogs.Line(1));
        logs.Write("www.example.org/access.log", ReadLogs.Line(1));
        logs.Write("all/shop.example.org-access.log", ReadLogs.Line(1));
        logs.Write("all/example.net.log", ReadLogs.Line(1));
        logs.Write("all/example.network.log", ReadLogs.Line(1));
        logs.ReadAll();
        Assert.Equal((5, 2, 1, 1), (logs.Downloads(), logs.Downloads("example.org"), logs.Downloads("shop.example.org"), logs.Downloads("example.net")));
    }

    [Fact]
    public void Rotation_goes_on_below_a_pattern_and_rotated_files_are_no_logs()
    {
        using var logs = new ReadLogs("*/*");
        logs.Write("a/access.log", ReadLogs.Line(1));
        logs.Write("a/access.log.2.gz", "whatever");
        logs.ReadAll();
        File.Move(logs["a/access.log"], logs["a/access.log.1"]);
        logs.Write("a/access.log.1", ReadLogs.Line(2));
        logs.ReadAll(OneMinute);
        logs.Write("a/access.log", ReadLogs.Line(4));
        logs.ReadAll(OneMinute);
        logs.ReadAll(OneMinute);
        Assert.Equal((7, 1), (logs.Bytes, logs.Status.Logs));
    }

    [Fact]
    public void A_log_that_gets_another_name_of_the_pattern_goes_on_there()
    {
        using var logs = new ReadLogs("*.log");
        logs.Write("a.log", ReadLogs.Lines(1, 3));
        logs.ReadAll();
        File.Move(logs["a.log"], logs["b.log"]);
        logs.Write("b.log", ReadLogs.Line(4));
        logs.ReadAll(OneMinute);
        logs.ReadAll(OneMinute);
        logs.Write("b.log", ReadLogs.Line(5));
        logs.Stop();
        logs.Start();
        logs.ReadAll(OneMinute);
        Assert.Equal((15, 1), (logs.Bytes, logs.Status.Logs));
    }

    [Fact]
    public void A_log_that_gets_another_name_is_known_by_it_after_a_restart_though_it_did_not_grow()
    {
        using var logs = new ReadLogs("*.log");
        logs.Write("a.log", ReadLogs.Lines(1, 3));
        logs.ReadAll();
        File.Move(logs["a.log"], logs["b.log"]);
        logs.ReadAll(OneMinute);
        logs.Stop();
        logs.Start();
        logs.ReadAll(OneMinute);
        Assert.Equal((6, 1), (logs.Bytes, logs.Status.Logs));
    }

    [Fact]
    public void A_file_with_two_names_is_read_once()
    {
        using var logs = new ReadLogs("*.log");
        logs.Write("a.log", ReadLogs.Line(1));
        using (var link = System.Diagnostics.Process.Start("ln", [logs["a.log"], logs["b.log"]]))
            link.WaitForExit();
        logs.ReadAll();
        logs.ReadAll(OneMinute);
        Assert.Equal((1, 1), (logs.Bytes, logs.Status.Logs));
    }

    [Fact]
    public void Logs_that_disappear_are_let_go_and_read_anew_when_they_come_back()
    {
        using var logs = new ReadLogs("*/access.log");
        logs.Write("a/access.log", ReadLogs.Line(1));
        logs.Write("b/access.log", ReadLogs.Line(2));
        logs.ReadAll();
        File.Delete(logs["a/access.log"]);
        logs.ReadAll(OneMinute);
        logs.ReadAll(OneMinute);
        logs.ReadAll(OneMinute);
        Assert.Equal((1, null), (logs.Status.Logs, logs.Status.Fault));
        logs.Write("a/access.log", ReadLogs.Line(4));
        logs.ReadAll(OneMinute);
        Assert.Equal((7, 2), (logs.Bytes, logs.Status.Logs));
    }

    [Fact]
    public void A_log_rotated_away_while_nobody_read_is_finished_though_nothing_has_its_name()
    {
        using var logs = new ReadLogs("*/access.log");
        logs.Write("a/access.log", ReadLogs.Line(1));
        logs.ReadAll();
        logs.Stop();
        logs.Write("a/access.log", ReadLogs.Line(2));
        File.Move(logs["a/access.log"], logs["a/access.log.1"]);
        logs.Start();
        logs.ReadAll();
        Assert.Equal(3, logs.Bytes);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        using var logs = new ReadLogs("*/logs/access.log");
        logs.Write("../secret/access.log", ReadLogs.Line(1));
        logs.Write("good/logs/access.log", ReadLogs.Line(2));
        Directory.CreateDirectory(logs["evil"]);
        Directory.CreateSymbolicLink(logs["evil/logs"], logs["../secret"]);
        Directory.CreateSymbolicLink(logs["worse"], logs["good"]);
        logs.Write("bad/logs/x", "");
        File.CreateSymbolicLink(logs["bad/logs/access.log"], logs["../secret/access.log"]);
        logs.ReadAll();
        Assert.Equal((2, $"matches {logs["bad/logs/access.log"]}, which is a symbolic link; name the file itself."), (logs.Bytes, logs.Status.Fault));
    }

    [Fact]
    public void A_directory_that_becomes_a_link_does_not_lead_elsewhere()
    {
        using var logs = new ReadLogs("*/logs/access.log");
        logs.Write("a/logs/access.log", ReadLogs.Line(1));
        logs.Write("../secret/access.log", ReadLogs.Line(2));
        logs.ReadAll();
        Directory.Delete(logs["a/logs"], recursive: true);
        Directory.CreateSymbolicLink(logs["a/logs"], logs["../secret"]);
        logs.ReadAll();
        Assert.Equal(1, logs.Bytes);
        Assert.Equal($"matches {logs["a/logs/access.log"]}, which stands behind a symbolic link or a file, where a directory is needed.", logs.Status.Fault);
    }

    [Fact]
    public void What_is_wrong_with_a_pattern_is_said()
    {
        using var logs = new ReadLogs("no/such/*.log");
        logs.ReadAll();
        Assert.Equal($"cannot match: there is no directory {logs["no/such"]}.", logs.Status.Fault);
        Directory.CreateDirectory(logs["no/such"]);
        logs.ReadAll(OneMinute);
        Assert.Equal("matches no file.", logs.Status.Fault);
        logs.Write("no/such/a.log", ReadLogs.Line(1));
        logs.ReadAll(OneMinute);
        Assert.Null(logs.Status.Fault);
    }

    [Fact]
    public void More_files_than_the_bound_are_said_and_not_read()
    {
        using var directory = new ReadLogs("x");
        for (var i = 0; i < 6; i++)
            directory.Write($"{i}.log", "");
        var found = new PathPattern(directory["*.log"]).Find(4, out var fault);
        Assert.Equal((4, "matches more than 4 files; the others are not read."), (found.Count, fault));
    }

    [Fact]
    public void A_log_with_a_past_that_is_found_later_is_no_burst()
    {
        using var logs = new ReadLogs("*.log");
        logs.Write("a.log", ReadLogs.Line(1));
        logs.ReadAll();
        logs.ReadAll();
        logs.Write("b.log", string.Concat(Enumerable.Repeat(ReadLogs.Line(1), 20_000)));
        logs.ReadAll(OneMinute);
        logs.ReadAll();
        Assert.Equal((20_001, 0), (logs.Downloads(), logs.Live.Of("", Metrics.Analyzers.Usage.Measure.FtpDownloads)));
    }

    [Theory]
    [InlineData("access.log.1", true)]
    [InlineData("access.log-20261126", true)]
    [InlineData("access.log-20261126.gz", true)]
    [InlineData("access.log-20261126-1795651200", true)]
    [InlineData("access.log.zst", true)]
    [InlineData("access.log.old", true)]
    [InlineData("access-2026-11-26.log", false)]
    [InlineData("access.log", false)]
    [InlineData("log2", false)]
    [InlineData("1", false)]
    public void Rotated_files_are_known_by_their_names(string name, bool rotated)
    {
        Assert.Equal(rotated, RotatedName.Is(name));
        if (rotated)
            Assert.True(RotatedName.IsOf(name, "access.log"));
    }

    [Theory]
    [InlineData("x.10", "x.9", -1)]
    [InlineData("x.1", "x.2.gz", 1)]
    [InlineData("x-20261125.gz", "x-20261126", -1)]
    [InlineData("x-20261126", "x-20261126-1795651200", -1)]
    [InlineData("x.2026-11-26", "x.2026-11-25", 1)]
    [InlineData("x.1", "x.1.gz", 0)]
    [InlineData("x.1", "x-20261126", 0)]
    [InlineData("x.old", "x.1", 0)]
    public void Names_of_rotated_files_say_which_is_older(string first, string second, int sign)
    {
        Assert.Equal(sign, Math.Sign(RotatedName.CompareAge(first, second, "x")));
        Assert.Equal(-sign, Math.Sign(RotatedName.CompareAge(second, first, "x")));
    }

    [Fact]
    public void A_rotated_file_is_known_though_the_name_of_its_log_ends_with_a_number()
    {
        Assert.True(RotatedName.IsOf("site2.1", "site2"));
        Assert.True(RotatedName.IsOf("site-2.1.gz", "site-2"));
        Assert.False(RotatedName.IsOf("site21", "site2"));
    }
}
