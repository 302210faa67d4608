using System.Runtime.InteropServices;

namespace Metrics.Web.Commands;

/// <summary>Ctrl-C or SIGTERM while a command works: the first one asks it to stop and clear up, the second ends the process. A command that
/// never asks is ended by the first.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private PosixSignalRegistration[] signals = [];

    /// <summary>Is cancelled by the first signal from now on.</summary>
    public CancellationToken Token
    {
        get
        {
            if (signals.Length == 0)
                signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];
            return source.Token;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
