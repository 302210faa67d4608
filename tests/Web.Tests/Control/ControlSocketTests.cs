using System.Net;
using System.Net.Sockets;
using System.Text;
using Metrics.Web.Control;
using Metrics.Web.Tests.Commands;

namespace Metrics.Web.Tests.Control;

/// <summary>The socket of the running server: who may use it, what it takes, and that nothing of it is on HTTP.</summary>
public sealed class ControlSocketTests
{
    [Fact]
    public async Task Only_the_user_of_the_server_may_connect()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: true);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketOf(store)));
    }

    [Fact]
    public async Task Http_does_not_have_the_verbs()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: true);
        using var client = new HttpClient { BaseAddress = new Uri(store.Address) };

        foreach (var path in (string[])["/control", "/control.sock", "/store/stat", "/store/delete", "/api/v1/store", "/api/v1/control", "/api/v1/import"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
            using var body = new StringContent("""{"verb":"stat"}""");
            Assert.Contains((await client.PostAsync(path, body, TestContext.Current.CancellationToken)).StatusCode,
                (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed]);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1", "could not be understood")]
    [InlineData("{\"verb\":\"shell\",\"command\":\"id\"}", "could not be understood")]
    [InlineData("null", "could not be understood")]
    [InlineData("{}", "could not be understood")]
    [InlineData("{\"verb\":\"delete\",\"series\":\"nothing\"}", "There is no series nothing.")]
    [InlineData("{\"verb\":\"delete\"}", "could not be understood")]
    [InlineData("{\"verb\":\"delete\",\"series\":\"\"}", "A series name is empty")]
    [InlineData("{\"verb\":\"export\",\"series\":null,\"directory\":\"/tmp\",\"name\":\"x\",\"isXml\":false}", "could not be understood")]
    [InlineData("{\"verb\":\"export\",\"series\":[\"room.rack.temp\"],\"directory\":\"/tmp\",\"name\":\"../x\",\"isXml\":true}", "a name without slashes")]
    public async Task A_wrong_request_is_refused_and_the_next_one_answered(string request, string reason)
    {
        await using var store = await StoreFixture.CreateAsync(isServed: true);
        await using var stream = Connect(store);
        using var reader = new StreamReader(stream);

        await stream.WriteAsync(Encoding.UTF8.GetBytes(request + "\n"), TestContext.Current.CancellationToken);
        var refused = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        await stream.WriteAsync("{\"verb\":\"stat\"}\n"u8.ToArray(), TestContext.Current.CancellationToken);
        var answered = await reader.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"answer\":\"refused\"", refused);
        Assert.Contains(reason, refused);
        Assert.Contains("\"answer\":\"stat\"", answered);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Long_work_tells_how_far_it_is_and_ends_when_nobody_wants_it_any_more(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);
        using var cancellation = new CancellationTokenSource();
        using (var session = store.Open())
        {
            foreach (var request in (ControlRequest[])[new CheckRequest(), new RepairRequest(), new BackupRequest(store["whole"])])
            {
                List<ControlAnswer> answers = [];
                session.Ask(request, answers.Add, cancellation.Token);
                Assert.All(answers[..^1], answer => Assert.True(answer is ProgressAnswer { DoneBytes: > 0 } far && far.DoneBytes <= far.TotalBytes));
                Assert.InRange(answers.Count, 2, int.MaxValue);
            }
            Assert.ThrowsAny<OperationCanceledException>(() =>
                session.Ask(new BackupRequest(store["half"]), _ => cancellation.Cancel(), cancellation.Token));
        }
        // A server may have come to its end before it noticed.
        if (!isServed)
            Assert.Empty(Directory.EnumerateFileSystemEntries(store["half"]));
        using var next = store.Open();
        Assert.IsType<CheckAnswer>(next.Ask<CheckAnswer>(new CheckRequest(), cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Work_ends_when_what_it_tells_cannot_be_sent()
    {
        await using var fixture = await StoreFixture.CreateAsync(isServed: false);
        using var store = Metrics.RrdStore.RoundRobinStore.Open(fixture.Data);

        var refused = Assert.Throws<ControlRefusedException>(() => StoreVerbs.Answer(
            store, null!, new BackupRequest(fixture["half"]), _ => throw new IOException("Broken pipe"), TestContext.Current.CancellationToken));

        Assert.Contains("Broken pipe", refused.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(fixture["half"]));
    }

    [Fact]
    public async Task A_request_without_an_end_is_cut_off()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: true);
        await using var stream = Connect(store);

        await stream.WriteAsync(new byte[ControlProtocol.LongestRequest + 1], TestContext.Current.CancellationToken);

        // Closed with or without unread bytes of ours: an end or a reset, and never an answer.
        try
        {
            Assert.Equal(-1, stream.ReadByte());
        }
        catch (IOException e)
        {
            Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(e.InnerException).SocketErrorCode);
        }
        await store.SucceedAsync("store", "stat");
    }

    [Fact]
    public async Task A_connection_that_waits_does_not_hold_up_the_end_of_the_server()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: true);
        await using var stream = Connect(store);

        Assert.Equal(0, await store.StopAsync());
        Assert.False(File.Exists(SocketOf(store)));
    }

    [Fact]
    public async Task The_socket_of_a_killed_server_is_in_nobodys_way()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: true);
        await store.KillAsync();
        Assert.True(File.Exists(SocketOf(store)));

        await store.SucceedAsync("store", "check");
        await store.ServeAsync();
        await store.SucceedAsync("store", "check");
    }

    [Fact]
    public async Task A_store_whose_process_takes_no_commands_is_said_to_be_in_use()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        using var other = Metrics.RrdStore.RoundRobinStore.Open(store.Data);

        var run = await store.RunAsync("store", "stat");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"The store in {store.Data} is in use by a process that takes no commands", run.Errors);
    }

    [Fact]
    public void Lines_are_taken_apart_wherever_the_bytes_are_cut()
    {
        var lines = new LineReader(new MemoryStream("one\n\nthree\nhalf"u8.ToArray()), 5);

        Assert.True(lines.Read(out var line) && line.SequenceEqual("one"u8));
        Assert.True(lines.Read(out line) && line.IsEmpty);
        Assert.True(lines.Read(out line) && line.SequenceEqual("three"u8));
        Assert.False(lines.Read(out _));
        Assert.Throws<IOException>(() => new LineReader(new MemoryStream("longer"u8.ToArray()), 5).Read(out _));
    }

    private static string SocketOf(StoreFixture store) => Path.Combine(store.Data, ControlProtocol.SocketName);

    private static NetworkStream Connect(StoreFixture store)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(ControlProtocol.EndPointOf(store.Data));
        return new NetworkStream(socket, ownsSocket: true);
    }
}
