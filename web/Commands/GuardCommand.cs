using System.CommandLine;
using System.Runtime.InteropServices;
using Metrics.Actions.MailServers;
using Metrics.Web.Configuration;
using Metrics.Web.Firewall;
using Metrics.Web.Serving;
using Microsoft.Extensions.Hosting.Systemd;

namespace Metrics.Web.Commands;

/// <summary><c>metrics guard</c>: the second process, which does the few things that need more rights than the web process has.</summary>
internal sealed class GuardCommand : Command
{
    /// <summary>How long the start of the machine waits for mail servers that hang.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(45);

    private readonly ConfigOptions options;

    // One reload after the other.
    private readonly Lock reloading = new();

    /// <summary>Makes the verb.</summary>
    public GuardCommand(ConfigOptions options) : base("guard", "Does for the server what needs root: the firewall. Runs until Ctrl-C; docs/firewall.md.")
    {
        this.options = options;
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult command, CancellationToken cancel)
    {
        var output = StoreOutput.Of(command);
        if (!Environment.IsPrivilegedProcess)
        {
            output.Error("The guard needs root: systemctl start metrics-guard");
            return ExitCode.Failed;
        }
        if (Load(command) is not { } config)
            return ExitCode.Usage;
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            ServerSetup.AddLogging(builder.Logging);
            builder.Services.AddSingleton(TimeProvider.System).AddGuard(config.Settings);
            using var host = builder.Build();
            await host.StartAsync(cancel);
            using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                Reload(command, host.Services);
            });
            output.Say($"The guard listens at {config.Settings.Guard.Socket}. Ctrl-C ends it.");
            await TellReadyAsync(host.Services, cancel);
            await host.WaitForShutdownAsync(cancel);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            output.Error(e.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>systemd starts the network and mail servers after the guard: what was blocked and held is so again by then.</summary>
    private static async Task TellReadyAsync(IServiceProvider guard, CancellationToken cancel)
    {
        await Task.WhenAny(guard.GetRequiredService<MailKeeperService>().Kept, Task.Delay(StartPatience, cancel));
        new SystemdNotifier().Notify(ServiceState.Ready);
    }

    /// <summary>Reads the configuration, which nobody but root may be able to change; what is wrong with it is on the error stream.</summary>
    private LoadedConfig? Load(ParseResult command)
    {
        if (options.Load(command) is not { } config)
            return null;
        var faults = GuardTrust.FaultsOf(config);
        foreach (var fault in faults)
            StoreOutput.Of(command).Error(fault);
        return faults.Count == 0 ? config : null;
    }

    private void Reload(ParseResult command, IServiceProvider guard)
    {
        var output = StoreOutput.Of(command);
        lock (reloading)
        {
            try
            {
                if (Load(command) is not { } config)
                    output.Error("The configuration is not taken; all that was before stays.");
                else
                    // On a thread of the signal's own, which nobody waits for.
                    output.Say($"The configuration is read again.{GuardSetup.UseAsync(guard, config.Settings, CancellationToken.None).GetAwaiter().GetResult()}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                output.Error($"The configuration is not taken to its end: {e.Message}");
            }
        }
    }
}
