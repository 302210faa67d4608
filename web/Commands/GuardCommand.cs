using System.CommandLine;
using Metrics.Web.Firewall;
using Metrics.Web.Serving;

namespace Metrics.Web.Commands;

/// <summary><c>metrics guard</c>: the second process, which does the few things that need more rights than the web process has.</summary>
internal sealed class GuardCommand : Command
{
    private readonly ConfigOptions options;

    /// <summary>Makes the verb.</summary>
    public GuardCommand(ConfigOptions options) : base("guard", "Does for the server what needs root: the firewall. Runs until Ctrl-C; docs/firewall.md.")
    {
        this.options = options;
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult command, CancellationToken cancel)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        if (!Environment.IsPrivilegedProcess)
        {
            output.Error("The guard needs root: systemctl start metrics-guard");
            return ExitCode.Failed;
        }
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            ServerSetup.AddLogging(builder.Logging);
            builder.Services.AddSingleton(TimeProvider.System).AddGuard(config.Settings);
            using var host = builder.Build();
            await host.StartAsync(cancel);
            output.Say($"The guard listens at {config.Settings.Guard.Socket}. Ctrl-C ends it.");
            await host.WaitForShutdownAsync(cancel);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            output.Error(e.Message);
            return ExitCode.Failed;
        }
    }
}
