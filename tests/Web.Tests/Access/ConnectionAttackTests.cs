using System.Net;
using System.Net.Sockets;
using Metrics.Web.Tests.Serving;

namespace Metrics.Web.Tests.Access;

/// <summary>Connections that are opened to keep others out. The server is a process of its own: both sides together need more descriptors
/// than one process may have everywhere.</summary>
public sealed class ConnectionAttackTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Ten_thousand_silent_connections_keep_nobody_out_and_are_ended()
    {
        const int many = 10_000;
        using var directory = new TemporaryDirectory();
        using var server = new ServerProcess("--config", directory.Write("metrics.toml", "server.listen = \"127.0.0.1:0\"\n"), "--data", directory["data"]);
        var address = new Uri(await server.AddressAsync());
        var sockets = new List<Socket>();
        try
        {
            // From five machines, as it were.
            for (var i = 0; i < many; i++)
            {
                sockets.Add(await OpenAsync(address, IPAddress.Parse($"127.0.0.{2 + i % 5}")));
                if (i % (many / 20) == 0)
                    Assert.Equal("ok\n", await AskAsync(address));
            }
            Assert.Equal("ok\n", await AskAsync(address));

            // Each is ended by the server, and without an answer.
            using var patience = new CancellationTokenSource(Patience);
            foreach (var socket in sockets)
                Assert.Equal(0, await ReceiveAsync(socket, patience.Token));
            Assert.Equal("ok\n", await AskAsync(address));
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task More_connections_than_there_are_descriptors_for_are_closed_and_the_server_goes_on()
    {
        const int files = 2_000;
        using var directory = new TemporaryDirectory();
        using var server = ServerProcess.WithFiles(files, "--config", directory.Write("metrics.toml", "server.listen = \"127.0.0.1:0\"\n"), "--data", directory["data"]);
        var address = new Uri(await server.AddressAsync());
        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < files; i++)
                sockets.Add(await OpenAsync(address, IPAddress.Loopback));
            using var patience = new CancellationTokenSource(Patience);
            // The last is one too many, and closed without a word.
            Assert.Equal(0, await ReceiveAsync(sockets[^1], patience.Token));
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
        await Waiting.UntilAsync(async () => await AskAsync(address) == "ok\n", "It does not answer any more.", (int)Patience.TotalSeconds);
    }

    private static async Task<Socket> OpenAsync(Uri server, IPAddress from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        return socket;
    }

    /// <summary>Asks as somebody who has no connection yet.</summary>
    private static async Task<string> AskAsync(Uri server)
    {
        using var client = new HttpClient { BaseAddress = server, Timeout = Patience };
        return await client.GetStringAsync("/healthz");
    }

    private static async Task<int> ReceiveAsync(Socket socket, CancellationToken cancel)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], cancel);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
