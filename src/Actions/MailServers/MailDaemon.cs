using System.Collections.Immutable;

namespace Metrics.Actions.MailServers;

/// <summary>A daemon with a process for each session and delivery, which outlive it: Exim, OpenSMTPD and Sendmail.</summary>
/// <param name="units">Stop and start it.</param>
/// <param name="left">Finds and ends its processes.</param>
/// <param name="file">Its program, by which processes are known.</param>
/// <param name="stop">The program that stops it where there is no systemd; empty: its processes are ended.</param>
/// <param name="start">The program that starts it there.</param>
internal sealed class MailDaemon(ServiceUnits units, LeftProcesses left, string file, ImmutableArray<string> stop, ImmutableArray<string> start)
{
    /// <summary>Whether it, or something that it has begun, runs.</summary>
    public bool IsRunning => left.Any([file]);

    /// <summary>Whether <see cref="StopAsync"/> has stopped it.</summary>
    public bool WasStopped => units.WasStopped;

    /// <summary>Stops it with all that works for it.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        if (!units.IsStopped || IsRunning)
            await units.StopAsync(stop, cancel).ConfigureAwait(false);
        await EndAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Starts it, if it was stopped here.</summary>
    /// <param name="cancel">Ends it.</param>
    /// <param name="arguments">More of them, where there is no systemd.</param>
    public Task StartAsync(CancellationToken cancel, params ReadOnlySpan<string> arguments) => units.StartAsync([.. start, .. arguments], cancel);

    /// <summary>Stops it with all that works for it, and starts it.</summary>
    public Task RestartAsync(CancellationToken cancel) => units.RestartAsync(stop, () => EndAsync(cancel), start, cancel);

    private Task EndAsync(CancellationToken cancel) => left.EndAsync([file], cancel);
}
