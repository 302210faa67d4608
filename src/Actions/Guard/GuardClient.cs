using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;

namespace Metrics.Actions.Guard;

/// <summary>The way to the guard. Connections are kept; a request that takes long keeps no other waiting, unless very many do.</summary>
/// <param name="options">Where it listens.</param>
/// <param name="time">The clock.</param>
public sealed class GuardClient(GuardOptions options, TimeProvider time) : IDisposable
{
    // Together not more than the guard takes of one user.
    private const int MostKept = 4, MostAtOnce = GuardSeats.Most - MostKept;

    /// <summary>Shorter than the guard keeps one that is silent, so that it ends none that is just used again.</summary>
    private static readonly TimeSpan KeptFor = GuardServer.Patience / 2;

    private readonly ConcurrentBag<(NetworkStream Stream, long Since)> kept = [];
    private readonly SemaphoreSlim places = new(MostAtOnce);

    /// <summary>Asks for something, and waits for the answer as long as such a thing may take: 10 s, of mail servers some minutes.</summary>
    /// <typeparam name="T">The answer that belongs to the request.</typeparam>
    /// <exception cref="GuardRefusedException">It is not done; the message says why.</exception>
    /// <exception cref="GuardAbsentException">The guard does not answer; it may have been done or not.</exception>
    public async Task<T> AskAsync<T>(GuardRequest request, CancellationToken cancel) where T : GuardAnswer
    {
        using var patience = new CancellationTokenSource(request.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            return await AskAsync(request, either.Token) switch
            {
                T wanted => wanted,
                RefusedAnswer refused => throw new GuardRefusedException(refused.Reason),
                _ => throw new GuardRefusedException("The guard gave another answer than was asked for; is it of another version?"),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new GuardAbsentException(options.Socket, request.Patience);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (kept.TryTake(out var one))
            one.Stream.Dispose();
        places.Dispose();
    }

    private async Task<GuardAnswer> AskAsync(GuardRequest request, CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        try
        {
            var stream = await ConnectAsync(cancel);
            try
            {
                var answer = await ExchangeAsync(stream, GuardJson.Write(request), cancel);
                if (kept.Count < MostKept)
                    kept.Add((stream, time.GetTimestamp()));
                else
                    await stream.DisposeAsync();
                return answer;
            }
            catch (Exception e)
            {
                // What still came would be taken for the answer to the next request.
                await stream.DisposeAsync();
                if (e is IOException or JsonException)
                    throw new GuardAbsentException(options.Socket, e.Message, e);
                throw;
            }
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<GuardAnswer> ExchangeAsync(NetworkStream stream, byte[] request, CancellationToken cancel)
    {
        try
        {
            await GuardFrames.WriteAsync(stream, request, cancel);
        }
        catch (IOException)
        {
            // It was refused before it was read; the answer is there and says why.
        }
        return GuardJson.ReadAnswer(await GuardFrames.ReadAsync(stream, GuardFrames.LongestAnswer, cancel) ?? throw new IOException("the connection was closed"));
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancel)
    {
        while (kept.TryTake(out var one))
        {
            // Nothing is to be read between two requests but the end of a guard that has gone.
            if (time.GetElapsedTime(one.Since) < KeptFor && !one.Stream.Socket.Poll(0, SelectMode.SelectRead))
                return one.Stream;
            await one.Stream.DisposeAsync();
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
