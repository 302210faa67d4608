using System.Globalization;
using System.IO.Compression;
using System.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Tailing;

public sealed class FollowingTests : IDisposable
{
    private readonly TestAnalyzer analyzer = new("xferlog", ["example.org"]);

    public void Dispose() => analyzer.Dispose();

    private long Downloads
    {
        get
        {
            analyzer.ReadAll();
            Assert.True(analyzer.Commit());
            return analyzer["", "", Measure.FtpDownloads];
        }
    }

    private static string Line(int bytes) => $"Mon Nov 23 00:14:09 2026 1 198.51.100.7 {bytes.ToString(CultureInfo.InvariantCulture)} /srv/a b _ o r anna ftp 0 * c\n";

    [Fact]
    public void New_lines_are_read_once()
    {
        File.WriteAllText(analyzer.Log, Line(1) + Line(2));
        Assert.Equal(2, Downloads);
        Assert.Equal(2, Downloads);
        File.AppendAllText(analyzer.Log, Line(3));
        Assert.Equal(3, Downloads);
    }

    [Fact]
    public void A_half_line_waits_for_its_other_half()
    {
        File.WriteAllText(analyzer.Log, Line(1) + Line(2)[..30]);
        Assert.Equal(1, Downloads);
        File.AppendAllText(analyzer.Log, Line(2)[30..]);
        Assert.Equal(2, Downloads);
        Assert.Equal(0, analyzer.Status.UnknownLines);
    }

    [Fact]
    public void A_renamed_file_is_read_to_its_end_beside_the_new_one()
    {
        File.WriteAllText(analyzer.Log, Line(1));
        Assert.Equal(1, Downloads);
        File.Move(analyzer.Log, analyzer.Log + ".1");
        File.AppendAllText(analyzer.Log + ".1", Line(2));
        File.WriteAllText(analyzer.Log, Line(3));
        Assert.Equal(3, Downloads);
        File.AppendAllText(analyzer.Log + ".1", Line(4));
        Assert.Equal(4, Downloads);
    }

