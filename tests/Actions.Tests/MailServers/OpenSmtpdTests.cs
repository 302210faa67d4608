using System.Collections.Immutable;
using System.Diagnostics;
using Metrics.Actions.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>An OpenSMTPD that is just starting or ending: a process of its file's name, and a control program of the test's.</summary>
public sealed class OpenSmtpdTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Process daemon;

    public OpenSmtpdTests()
    {
        // By another process: a file that this one has open for writing while it starts others cannot be run.
        DebianProgram.Run("coreutils", "cp", "/bin/sleep", directory["smtpd"]);
        daemon = Process.Start(directory["smtpd"], ["infinity"]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_does_not_listen_yet_is_asked_again()
    {
        var (asked, status) = (0, "MTA running");
        var server = Server(command =>
        {
            if (++asked % 3 != 0)
                return new ProgramResult(1, "", "smtpctl: connect: No such file or directory");
            if (command.EndsWith("pause mta", StringComparison.Ordinal))
                status = "MTA paused";
            return new ProgramResult(0, $"MDA running\n{status}\nSMTP running\n", "");
        });
        await server.HoldAsync(Cancel);
        Assert.Equal("MTA paused", status);
        Assert.True(await server.IsHeldAsync(Cancel));
    }

    [Fact]
    public async Task One_that_ends_while_it_is_asked_is_held_as_one_that_does_not_run()
    {
        var server = Server(_ =>
        {
            daemon.Kill();
            daemon.WaitForExit();
            return new ProgramResult(1, "", "smtpctl: connect: Connection refused");
        });
        await server.HoldAsync(Cancel);
        Assert.True(await server.IsHeldAsync(Cancel));
        Assert.False(await server.IsRunningAsync(Cancel));
    }

    public void Dispose()
    {
        daemon.Kill();
        daemon.WaitForExit();
        daemon.Dispose();
        directory.Dispose();
    }

    private IMailServer Server(Func<string, ProgramResult> answer) => MailServerFactory.Make(
        new MailServerOptions("opensmtpd") { Kind = MailServerKind.OpenSmtpd, Units = ImmutableArray<string>.Empty, Program = directory["smtpd"], Queue = directory.Path },
        new ScriptedPrograms((command, _) => answer(command)), LeftProcesses.OwnNetwork, directory.Path);
}
