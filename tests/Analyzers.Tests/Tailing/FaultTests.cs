using System.Diagnostics;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Tailing;
using Metrics.Analyzers.Usage;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Tests.Tailing;

/// <summary>What is wrong with a log is said, and reading goes on when it is over: with real files of every kind.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_pipe_and_a_device_are_no_logs_and_nobody_waits_for_them()
    {
        using var logs = new ReadLogs("access.log");
        Directory.CreateDirectory(logs[""]);
        Run("mkfifo", logs["access.log"]);
        logs.ReadAll();
        Assert.Equal("is no regular file.", logs.Status.Fault);
        using var device = new LogAnalyzer(logs["data"], new LogAnalyzerOptions { Logs = [new LogSettings("/dev/zero", "xferlog")] }, logs.Time);
        device.Read();
        Assert.Equal("is no regular file.", device.Status[0].Fault);
    }

    [Fact]
    public void A_log_that_was_deleted_is_said_and_read_when_it_is_there_again()
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Line(1));
        logs.ReadAll();
        File.Delete(logs["access.log"]);
        // Rotation takes its time.
        logs.ReadAll();
        Assert.Null(logs.Status.Fault);
        logs.ReadAll(OneMinute);
        Assert.Equal("does not exist.", logs.Status.Fault);
        logs.Write("access.log", ReadLogs.Line(2));
        logs.ReadAll();
        Assert.Equal((3, null), (logs.Bytes, logs.Status.Fault));
    }

    [Fact]
    public void A_log_that_a_link_replaces_is_said_and_read_when_it_is_there_again()
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Line(1));
        logs.Write("other", ReadLogs.Line(4));
        logs.ReadAll();
        File.Move(logs["access.log"], logs["access.log.1"]);
        File.CreateSymbolicLink(logs["access.log"], logs["other"]);
        logs.Write("access.log.1", ReadLogs.Line(2));
        logs.ReadAll();
        Assert.Equal((3, "is a symbolic link; name the file itself."), (logs.Bytes, logs.Status.Fault));
        File.Delete(logs["access.log"]);
        logs.Write("access.log", ReadLogs.Line(8));
        logs.ReadAll();
        Assert.Equal((11, null), (logs.Bytes, logs.Status.Fault));
    }

    [Fact]
    public void A_position_beyond_the_end_is_said_and_the_log_is_read_from_its_begin()
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Lines(1, 10));
        logs.ReadAll();
        logs.Stop();
        using (var file = new FileStream(logs["access.log"], FileMode.Open))
            file.SetLength(ReadLogs.Line(1).Length);
        logs.Start();
        logs.ReadAll();
        Assert.Equal((56, $"was rotated away after byte {ReadLogs.Lines(1, 10).Length}; what stood behind it was not read."), (logs.Bytes, logs.Status.Fault));
    }

    [Fact]
    public void A_log_emptied_in_its_place_is_counted()
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Lines(1, 10) + new string('x', 2 << 20) + "\n");
        logs.ReadAll();
        using (var file = new FileStream(logs["access.log"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(0);
        logs.Write("access.log", ReadLogs.Line(1));
        logs.ReadAll();
        Assert.Equal((56, 1, 1), (logs.Bytes, logs.Status.Truncations, logs.Status.TooLong));
    }

    [Fact]
    public void A_log_that_may_not_be_read_is_said()
    {
        using var logs = new ReadLogs("x");
        logs.Write("access.log", ReadLogs.Line(1));
        Run("chmod", "000", logs["access.log"]);
        string[] reader = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Metrics.Analyzers.CrashReader.dll"), logs["data"], logs["access.log"], logs["complete"]];
        logs.Write("complete", "");
        // Root may read everything, unless that is taken from it.
        string[] asNobody = Environment.IsPrivilegedProcess
            ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
            : [];
        Assert.Equal("may not be read by this user.\n", Run([.. asNobody, .. reader]));
    }

    [Fact]
    public void A_database_of_a_newer_version_is_not_touched()
    {
        using var logs = new ReadLogs("access.log");
        logs.Stop();
        var path = Path.Combine(logs.Data, UsageDatabase.FileName);
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 999";
            command.ExecuteNonQuery();
        }
        var before = File.ReadAllBytes(path);
        logs.Start();
        Assert.False(logs.TryReadAll());
        Assert.StartsWith($"No log is read: {path} is of a newer version of Metrics: it has schema 999", logs.Fault, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        // It is tried again: somebody may have put the older one back.
        File.Delete(path);
        logs.Write("access.log", ReadLogs.Line(1));
        logs.ReadAll(OneMinute);
        Assert.Equal((1, null), (logs.Bytes, logs.Fault));
    }

    [Fact]
    public void Only_its_owner_may_read_the_database()
    {
        using var logs = new ReadLogs("access.log");
        logs.Write("access.log", ReadLogs.Line(1));
        logs.ReadAll();
        Assert.All(Directory.GetFiles(logs.Data, UsageDatabase.FileName + "*"), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void A_log_that_two_settings_name_is_read_once_and_that_is_said()
    {
        using var logs = new ReadLogs("*.log");
        logs.Write("a.log", ReadLogs.Line(1));
        logs.Write("b.log", ReadLogs.Line(2));
        Run("ln", logs["b.log"], logs["named.again"]);
        using var analyzer = new LogAnalyzer(
            logs.Data, new LogAnalyzerOptions { Logs = [new(logs["*.log"], "xferlog"), new(logs["b.log"], "xferlog"), new(logs["b.log"], "vsftpd"), new(logs["named.again"], "xferlog")] },
            logs.Time);
        while (analyzer.Read())
        {
        }
        Assert.True(analyzer.Commit());
        Assert.Equal(3, logs.Bytes);
        Assert.Equal(
            [
                (logs["b.log"], null),
                (logs["b.log"], "is named twice; it is read once, as xferlog."),
                (logs["named.again"], $"is the same file as {logs["b.log"]}; it is read once, as xferlog."),
                (logs["*.log"], $"matches {logs["b.log"]}, which another setting names; it is read once, as that one says."),
            ],
            analyzer.Status.Select(status => (status.Path, status.Fault)));
    }

    [Fact]
    public void A_database_that_others_may_read_is_narrowed_to_its_owner()
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var directory = Directory.CreateTempSubdirectory("metrics-mode-").FullName;
        var path = Path.Combine(directory, "usage.db");
        new LogAnalyzer(directory, new LogAnalyzerOptions(), TimeProvider.System).Dispose();
        File.SetUnixFileMode(path, owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        using (var analyzer = new LogAnalyzer(directory, new LogAnalyzerOptions(), TimeProvider.System))
            Assert.Null(analyzer.Fault);

        Assert.Equal(owner, File.GetUnixFileMode(path));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void A_full_disk_is_said_and_nothing_is_lost_when_there_is_room_again()
    {
        var mount = Directory.CreateTempSubdirectory("metrics-full-").FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount);
        try
        {
            using var logs = ReadLogs.WithData("access.log", mount);
            logs.Write("access.log", ReadLogs.Lines(1, 10));
            logs.ReadAll();
            var ballast = Path.Combine(mount, "ballast");
            Fill(ballast);
            // As long as the log's pages of the database have room in it, it takes more.
            for (var i = 11; logs.Fault is null; i++)
            {
                Assert.True(i < 100_000);
                logs.Write("access.log", ReadLogs.Line(i).Replace("Nov 23 00", $"Nov {1 + (i % 28),2} {i % 24:00}", StringComparison.Ordinal));
                logs.TryReadAll();
            }
            Assert.StartsWith($"{Path.Combine(logs.Data, UsageDatabase.FileName)} takes nothing: ", logs.Fault, StringComparison.Ordinal);
            var written = File.ReadAllLines(logs["access.log"]).Length;
            logs.TryReadAll();
            Assert.NotNull(logs.Fault);
            File.Delete(ballast);
            logs.ReadAll();
            logs.ReadAll();
            Assert.Equal((null, written), (logs.Fault, logs.Downloads()));
        }
        finally
        {
            Run("umount", mount);
            Directory.Delete(mount);
        }
    }

    [Fact]
    public void A_line_whose_reading_fails_is_unknown_and_those_behind_it_are_read()
    {
        using var logs = new ReadLogs("x");
        logs.Write("the.log", "good\nbad\ngood\n");
        var lines = new LineReader(new BreaksOnBad(), NoEvents.Instance, new UnknownShapes());
        using var writes = new WriteWatch(logs.Time);
        using var log = new FollowedLog(new RotatedFiles(logs["the.log"], logs[""], new TakenLogs([]), new DirectoryNames(), logs.Time), lines, [], writes, logs.Time);
        Assert.True(log.Read() > 0);
        Assert.Equal((3, 1, "bad"), (lines.Lines, lines.Unknown, lines.Shapes.All[0].Text));
        Assert.Equal("has a line that was not read, of 2 since the start: InvalidOperationException: It broke.", log.Fault);
    }

    private sealed class BreaksOnBad : ILogFormat
    {
        public string Name => "breaks";

        public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events) =>
            line.StartsWith("bad"u8) ? throw new InvalidOperationException("It broke.") : LineOutcome.Counted;
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        try
        {
            for (var block = new byte[4_096]; ;)
                file.Write(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static string Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {errors}");
        return output.GetAwaiter().GetResult();
    }
}
