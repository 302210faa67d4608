using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Firewall.Tests;

public sealed partial class GuardServerTests : IAsyncDisposable
{
    private const uint Nobody = 65534;

    private readonly string directory = Directory.CreateTempSubdirectory("metrics-guard-").FullName;
    private readonly Lines log = new();
    private readonly FakeTimeProvider time = new();
    private readonly GuardOptions options;
    private readonly GuardServer server;
    private readonly GuardVerbs verbs;

    public GuardServerTests()
    {
        options = new GuardOptions { Socket = Path.Combine(directory, "guard.sock"), User = "nobody" };
        verbs = new GuardVerbs(log.For<GuardVerbs>(), TimeProvider.System)
            .Add<StatusRequest>(TimeSpan.FromSeconds(5), (_, _, _) => Task.FromResult<GuardAnswer>(new DoneAnswer("Here.")))
            .Add<FirewallRequest>(TimeSpan.FromSeconds(5), (_, _, _) => throw new DirectoryNotFoundException("Could not find '/root/secret'."))
            .Add<PanicRequest>(TimeSpan.FromSeconds(5), (_, _, _) => throw new IOException("The kernel does not have it yet."))
            .Add<UnblockRequest>(TimeSpan.FromSeconds(5), (_, _, _) => Task.FromResult<GuardAnswer>(
                new BlockAnswer([new BlockOutcome("192.0.2.1", "", 0, false), new BlockOutcome("192.0.2.2", "It is not blocked.", 0, false)])))
            .Add<BlocksRequest>(TimeSpan.FromMilliseconds(50), async (_, _, cancel) =>
            {
                await Task.Delay(Timeout.Infinite, cancel);
                throw new UnreachableTestException();
            });
        server = new GuardServer(options, verbs, time, log.For<GuardServer>());
        server.StartAsync(default).GetAwaiter().GetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(default);
        server.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Root_is_answered_and_every_call_is_logged_with_who_asked_and_what_became_of_it()
    {
        using var client = new GuardClient(options, TimeProvider.System);
        Assert.Equal("Here.", (await client.AskAsync<DoneAnswer>(new StatusRequest(), default)).Sentence);
        Assert.Contains(log.All, line => line.Contains($"user 0, process {Environment.ProcessId} asked for {{\"verb\":\"status\"}}: Here.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_of_which_a_part_is_refused_is_logged_as_that()
    {
        using var client = new GuardClient(options, TimeProvider.System);
        await client.AskAsync<BlockAnswer>(new UnblockRequest(["192.0.2.1", "192.0.2.2"]), default);
        Assert.Contains(log.All, line => line.Contains(": refused, 1 of 2: It is not blocked. (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_system_says_of_a_failure_stands_in_the_log_only()
    {
        using var client = new GuardClient(options, TimeProvider.System);
        var systems = await Assert.ThrowsAsync<GuardRefusedException>(() => client.AskAsync<FirewallAnswer>(new FirewallRequest(), default));
        Assert.Equal("It failed; the guard's log says why.", systems.Message);
        var ours = await Assert.ThrowsAsync<GuardRefusedException>(() => client.AskAsync<DoneAnswer>(new PanicRequest(PanicStep.Off), default));
        Assert.Equal("It failed: The kernel does not have it yet.", ours.Message);
    }

    [Fact]
    public void The_user_of_the_service_is_answered_and_another_one_is_refused_and_logged()
    {
        OpenToAll();
        const uint somebody = 12345;
        Assert.Contains("Here.", As(Nobody, "{\"verb\":\"status\"}"), StringComparison.Ordinal);
        Assert.Contains("Only root and nobody may ask", As(somebody, "{\"verb\":\"status\"}"), StringComparison.Ordinal);
        Assert.Contains(log.All, line => line.StartsWith("Refused: user 12345", StringComparison.Ordinal));
    }

    [Fact]
    public void The_socket_is_for_root_and_the_group_of_the_service() =>
        Assert.Equal((UnixFileMode)0b110_110_000, File.GetUnixFileMode(options.Socket));

    [Theory]
    [InlineData("{\"verb\":\"sh\",\"command\":\"id\"}"), InlineData("{\"verb\":\"status\",\"more\":1}"), InlineData("{\"verb\":\"status\",\"verb\":\"status\"}"), InlineData("[]"), InlineData("null"), InlineData("")]
    [InlineData("{\"verb\":\"block\",\"blocks\":null}"), InlineData("{\"verb\":\"block\",\"blocks\":[{\"address\":null,\"seconds\":1,\"why\":\"\",\"grows\":false}]}"), InlineData("{\"verb\":\"blocks\",\"before\":null}"), InlineData("{\"verb\":\"blocks\",\"most\":\"many\"}"), InlineData("{\"verb\":\"block\"}"), InlineData("{\"verb\":\"block\",\"blocks\":[]}")]
    [InlineData("x\nINFO: user 0 asked for nothing")]
    public void What_is_no_request_is_refused_and_cannot_forge_a_line_of_the_log(string request)
    {
        Assert.Contains("\"refused\"", As(0, request), StringComparison.Ordinal);
        Assert.DoesNotContain(log.All, line => line.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void A_request_that_is_too_long_ends_the_connection()
    {
        using var socket = Connect();
        socket.Send([0x7f, 0xff, 0xff, 0xff]);
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    [Fact]
    public async Task A_verb_that_takes_too_long_is_ended_and_said()
    {
        using var client = new GuardClient(options, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<GuardRefusedException>(() => client.AskAsync<BlocksAnswer>(new BlocksRequest(), default));
        Assert.Contains("too long", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_guard_it_is_said_how_to_start_one_and_with_a_new_one_the_client_goes_on()
    {
        using var client = new GuardClient(options, TimeProvider.System);
        await client.AskAsync<DoneAnswer>(new StatusRequest(), default);
        await server.StopAsync(default);
        server.Dispose();
        await Waiting.UntilAsync(async () =>
        {
            try
            {
                await client.AskAsync<DoneAnswer>(new StatusRequest(), default);
                return false;
            }
            catch (GuardAbsentException e)
            {
                return e.Message.Contains("systemctl start metrics-guard", StringComparison.Ordinal);
            }
        }, "the client notices");

        using var next = new GuardServer(options, verbs, time, log.For<GuardServer>());
        await next.StartAsync(default);
        Assert.Equal("Here.", (await client.AskAsync<DoneAnswer>(new StatusRequest(), default)).Sentence);
        await next.StopAsync(default);
    }

    [Fact]
    public void Connections_of_the_user_of_the_service_keep_root_out_neither_those_that_are_served_nor_those_that_are_not()
    {
        OpenToAll();
        var crowd = new List<Socket>();
        for (var i = 0; i < 60; i++)
            crowd.Add(AsUser(Nobody, Connect));

        Assert.Contains("Here.", As(0, "{\"verb\":\"status\"}"), StringComparison.Ordinal);
        Assert.Contains($"has {GuardSeats.Most} connections to the guard already", As(Nobody, "{\"verb\":\"status\"}"), StringComparison.Ordinal);
        crowd.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_connection_that_is_silent_or_stops_within_a_request_is_ended_and_its_place_is_free()
    {
        using var silent = Connect();
        using var slow = Connect();
        slow.Send([0, 0]);
        foreach (var socket in (Socket[])[silent, slow])
            await Waiting.UntilAsync(() =>
            {
                // Whether the server waits already is its own affair.
                time.Advance(GuardServer.Patience);
                return Task.FromResult(socket.Poll(0, SelectMode.SelectRead) && IsEnded(socket));
            }, "it is ended");
        Assert.Contains("Here.", As(0, "{\"verb\":\"status\"}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guard_that_hangs_does_not_hang_who_asks_it()
    {
        using var hung = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var other = new GuardOptions { Socket = Path.Combine(directory, "hung.sock") };
        hung.Bind(new UnixDomainSocketEndPoint(other.Socket));
        hung.Listen();
        using var client = new GuardClient(other, time);
        var asking = client.AskAsync<DoneAnswer>(new StatusRequest(), default);
        await Waiting.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(11));
            return Task.FromResult(asking.IsCompleted);
        }, "it is given up");

        var absent = await Assert.ThrowsAsync<GuardAbsentException>(() => asking);
        Assert.Contains("has not answered for 10 s; what it was asked for may have been done or not", absent.Message, StringComparison.Ordinal);
        Assert.True(new MailRequest(MailVerb.Lift).Patience > TimeSpan.FromMinutes(2));
    }

    // A server that ends it before it has read what was sent resets it.
    private static bool IsEnded(Socket socket)
    {
        try
        {
            return socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return true;
        }
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        socket.Connect(new UnixDomainSocketEndPoint(options.Socket));
        return socket;
    }

    // So that only the credentials are left to refuse.
    private void OpenToAll()
    {
        File.SetUnixFileMode(options.Socket, (UnixFileMode)0b110_110_110);
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Asks as a user, and gives the answer.</summary>
    private string As(uint user, string request) => AsUser(user, () =>
    {
        using var socket = Connect();
        var bytes = Encoding.UTF8.GetBytes(request);
        try
        {
            socket.Send([0, 0, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes]);
        }
        catch (SocketException)
        {
            // It is refused already.
        }
        var buffer = new byte[4096];
        var count = socket.Receive(buffer);
        while (count < 5 && socket.Receive(buffer.AsSpan(count)) is var more and > 0)
            count += more;
        return Encoding.UTF8.GetString(buffer, 4, count - 4);
    });

    /// <summary>Does something as a user.</summary>
    private static T AsUser<T>(uint user, Func<T> work)
    {
        // The user of a thread is its own for the kernel, and this one ends with its work.
        T? result = default;
        var thread = new Thread(() =>
        {
            if (user != 0)
                Assert.Equal(0, (int)SetUsers(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 117 : 147, uint.MaxValue, user, uint.MaxValue));
            result = work();
        });
        thread.Start();
        thread.Join();
        return result!;
    }

    // setresuid(2) as the kernel has it; that of the C library changes all threads.
    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SetUsers(nint number, uint real, uint effective, uint saved);

    private sealed class UnreachableTestException : Exception;

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly List<string> lines = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (lines)
                    return [.. lines];
            }
        }

        public ILogger<T> For<T>() => LoggerFactory.Create(builder => builder.AddProvider(this)).CreateLogger<T>();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
                lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
