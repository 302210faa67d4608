using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Metrics.Actions.Alerts;
using Metrics.Actions.Hold;
using Metrics.RrdStore;
using Metrics.Web.Alerts;
using Metrics.Web.Configuration;
using Metrics.Web.Jobs;
using Metrics.Web.OldAddresses;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting.Systemd;

namespace Metrics.Web.Commands;

/// <summary><c>metrics serve</c>, and <c>metrics</c> alone: collects and serves until it is told to end.</summary>
internal sealed class ServeCommand : Command
{
    private readonly ConfigOptions options;

    /// <summary>Makes the verb.</summary>
    public ServeCommand(ConfigOptions options) : base("serve", "Collects and serves the pages, until Ctrl-C. This is also what happens without a verb.")
    {
        this.options = options;
        SetAction(ServeAsync);
    }

    private async Task<int> ServeAsync(ParseResult command, CancellationToken cancel)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        if (await SmartHosts.ProblemAsync(config.Settings.Mail.Hosts, cancel) is { } problem)
        {
            output.Error(problem);
            return ExitCode.Usage;
        }
        try
        {
            using var store = RoundRobinStore.Open(config.Settings.Store.Path, new StoreOptions { SyncInterval = config.Settings.Store.Sync });
            await ServeAsync(command, config, store, cancel);
            store.Close();
            return ExitCode.Ok;
        }
        catch (Exception e) when (Explain(e, config.Settings) is { } sentence)
        {
            output.Error(sentence);
            return ExitCode.Failed;
        }
    }

    private async Task ServeAsync(ParseResult command, LoadedConfig config, RoundRobinStore store, CancellationToken cancel)
    {
        await using var app = Program.Compose(config.Settings, store);
        await app.StartAsync(cancel);
        // Before it is said that it serves: until then the signal ends the process.
        using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Reload(command, config.Settings, app);
        });
        StoreOutput.Of(command).Say($"{Greeting(app, config)}");
        new SystemdNotifier().Notify(ServiceState.Ready);
        await app.WaitForShutdownAsync(cancel);
    }

    /// <summary>Reads the configuration anew, with the map of old addresses, and takes its graphs, that map, rules, receivers, silences, the ways of mail and when it is held. With a
    /// fault in one of them everything stays as it was; other settings hold from the next start on.</summary>
    private void Reload(ParseResult command, MetricsSettings running, WebApplication app)
    {
        if (options.Load(command) is not { } config)
        {
            command.InvocationConfiguration.Error.WriteLine("The configuration has faults; all that was before stays.");
            return;
        }
        // On a thread of the signal's own, which nobody waits for.
        if (SmartHosts.ProblemAsync(config.Settings.Mail.Hosts, CancellationToken.None).GetAwaiter().GetResult() is { } problem)
        {
            command.InvocationConfiguration.Error.WriteLine($"{problem} All that was before stays.");
            return;
        }
        app.Services.GetRequiredService<GraphCatalog>().Use(config.Settings.Graphs);
        app.Services.GetRequiredService<OldAddressBook>().Use(config.Settings.OldAddresses);
        var alerts = AlertSetup.OptionsOf(config.Settings, running);
        app.Services.GetRequiredService<AlertSettings>().Use(alerts);
        app.Services.GetRequiredService<HoldSettings>().Use(config.Settings.Hold);
        app.Services.GetRequiredService<JobStart>().Begin();
        command.InvocationConfiguration.Output.WriteLine(
            $"The configuration is read again; it has {config.Settings.Graphs.Length} graphs, {config.Settings.OldAddresses.Count} old targets, {config.Settings.Rules.Length} rules of its own "
            + $"and {alerts.Receivers.Length} receivers. Other settings hold from the next start on.");
    }

    private static string Greeting(WebApplication app, LoadedConfig config)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return $"""
            Metrics {Installation.Version} is running.
              Pages   {string.Join("  ", addresses)}
              Data    {config.Settings.Store.Path}
              Config  {(config.Files.Count == 0 ? "none, all defaults" : string.Join(", ", config.Files))}
            Ctrl-C ends it.
            """;
    }

    /// <summary>What everyday failures mean, as one sentence; null for what nobody expects, which then shows itself whole.</summary>
    private static string? Explain(Exception failure, MetricsSettings settings) => failure switch
    {
        StoreInUseException => $"The data directory {settings.Store.Path} is in use by another process; one at a time can write to it.",
        StoreFormatException => failure.Message,
        _ when Inner<StartRefusedException>(failure) is { } refused => refused.Message,
        _ when Inner<AddressInUseException>(failure) is not null =>
            $"The address {Addresses(settings)} is in use by another program; stop that one or set server.listen.",
        _ when Inner<SocketException>(failure) is { } socket =>
            $"The address {Addresses(settings)} cannot be listened on: {socket.Message}.",
        UnauthorizedAccessException or IOException => $"The data directory {settings.Store.Path} cannot be used: {failure.Message}",
        _ => null,
    };

    private static string Addresses(MetricsSettings settings) => string.Join(", ", settings.Server.Listen.Select(ConfigTypes.Format));

    private static T? Inner<T>(Exception? failure) where T : Exception
    {
        for (var at = failure; at is not null; at = at.InnerException)
            if (at is T found)
                return found;
        return null;
    }
}
