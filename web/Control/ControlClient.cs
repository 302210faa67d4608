using System.Net.Sockets;
using System.Text.Json;

namespace Metrics.Web.Control;

/// <summary>The store of a running server, asked over its socket.</summary>
internal sealed class ControlClient(Socket socket) : IStoreSession
{
    private readonly NetworkStream stream = new(socket, ownsSocket: true);
    private StreamReader? reader;

    /// <inheritdoc/>
    public void Ask(ControlRequest request, Action<ControlAnswer> take, CancellationToken cancellation)
    {
        // The server notices, and stops.
        using var cancelled = cancellation.Register(stream.Socket.Close);
        try
        {
            ControlProtocol.Write(stream, request);
            reader ??= new StreamReader(stream);
            while (true)
            {
                var line = reader.ReadLine() ?? throw new IOException("the connection was closed");
                switch (JsonSerializer.Deserialize<ControlAnswer>(line, ControlProtocol.Json))
                {
                    case EndAnswer:
                        return;
                    case RefusedAnswer refused:
                        throw new ControlRefusedException(refused.Reason);
                    case { } answer:
                        take(answer);
                        // The rest may be here already; who does not want it any more gets none of it.
                        cancellation.ThrowIfCancellationRequested();
                        break;
                }
            }
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is IOException or ObjectDisposedException)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new IOException($"The running server did not answer to the end: {e.Message}.", e);
        }
    }

    /// <inheritdoc/>
    public void Close() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        reader?.Dispose();
        stream.Dispose();
    }
}