    [Fact]
    public void What_comes_just_before_and_after_a_renaming_is_read_though_nothing_had_come_for_long()
    {
        File.WriteAllText(analyzer.Log, Line(1));
        Assert.Equal(1, Downloads);
        analyzer.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, Downloads);
        File.AppendAllText(analyzer.Log, Line(2));
        File.Move(analyzer.Log, analyzer.Log + ".1");
        File.WriteAllText(analyzer.Log, Line(3));
        Assert.Equal(3, Downloads);
        File.AppendAllText(analyzer.Log + ".1", Line(4));
        Assert.Equal(4, Downloads);
    }

    [Fact]
    public void A_file_renamed_while_nobody_read_is_read_to_its_end()
    {
        File.WriteAllText(analyzer.Log, Line(1));
        Assert.Equal(1, Downloads);
        File.AppendAllText(analyzer.Log, Line(2));
        File.Move(analyzer.Log, analyzer.Log + ".1");
        File.WriteAllText(analyzer.Log, Line(3));
        analyzer.Crash();
        Assert.Equal(3, Downloads);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_renamed_file_that_gets_its_name_back_is_read_on(bool restarted)
    {
        File.WriteAllText(analyzer.Log, Line(1));
        Assert.Equal(1, Downloads);
        File.Move(analyzer.Log, analyzer.Log + ".1");
        File.WriteAllText(analyzer.Log, Line(2));
        Assert.Equal(2, Downloads);
        File.Move(analyzer.Log + ".1", analyzer.Log, overwrite: true);
        File.AppendAllText(analyzer.Log, Line(3));
        if (restarted)
            analyzer.Crash();
        Assert.Equal(3, Downloads);
        File.AppendAllText(analyzer.Log, Line(4));
        Assert.Equal(4, Downloads);
    }

    [Fact]
    public void A_file_emptied_in_its_place_is_read_from_its_begin()
    {
        File.WriteAllText(analyzer.Log, Line(1) + Line(2));
        Assert.Equal(2, Downloads);
        Truncate();
        File.AppendAllText(analyzer.Log, Line(3));
        Assert.Equal(3, Downloads);
    }

    [Fact]
    public void A_file_emptied_and_filled_beyond_the_old_end_is_read_from_its_begin()
    {
        File.WriteAllText(analyzer.Log, Line(1));
        Assert.Equal(1, Downloads);
        Truncate();
        File.AppendAllText(analyzer.Log, Line(20) + Line(30) + Line(40));
        Assert.Equal(4, Downloads);
    }

    [Fact]
    public void What_was_not_committed_is_read_again_and_counts_once()
    {
        File.WriteAllText(analyzer.Log, Line(1));
        Assert.Equal(1, Downloads);
        File.AppendAllText(analyzer.Log, Line(2));
        analyzer.ReadAll();
        analyzer.Crash();
        Assert.Equal(2, Downloads);
    }

    [Fact]
    public void A_compressed_file_is_read_on_after_a_restart_also_when_it_was_left_in_a_half_line_near_its_begin()
    {
        File.WriteAllText(analyzer.Log, Line(1) + Line(2)[..30]);
        Assert.Equal(1, Downloads);
        File.AppendAllText(analyzer.Log, Line(2)[30..] + string.Concat(Enumerable.Range(3, 10_000).Select(Line)));
        using (var packed = new GZipStream(File.Create(analyzer.Log + ".1.gz"), CompressionLevel.Fastest))
            packed.Write(File.ReadAllBytes(analyzer.Log));
        File.WriteAllText(analyzer.Log, "");
        analyzer.Crash();
        // What was read before, then a piece.
        Assert.True(analyzer.Read() && analyzer.Read());
        Assert.True(analyzer.Commit());
        Assert.InRange(analyzer["", "", Measure.FtpDownloads], 2, 10_000);
        analyzer.Crash();
        Assert.Equal(10_002, Downloads);
        Assert.Null(analyzer.Status.Fault);
    }

    [Theory]
    [InlineData("directory", "is a directory.")]
    [InlineData("link", "is a symbolic link; name the file itself.")]
    [InlineData("device", "is a symbolic link; name the file itself.")]
    [InlineData("nothing", "does not exist.")]
    public void What_is_no_log_is_said_and_reading_goes_on_when_it_is_one(string what, string fault)
    {
        if (what == "directory")
            Directory.CreateDirectory(analyzer.Log);
        if (what == "link")
            File.CreateSymbolicLink(analyzer.Log, "/etc/hostname");
        if (what == "device")
            File.CreateSymbolicLink(analyzer.Log, "/dev/zero");
        analyzer.ReadAll();
        Assert.Equal(fault, analyzer.Status.Fault);
        if (what == "directory")
            Directory.Delete(analyzer.Log);
        else
            File.Delete(analyzer.Log);
        File.WriteAllText(analyzer.Log, Line(1));
        Assert.Equal(1, Downloads);
        Assert.Null(analyzer.Status.Fault);
    }

    [Fact]
    public void A_line_without_end_a_binary_one_and_one_of_escapes_are_survived()
    {
        File.WriteAllBytes(analyzer.Log,
            [.. Encoding.UTF8.GetBytes(Line(1)), .. Enumerable.Repeat((byte)'x', 3 << 20), (byte)'\n', 0, 255, 27, (byte)'[', (byte)'\n', .. Encoding.UTF8.GetBytes(Line(2))]);
        Assert.Equal(2, Downloads);
        Assert.Equal(1, analyzer.Status.UnknownLines);
    }

    [Fact]
    public void Series_do_not_take_what_was_written_before_the_start_for_new()
    {
        File.WriteAllText(analyzer.Log, Line(1) + Line(2));
        Assert.Equal(2, Downloads);
        Assert.Equal(0, analyzer.Live.Of("", Measure.FtpDownloads));
        Assert.True(analyzer.Commit());
        File.AppendAllText(analyzer.Log, Line(3));
        Assert.Equal(3, Downloads);
        Assert.Equal(1, analyzer.Live.Of("", Measure.FtpDownloads));
    }

    private void Truncate()
    {
        using var file = new FileStream(analyzer.Log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }
}
