using System.Diagnostics;
using System.Globalization;
using Metrics.Actions.Hold;
using Metrics.Actions.Tests.Mail;

namespace Metrics.Actions.Tests.Hold;

/// <summary>A process that holds mail is killed at each point, and another one goes on.</summary>
public sealed class HoldKillTests
{
    /// <summary>Before and after each of eight steps, and within the four that command something.</summary>
    private const int Points = 8 * 2 + 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Killed_at_any_point_it_is_finished_once_by_the_next_process()
    {
        for (var point = 0; point <= Points; point++)
        {
            using var directory = new TemporaryDirectory();
            await using var sink = new SmtpSink();
            if (point > 0)
                await RunAsync(directory.Path, sink.Port, point);
            var last = await RunAsync(directory.Path, sink.Port, 0);
            if (point == 0)
                Assert.Equal($"{Points} points", last);
            Finished(directory.Path, sink, point);
            Assert.Equal(3, sink.Mails.Count);
        }
    }

    [Fact]
    public async Task Killed_while_the_warning_is_handed_over_it_comes_again_as_the_same_mail()
    {
        using var directory = new TemporaryDirectory();
        await using var sink = new SmtpSink { Thinks = TimeSpan.FromSeconds(5) };
        using (var process = Start(directory.Path, sink.Port, 0))
        {
            while (sink.Mails.IsEmpty)
                await Task.Delay(10, TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        await using var next = new SmtpSink();
        await RunAsync(directory.Path, next.Port, 0);
        Finished(directory.Path, next, -1);
        Assert.All(sink.Mails, mail => Assert.Contains(next.Mails, other => other.Mail.MessageId == mail.Mail.MessageId));
    }

    private static void Finished(string directory, SmtpSink sink, int point)
    {
        using var file = ActionsDatabase.Open(directory);
        var job = Assert.Single(new HoldTable(file, TimeProvider.System).Newest(10));
        Assert.NotNull(job.Ended);
        Assert.All(Enum.GetValues<HoldStep>(), step => Assert.NotNull(job.Done(step)));
        Assert.Equal(["Mail goes again (test)", "Mail is being held (test)", "Mail is held (test)"], sink.Mails.Select(mail => mail.Mail.Subject).Order());
        Assert.Equal(3, sink.Mails.DistinctBy(mail => mail.Mail.MessageId).Count());
        var commands = File.ReadAllLines(Path.Combine(directory, "commands"));
        Assert.Equal(["Filter", "Hold", "Stop", "Lift"], commands.Distinct());
        // What was commanded and not written down is commanded again, and nothing else is.
        Assert.True(commands.Length <= 5, $"At point {point}: {string.Join(' ', commands)}");
    }

    private static Process Start(string directory, int port, int point) => Process.Start(new ProcessStartInfo("dotnet",
        [Path.Combine(AppContext.BaseDirectory, "Metrics.Actions.CrashHold.dll"), directory, port.ToString(CultureInfo.InvariantCulture), Path.Combine(directory, "commands"), point.ToString(CultureInfo.InvariantCulture)])
    { RedirectStandardOutput = true })!;

    private static async Task<string?> RunAsync(string directory, int port, int point)
    {
        using var process = Start(directory, port, point);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        string? last = null;
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            last = line;
            if (line == "waits")
                process.Kill();
        }
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(point > 0, last == "waits");
        return last;
    }
}
