using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;

namespace Metrics.Actions.Guard;

/// <summary>The way to the guard. Connections are kept; a request that takes long keeps no other waiting.</summary>
/// <param name="options">Where it listens.</param>
public sealed class GuardClient(GuardOptions options) : IDisposable
{
    private const int MostKept = 4;

    private readonly ConcurrentBag<NetworkStream> kept = [];

    /// <summary>Asks for something.</summary>
    /// <typeparam name="T">The answer that belongs to the request.</typeparam>
    /// <exception cref="GuardRefusedException">It is not done; the message says why.</exception>
    /// <exception cref="GuardAbsentException">The guard does not answer; it may have been done or not.</exception>
    public async Task<T> AskAsync<T>(GuardRequest request, CancellationToken cancel) where T : GuardAnswer
    {
        var stream = await ConnectAsync(cancel);
        GuardAnswer answer;
        try
        {
            await GuardFrames.WriteAsync(stream, GuardJson.Write(request), cancel);
            var message = await GuardFrames.ReadAsync(stream, GuardFrames.LongestAnswer, cancel);
            answer = GuardJson.ReadAnswer(message ?? throw new IOException("the connection was closed"));
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            await stream.DisposeAsync();
            throw new GuardAbsentException(options.Socket, e.Message, e);
        }
        catch
        {
            // Its answer would be taken for that of the next request.
            await stream.DisposeAsync();
            throw;
        }
        if (kept.Count < MostKept)
            kept.Add(stream);
        else
            await stream.DisposeAsync();
        return answer switch
        {
            T wanted => wanted,
            RefusedAnswer refused => throw new GuardRefusedException(refused.Reason),
            _ => throw new GuardRefusedException("The guard gave another answer than was asked for; is it of another version?"),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (kept.TryTake(out var stream))
            stream.Dispose();
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancel)
    {
        while (kept.TryTake(out var stream))
        {
            // Nothing is to be read between two requests but the end of a guard that has gone.
            if (!stream.Socket.Poll(0, SelectMode.SelectRead))
                return stream;
            await stream.DisposeAsync();
        }
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(options.Socket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            // What .NET says of a missing socket is about addresses.
            throw new GuardAbsentException(options.Socket, File.Exists(options.Socket) ? e.Message : "there is no such socket", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
