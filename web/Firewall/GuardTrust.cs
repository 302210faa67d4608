using System.Collections.Immutable;
using Metrics.Actions.Guard;
using Metrics.Web.Configuration;

namespace Metrics.Web.Firewall;

/// <summary>Whether the guard may believe its configuration: what stands in it is done as root.</summary>
internal static class GuardTrust
{
    /// <summary>Why it may not, each with what to do about it: somebody else could change a file that was read, a program that is run, or a directory that the guard writes to.</summary>
    public static IReadOnlyList<string> FaultsOf(LoadedConfig config)
    {
        var guard = config.Settings.Guard;
        string[] paths = [.. config.Files, guard.State, Path.GetDirectoryName(guard.Socket) ?? "/", .. config.Settings.MailServers.Select(server => server.Configuration).Where(path => path.Length > 0)];
        return [.. paths.Select(TrustedFiles.FaultOf).Concat(CommandsOf(config.Settings).Select(TrustedFiles.FaultOf)).OfType<string>().Distinct()];
    }

    private static IEnumerable<ImmutableArray<string>> CommandsOf(MetricsSettings settings) =>
        settings.Services.SelectMany(service => new[] { service.Test, service.RestartCommand })
            .Concat(settings.MailServers.SelectMany(server => new[] { server.StopCommand, server.StartCommand, server.Program.Length > 0 ? [server.Program] : [] }))
            .Where(command => !command.IsDefaultOrEmpty);
}
