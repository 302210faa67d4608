using System.Net.Sockets;
using System.Text.Json;
using Metrics.RrdStore;
using Metrics.Web.Configuration;

namespace Metrics.Web.Control;

/// <summary>Takes the requests of commands while the server has the store.</summary>
internal sealed partial class ControlListener(RoundRobinStore store, GraphVerb graphs, ILogger<ControlListener> log) : BackgroundService
{
    private const int MostConnections = 4;

    // A command asks as soon as it has its answer; whoever holds a connection for longer is stopped or gone.
    private const int PatienceMilliseconds = 60_000;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim free = new(MostConnections);
    private Socket? listener;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            listener = Listen(store.Directory);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            LogNoSocket(e.Message);
            return;
        }
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // First, so that a start that failed ends the wait for a command too, and not as a fault of the socket.
        base.Dispose();
        if (listener is not null)
        {
            listener.Dispose();
            File.Delete(Path.Combine(store.Directory, ControlProtocol.SocketName));
        }
        free.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        try
        {
            while (true)
            {
                await free.WaitAsync(stoppingToken);
                if (await AcceptAsync(stoppingToken) is not { } socket)
                    continue;
                running.RemoveWhere(task => task.IsCompleted);
                running.Add(Task.Run(() => Serve(socket, stoppingToken), CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            // A check, a repair or a backup ends where it is; what else has begun comes to its end, as far as the time for it reaches.
            await Task.WhenAll(running);
        }
    }

    // No descriptors left, for example: that passes, and the server goes on without commands until then.
    private async Task<Socket?> AcceptAsync(CancellationToken stopping)
    {
        try
        {
            return await listener!.AcceptAsync(stopping);
        }
        catch (SocketException e)
        {
            stopping.ThrowIfCancellationRequested();
            LogNoSocket(e.Message);
            free.Release();
            await Task.Delay(RetryInterval, stopping);
            return null;
        }
    }

    private static Socket Listen(string directory)
    {
        var place = ControlProtocol.EndPointOf(directory);
        var path = Path.Combine(directory, ControlProtocol.SocketName);
        // Left behind by a kill; whoever has the lock of the store may remove it.
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(place);
            // Before anybody can connect, which is from listen(2) on.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(MostConnections);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Serve(Socket socket, CancellationToken stopping)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true)
            {
                ReadTimeout = PatienceMilliseconds,
                WriteTimeout = PatienceMilliseconds,
            };
            using var stop = stopping.Register(() => StopReading(socket));
            var lines = new LineReader(stream, ControlProtocol.LongestRequest);
            while (lines.Read(out var line))
                Answer(stream, line, stopping);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The command has gone; what it asked for last is done or not done as a whole.
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
        finally
        {
            free.Release();
        }
    }

    // Ends the wait for the next request and nothing that is being answered.
    private static void StopReading(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (SocketException)
        {
            // The command has gone already.
        }
    }

    private void Answer(NetworkStream stream, ReadOnlySpan<byte> line, CancellationToken stopping)
    {
        try
        {
            var request = JsonSerializer.Deserialize<ControlRequest>(line, ControlProtocol.Json) ?? throw new JsonException("a request is an object");
            if (request is RepairRequest or BackupRequest or ClipRequest { DryRun: false } or ChangeRequest { DryRun: false } or RenameRequest or DeleteRequest or ImportRequest)
                LogRequest(ConfigValue.Printable(request.ToString()));
            StoreVerbs.Answer(store, graphs, request, answer => Send(stream, answer), stopping);
            ControlProtocol.Write<ControlAnswer>(stream, new EndAnswer());
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            ControlProtocol.Write<ControlAnswer>(stream, new RefusedAnswer($"The request could not be understood: {e.Message}"));
        }
        catch (ControlRefusedException e)
        {
            ControlProtocol.Write<ControlAnswer>(stream, new RefusedAnswer(e.Message));
        }
        catch (OperationCanceledException)
        {
            ControlProtocol.Write<ControlAnswer>(stream, new RefusedAnswer("The server is being stopped; it was not done to its end."));
        }
    }

    // The store is not held up by a command that does not read how far it is.
    private static void Send(NetworkStream stream, ControlAnswer answer)
    {
        if (answer is not ProgressAnswer || stream.Socket.Poll(0, SelectMode.SelectWrite))
            ControlProtocol.Write(stream, answer);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A command asked for: {Request}")]
    private partial void LogRequest(string request);

    [LoggerMessage(Level = LogLevel.Error, Message = "A command could not be answered.")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Commands cannot use the store while the server runs: {Reason}")]
    private partial void LogNoSocket(string reason);
}
