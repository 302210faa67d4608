using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Metrics.Bench.Web;

/// <summary>Browsers that have a page open and wait for data: open event streams.</summary>
internal sealed class EventStreams : IDisposable
{
    private readonly List<Socket> sockets = [];
    private long events;

    /// <summary>Opens them, each on a connection of its own, and waits until all are answered.</summary>
    public static async Task<EventStreams> OpenAsync(Uri server, int count)
    {
        var streams = new EventStreams();
        var request = Encoding.ASCII.GetBytes($"GET /events HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip, br\r\n\r\n");
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            streams.sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, server.Port);
            await socket.SendAsync(request);
            var answer = new byte[1024];
            var length = await socket.ReceiveAsync(answer);
            if (!Encoding.ASCII.GetString(answer, 0, length).StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                throw new InvalidOperationException($"Stream {i} was refused: {Encoding.ASCII.GetString(answer, 0, length)}");
            _ = streams.ReadAsync(socket, answer);
        }
        return streams;
    }

    /// <summary>Events that have come, on all of them together.</summary>
    public long Events => Interlocked.Read(ref events);

    public void Dispose()
    {
        foreach (var socket in sockets)
            socket.Dispose();
    }

    private async Task ReadAsync(Socket socket, byte[] buffer)
    {
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var length)
                if (buffer.AsSpan(0, length).IndexOf("data:"u8) >= 0)
                    Interlocked.Increment(ref events);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end of the benchmark.
        }
    }
}
