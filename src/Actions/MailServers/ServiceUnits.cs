using System.Collections.Immutable;

namespace Metrics.Actions.MailServers;

/// <summary>Stops and starts what belongs to a mail server, and keeps in mind that it was stopped. Units of systemd are masked until the next start of the machine, so that
/// neither an upgrade nor a panel starts them meanwhile.</summary>
/// <param name="options">The mail server.</param>
/// <param name="programs">Runs systemctl.</param>
/// <param name="usual">The usual units of its kind.</param>
/// <param name="state">Where it is kept in mind.</param>
internal sealed class ServiceUnits(MailServerOptions options, IPrograms programs, ImmutableArray<string> usual, string state)
{
    private const int NotLoaded = 5;

    private static readonly string[] UnitDirectories = ["/etc/systemd/system", "/run/systemd/generator.late", "/usr/lib/systemd/system", "/lib/systemd/system"];

    private readonly KeptFile stopped = new(state, $"{options.Name}.stopped");

    private ImmutableArray<string> Units => options.Units ?? (Directory.Exists("/run/systemd/system") ? usual : []);

    /// <summary>Whether <see cref="StopAsync"/> has stopped it.</summary>
    public bool WasStopped => stopped.Exists;

    /// <summary>Whether nothing but <see cref="StartAsync"/> starts it: masks go with a start of the machine, and have to be made again before that starts mail servers.</summary>
    public bool IsStopped => WasStopped && Units.All(IsMasked);

    /// <summary>Stops it.</summary>
    public async Task StopAsync(ImmutableArray<string> command, CancellationToken cancel)
    {
        stopped.Write("");
        if (Units.IsEmpty)
        {
            if (!command.IsEmpty)
                await programs.RequireAsync(command, cancel).ConfigureAwait(false);
            return;
        }
        await programs.RequireAsync(["systemctl", "--quiet", "--runtime", "mask", .. Units], cancel).ConfigureAwait(false);
        await StopUnitsAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Starts it, if it was stopped here.</summary>
    public async Task StartAsync(ImmutableArray<string> command, CancellationToken cancel)
    {
        if (!WasStopped)
            return;
        if (!Units.IsEmpty)
            await programs.RequireAsync(["systemctl", "--quiet", "--runtime", "unmask", .. Units], cancel).ConfigureAwait(false);
        await RunAsync(command, cancel).ConfigureAwait(false);
        stopped.Delete();
    }

    /// <summary>Stops and starts it.</summary>
    public async Task RestartAsync(ImmutableArray<string> stop, Func<Task> between, ImmutableArray<string> start, CancellationToken cancel)
    {
        if (!Units.IsEmpty)
            await StopUnitsAsync(cancel).ConfigureAwait(false);
        else if (!stop.IsEmpty)
            await programs.RunAsync(stop, "", cancel).ConfigureAwait(false);
        await between().ConfigureAwait(false);
        await RunAsync(start, cancel).ConfigureAwait(false);
    }

    private async Task StopUnitsAsync(CancellationToken cancel)
    {
        // One after the other: of several it would not say which is not there.
        foreach (var unit in Units)
            if (await programs.RunAsync(["systemctl", "--quiet", "stop", unit], "", cancel).ConfigureAwait(false) is { Code: not (0 or NotLoaded) } failed)
                throw new IOException($"systemctl stop {unit} ended with {failed.Code}: {failed.Error.Trim()}");
    }

    private async Task RunAsync(ImmutableArray<string> command, CancellationToken cancel)
    {
        if (!Units.IsEmpty)
            // Of the usual ones some are not installed.
            await programs.RequireAsync(["systemctl", "--quiet", "start", .. Units.Where(unit => options.Units is not null || IsInstalled(unit))], cancel).ConfigureAwait(false);
        else if (!command.IsEmpty)
            await programs.RequireAsync(command, cancel).ConfigureAwait(false);
        else
            throw new IOException($"It is not known how {options.Name} is started: set mailserver.{options.Name}.start.");
    }

    private static bool IsMasked(string unit) => new FileInfo(Path.Combine("/run/systemd/system", unit)).LinkTarget == "/dev/null";

    private static bool IsInstalled(string unit)
    {
        var file = unit.IndexOf('@') is > 0 and var at ? unit[..(at + 1)] + unit[unit.LastIndexOf('.')..] : unit;
        return UnitDirectories.Any(directory => File.Exists(Path.Combine(directory, file)));
    }
}
