using System.Net;
using System.Net.Sockets;

namespace Metrics.Firewall.Tests;

/// <summary>A server and a host that has two addresses of each family, A and B, with a cable between them.</summary>
internal sealed class Hosts : IDisposable
{
    private const int Port = 7;

    private readonly Socket listener;
    private readonly CancellationTokenSource end = new();

    /// <summary>Makes them. The server answers at TCP port 7 with what it is sent.</summary>
    public Hosts()
    {
        Client.Ip("link", "add", "c", "type", "veth", "peer", "name", "s", "netns", Server.Name);
        Server.Ip("link", "set", "s", "up");
        Client.Ip("link", "set", "c", "up");
        Server.Ip("addr", "add", $"{ServerV4}/24", "dev", "s");
        Server.Ip("addr", "add", $"{ServerV6}/64", "dev", "s", "nodad");
        foreach (var address in (IPAddress[])[A(false), B(false)])
            Client.Ip("addr", "add", $"{address}/24", "dev", "c");
        foreach (var address in (IPAddress[])[A(true), B(true)])
        {
            Client.Ip("addr", "add", $"{address}/64", "dev", "c", "nodad");
            Server.Ip("route", "add", $"{address}/128", "dev", "s");
        }
        Client.Ip("route", "add", $"{ServerV6}/128", "dev", "c");
        listener = Server.Within(() =>
        {
            var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, Port));
            socket.Listen();
            return socket;
        });
        _ = AnswerAsync();
    }

    /// <summary>The server's network.</summary>
    public Network Server { get; } = new();

    /// <summary>The client's network.</summary>
    public Network Client { get; } = new();

    private static IPAddress ServerV4 => IPAddress.Parse("10.77.0.1");

    private static IPAddress ServerV6 => IPAddress.Parse("fd77:1::1");

    /// <summary>The client's first address.</summary>
    public static IPAddress A(bool isV6) => IPAddress.Parse(isV6 ? "fd77:a::2" : "10.77.0.2");

    /// <summary>The client's second address, of IPv6 in another /64.</summary>
    public static IPAddress B(bool isV6) => IPAddress.Parse(isV6 ? "fd77:b::2" : "10.77.0.3");

    /// <summary>Begins a connection of an address of the client's; it is there or not yet there.</summary>
    public Socket Begin(IPAddress from, int port = Port) => Begin([from], port)[0];

    /// <summary>Begins connections of many addresses of the client's at once.</summary>
    public IReadOnlyList<Socket> Begin(IEnumerable<IPAddress> from, int port) => Client.Within(() => from.Select(one => Connect(one, port)).ToList());

    /// <summary>Whether a connection is there and answers in the end.</summary>
    public static bool Answers(Socket socket) => socket.Poll(Tool.Patience, SelectMode.SelectWrite) && Send(socket) && HasAnswer(socket, Tool.Patience);

    /// <summary>Sends what is to be answered.</summary>
    public static bool Send(Socket socket) => socket.Send([1], SocketFlags.None, out _) == 1;

    /// <summary>Takes an answer.</summary>
    public static bool HasAnswer(Socket socket, TimeSpan patience) => socket.Poll(patience, SelectMode.SelectRead) && socket.Receive(new byte[1], SocketFlags.None, out _) == 1;

    /// <summary>Whether the server answers itself.</summary>
    public bool LoopbackAnswers()
    {
        using var socket = Server.Within(() =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            made.Connect(IPAddress.Loopback, Port);
            return made;
        });
        return Answers(socket);
    }

    /// <summary>A datagram socket of the server's.</summary>
    public Socket Receiver(bool isV6) => Server.Within(() => Datagrams(isV6 ? ServerV6 : ServerV4, Port));

    /// <summary>A datagram socket of an address of the client's, to the server.</summary>
    public Socket Sender(IPAddress from, int port = Port) => Client.Within(() =>
    {
        var socket = Datagrams(from, 0);
        socket.Connect(ServerAt(from.AddressFamily == AddressFamily.InterNetworkV6, port));
        return socket;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
        Client.Dispose();
        Server.Dispose();
        end.Dispose();
    }

    private static IPEndPoint ServerAt(bool isV6, int port) => new(isV6 ? ServerV6 : ServerV4, port);

    private static Socket Connect(IPAddress from, int port)
    {
        var socket = new Socket(from.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        socket.Bind(new IPEndPoint(from, 0));
        try
        {
            socket.Connect(ServerAt(from.AddressFamily == AddressFamily.InterNetworkV6, port));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It goes on by itself.
        }
        return socket;
    }

    private static Socket Datagrams(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, port));
        return socket;
    }

    private async Task AnswerAsync()
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(end.Token);
                _ = AnswerAsync(socket);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[16];
            try
            {
                while (await socket.ReceiveAsync(buffer, end.Token) is var count and > 0)
                    await socket.SendAsync(buffer.AsMemory(0, count), end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test is over.
            }
        }
    }
}
