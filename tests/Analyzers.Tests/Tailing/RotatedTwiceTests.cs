using System.Globalization;
using System.IO.Compression;
using Metrics.Analyzers.Tests.Daemons;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Tailing;

/// <summary>Logs that logrotate(8) rotates more than once between two looks. Each line has its own number: their sum says which were counted.</summary>
public sealed class RotatedTwiceTests : IDisposable
{
    private readonly TestAnalyzer analyzer = new("xferlog", []);
    private int last;
    private int rotations;

    public void Dispose() => analyzer.Dispose();

    public static TheoryData<string, int, int> Rotations()
    {
        var all = new TheoryData<string, int, int>();
        foreach (var how in (string[])["", "compress", "compress delaycompress", "dateext", "dateext compress", "dateext compress delaycompress", "nocreate"])
            for (var rotations = 2; rotations <= 3; rotations++)
                for (var pieces = -1; pieces <= 3; pieces++)
                    all.Add(how, rotations, pieces);
        return all;
    }

    /// <param name="how">How it is rotated.</param>
    /// <param name="rotations">How often.</param>
    /// <param name="pieces">After how many pieces the reader is killed and started again; never when negative.</param>
    [Theory, MemberData(nameof(Rotations))]
    public void All_files_that_the_log_had_meanwhile_are_read_once(string how, int rotations, int pieces)
    {
        BeforeAnybodyReads(how);
        for (var i = 0; i < rotations; i++)
        {
            Write(100);
            Rotate(how);
        }
        Write(100);
        for (var i = 0; i < pieces; i++)
        {
            analyzer.Time.Advance(TimeSpan.FromSeconds(1));
            analyzer.Read();
            Assert.True(analyzer.Commit());
        }
        if (pieces >= 0)
            analyzer.Crash();
        AllIsCounted();
        // And on, while the renamed ones are still looked at and when they no longer are.
        Rotate(how);
        Write(100);
        AllIsCounted();
        analyzer.Time.Advance(TimeSpan.FromMinutes(2));
        AllIsCounted();
        Rotate(how);
        Write(100);
        AllIsCounted();
    }

    [Fact]
    public void A_file_in_between_is_read_though_the_one_before_it_is_gone()
    {
        BeforeAnybodyReads("rotate 1");
        for (var i = 0; i < 2; i++)
        {
            Write(100);
            Rotate("rotate 1");
        }
        Write(100);
        AllIsCounted();
    }

    [Fact]
    public void A_file_in_between_is_read_though_a_daemon_still_writes_to_the_one_before_it()
    {
        BeforeAnybodyReads("");
        using var daemon = new FileStream(analyzer.Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        Rotate("");
        Write(100);
        Rotate("");
        Write(100);
        daemon.Write(System.Text.Encoding.ASCII.GetBytes(Next(100)));
        daemon.Flush();
        AllIsCounted();
    }

    [Theory]
    [InlineData(".0"), InlineData(".0.gz")]
    public void A_file_in_between_is_read_where_numbers_begin_with_0(string newest)
    {
        Write(100);
        AllIsCounted();
        File.Move(analyzer.Log, analyzer.Log + ".1");
        Write(100);
        using (var packed = newest == ".0" ? (Stream)File.Create(analyzer.Log + newest) : new GZipStream(File.Create(analyzer.Log + newest), CompressionLevel.Fastest))
            packed.Write(File.ReadAllBytes(analyzer.Log));
        File.Delete(analyzer.Log);
        Write(100);
        AllIsCounted();
    }

    [Theory]
    [InlineData(""), InlineData("compress"), InlineData("dateext"), InlineData("dateext compress")]
    public void A_file_that_was_read_long_ago_is_not_read_again_though_a_daemon_wrote_to_it_after_the_last_one_had_begun(string how)
    {
        BeforeAnybodyReads(how + " delaycompress");
        using (var daemon = new FileStream(analyzer.Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            Rotate(how + " delaycompress");
            File.WriteAllText(analyzer.Log, "");
            File.SetLastWriteTimeUtc(analyzer.Log, File.GetLastWriteTimeUtc(analyzer.Log).AddSeconds(-1));
            AllIsCounted();
            daemon.Write(System.Text.Encoding.ASCII.GetBytes(Next(100)));
        }
        AllIsCounted();
        analyzer.Time.Advance(TimeSpan.FromMinutes(2));
        AllIsCounted();
        Rotate(how + " delaycompress");
        Write(100);
        AllIsCounted();
        Rotate(how + " delaycompress");
        Write(100);
        AllIsCounted();
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_log_of_its_own_whose_name_is_like_that_of_a_rotated_file_is_read_once(bool restarted)
    {
        using var logs = new ReadLogs("x");
        var options = new LogAnalyzerOptions { Logs = [new(logs["shop"], "xferlog"), new(logs["shop-2"], "xferlog")] };
        var both = new LogAnalyzer(logs.Data, options, logs.Time);
        logs.Write("shop", ReadLogs.Line(1));
        logs.Write("shop-2", ReadLogs.Line(2));
        Read();
        File.Move(logs["shop"], logs["shop.2"]);
        logs.Write("shop", ReadLogs.Line(4));
        File.Move(logs["shop"], logs["shop.1"]);
        logs.Write("shop", ReadLogs.Line(8));
        logs.Write("shop-2", ReadLogs.Line(16));
        if (restarted)
        {
            both.Dispose();
            both = new LogAnalyzer(logs.Data, options, logs.Time);
        }
        Read();
        both.Dispose();
        Assert.Equal(31, logs.Bytes);

        void Read()
        {
            logs.Time.Advance(TimeSpan.FromSeconds(1));
            while (both.Read())
            {
            }
            Assert.True(both.Commit());
        }
    }

    // Three rotated files are of the past; what is at the path is read.
    private void BeforeAnybodyReads(string how)
    {
        File.WriteAllText(analyzer.Log + ".old", ReadLogs.Line(1_000_000));
        File.SetLastWriteTimeUtc(analyzer.Log + ".old", File.GetLastWriteTimeUtc(analyzer.Log + ".old").AddHours(-1));
        for (var i = 0; i < 2; i++)
        {
            File.WriteAllText(analyzer.Log, ReadLogs.Line(1_000_000));
            Rotate(how);
        }
        Write(100);
        AllIsCounted();
    }

    private void AllIsCounted()
    {
        analyzer.ReadAll();
        Assert.True(analyzer.Commit());
        Assert.Equal(((long)last * (last + 1) / 2, null), (analyzer["", "", Measure.FtpDownloadBytes], analyzer.Status.Fault));
    }

    private void Write(int lines) => File.AppendAllText(analyzer.Log, Next(lines));

    private string Next(int lines)
    {
        var first = last + 1;
        last += lines;
        return ReadLogs.Lines(first, last);
    }

    private void Rotate(string how)
    {
        // On one day it takes each name once only.
        var (configuration, state) = (Path.Combine(analyzer.Directory.FullName, "logrotate.conf"), Path.Combine(analyzer.Directory.FullName, "logrotate.state"));
        var format = string.Create(CultureInfo.InvariantCulture, $"dateformat -%Y%m%d{rotations++:00}");
        File.WriteAllText(configuration, $"{analyzer.Log} {{\nrotate 9\ncreate\n{how.Replace(' ', '\n')}\n{format}\n}}\n".Replace("rotate\n1", "rotate 1", StringComparison.Ordinal));
        DebianProgram.Run("logrotate", "logrotate", "--force", "--state", state, configuration);
    }
}
