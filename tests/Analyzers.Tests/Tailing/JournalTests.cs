using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Metrics.Analyzers.Tailing;
using Metrics.Analyzers.Usage;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Analyzers.Tests.Tailing;

/// <summary>Real journals, made by systemd-journal-remote of what it would get over the network, read by the real journalctl.</summary>
public sealed class JournalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-journal-");
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private int written;

    private string Journal => Path.Combine(directory.FullName, "journal");

    private string Data => Path.Combine(directory.FullName, "data");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Every_entry_counts_once_over_crashes()
    {
        Append(100);
        var analyzer = Open();
        ReadUntil(analyzer, 100);
        Assert.True(analyzer.Commit());
        Append(50);
        ReadUntil(analyzer, 150);
        // What was not committed is read again, beside what has come since.
        analyzer.Dispose();
        Append(25);
        using var again = Open();
        ReadUntil(again, 75);
        Append(1);
        ReadUntil(again, 76);
        Assert.True(again.Commit());
        Assert.Equal((176, 0, null), (Failed, again.Status[0].UnknownLines, again.Status[0].Fault));
    }

    [Fact]
    public void A_program_that_ends_is_started_again_not_too_often_and_what_it_said_is_shown()
    {
        var starts = Path.Combine(directory.FullName, "starts");
        using var analyzer = Open("/bin/sh", "-c", $"echo x >> {starts}; echo 'No journal files were found.' >&2; exit 3", "sh");
        var seen = new List<DateTimeOffset>();
        Wait(analyzer, () =>
        {
            if (File.Exists(starts) && File.ReadAllText(starts).Length / 2 > seen.Count)
                seen.Add(time.GetUtcNow());
            time.Advance(TimeSpan.FromSeconds(0.1));
            return seen.Count == 4 && analyzer.Status[0].Fault is not null;
        });
        Assert.Equal("cannot be read: /bin/sh ended with 3: No journal files were found.; it is started again.", analyzer.Status[0].Fault);
        for (var i = 1; i < seen.Count; i++)
            Assert.True((seen[i] - seen[i - 1]).TotalSeconds >= (1 << (i - 1)) - 0.2, $"{seen[i] - seen[i - 1]} passed before start {i + 1}.");
    }

    [Fact]
    public void A_machine_without_journalctl_is_said()
    {
        using var analyzer = Open("/no/such/journalctl");
        analyzer.Read();
        Assert.StartsWith("cannot be read: /no/such/journalctl cannot be started: ", analyzer.Status[0].Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"__CURSOR":"c","__REALTIME_TIMESTAMP":"1795500000000000","SYSLOG_IDENTIFIER":"postfix/smtpd","SYSLOG_PID":"12","_HOSTNAME":"web01","MESSAGE":"a \"b\""}""",
        "2026-11-24T06:00:00+00:00 web01 postfix/smtpd[12]: a \"b\"")]
    [InlineData("""{"MESSAGE":[99,97,102,233,10,120],"__REALTIME_TIMESTAMP":"1795500000000000","_COMM":"x","_PID":"7","__CURSOR":"c"}""",
        "2026-11-24T06:00:00+00:00 localhost x[7]: caf\u00e9 x")]
    [InlineData("""{"MESSAGE":["one",[116,119,111]],"__REALTIME_TIMESTAMP":"1795500000000000","SYSLOG_IDENTIFIER":["x","y"],"__CURSOR":"c"}""",
        "2026-11-24T06:00:00+00:00 localhost x: one")]
    [InlineData("""{"MESSAGE":null,"__REALTIME_TIMESTAMP":"1795500000000000","SYSLOG_IDENTIFIER":"x","__CURSOR":"c"}""", "2026-11-24T06:00:00+00:00 localhost x: ")]
    [InlineData("""{"MESSAGE":"IN=eth0","__REALTIME_TIMESTAMP":"1795500000000000","SYSLOG_IDENTIFIER":"kernel","_TRANSPORT":"kernel","__CURSOR":"c"}""",
        "2026-11-24T06:00:00+00:00 localhost kernel: IN=eth0")]
    // A user says that it is the kernel; a name that would be read otherwise.
    [InlineData("""{"MESSAGE":"IN=eth0","__REALTIME_TIMESTAMP":"1795500000000000","SYSLOG_IDENTIFIER":"kernel","_TRANSPORT":"syslog","__CURSOR":"c"}""", "")]
    [InlineData("""{"MESSAGE":"x","__REALTIME_TIMESTAMP":"1795500000000000","SYSLOG_IDENTIFIER":"a sshd[1]: x","__CURSOR":"c"}""", "")]
    [InlineData("""{"MESSAGE":"x","__REALTIME_TIMESTAMP":"1795500000000000","__CURSOR":"c"}""", "")]
    [InlineData("""{"MESSAGE":"x","SYSLOG_IDENTIFIER":"x","__CURSOR":"c"}""", null)]
    [InlineData("""{"MESSAGE":{"x":1},"__REALTIME_TIMESTAMP":"1795500000000000","SYSLOG_IDENTIFIER":"x"}""", null)]
    [InlineData("""{"MESSAGE":"x","__CURSOR":"\ud800"}""", null)]
    [InlineData("""{"MESSAGE":["x" """, null)]
    [InlineData("-- No entries --", null)]
    public void An_entry_becomes_a_line_of_a_system_log(string json, string? line)
    {
        var entry = new JournalEntry();
        Assert.Equal(line is not null, entry.Read(Encoding.UTF8.GetBytes(json)));
        if (line is not null)
            Assert.Equal(line, Encoding.Latin1.GetString(entry.Line));
    }

    private long Failed => UsageOf.Directory(Data).Where(v => (v.Domain, v.Measure) == ("", Measure.SshSignInsFailed)).Sum(v => v.Value);

    private LogAnalyzer Open(params string[] command) => new(
        Data, new LogAnalyzerOptions { Logs = [LogSettings.OfJournal("sshd")], JournalCommand = command.Length > 0 ? command : ["journalctl", "-D", Journal] }, time);

    private static void ReadUntil(LogAnalyzer analyzer, long lines) => Wait(analyzer, () => analyzer.Status[0].Lines >= lines);

    private static void Wait(LogAnalyzer analyzer, Func<bool> reached)
    {
        for (var clock = Stopwatch.StartNew(); !reached();)
        {
            Assert.True(clock.Elapsed < Patience, $"{analyzer.Status[0]}");
            if (!analyzer.Read())
                Thread.Yield();
        }
    }

    private void Append(int entries)
    {
        var export = new StringBuilder();
        for (var i = 0; i < entries; i++)
        {
            export.Append(CultureInfo.InvariantCulture, $"""
                __REALTIME_TIMESTAMP={1_795_500_000_000_000 + ++written}
                __MONOTONIC_TIMESTAMP={written}
                _BOOT_ID=0123456789abcdef0123456789abcdef
                _TRANSPORT=syslog
                SYSLOG_IDENTIFIER=sshd
                SYSLOG_PID={written}
                MESSAGE=Failed password for root from 192.0.2.7 port {1_000 + written} ssh2


                """);
        }
        Directory.CreateDirectory(Journal);
        var text = Path.Combine(directory.FullName, "entries");
        File.WriteAllText(text, export.ToString());
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                "/usr/lib/systemd/systemd-journal-remote", ["-o", Path.Combine(Journal, "system.journal"), text])
            { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, said);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("The test needs Debian's systemd-journal-remote: apt-get install -y systemd-journal-remote", e);
        }
    }
}
