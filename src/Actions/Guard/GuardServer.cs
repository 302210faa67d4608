using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Guard;

/// <summary>Takes requests of the web process and of root, one at a time on each connection.</summary>
public sealed partial class GuardServer(GuardOptions options, GuardVerbs verbs, ILogger<GuardServer> log) : BackgroundService
{
    private const int MostConnections = 32;

    private readonly SemaphoreSlim free = new(MostConnections);
    private UnixUser user;
    private Socket? listener;

    /// <summary>Listens.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (UnixUser.Find(options.User) is { } found)
            user = found;
        else
            LogNoUser(options.User);
        listener = GuardSocket.Listen(options.Socket, user.GroupId);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        listener?.Dispose();
        free.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await free.WaitAsync(stoppingToken);
            try
            {
                var socket = await listener!.AcceptAsync(stoppingToken);
                _ = Task.Run(() => ServeAsync(socket, stoppingToken), CancellationToken.None);
            }
            catch (SocketException e)
            {
                // No descriptors left, for example: that passes.
                free.Release();
                LogNoConnection(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var caller = GuardCaller.Of(socket);
            if (caller.UserId != UnixUser.Root.Id && caller.UserId != user.Id)
            {
                LogStranger(caller);
                await GuardFrames.WriteAsync(stream, GuardJson.Write(new RefusedAnswer($"Only root and {options.User} may ask the guard.")), stopping);
                return;
            }
            while (await GuardFrames.ReadAsync(stream, GuardFrames.LongestRequest, stopping) is { } message)
                await GuardFrames.WriteAsync(stream, GuardJson.Write(await verbs.AnswerAsync(message, caller, stopping)), stopping);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The other side has gone, or sent what is no message; what it asked for last is done or not done as a whole.
            LogEnded(e.Message);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no user {User} (guard.user): only root may ask the guard.")]
    private partial void LogNoUser(string user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused: {Caller} may not ask the guard.")]
    private partial void LogStranger(GuardCaller caller);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A connection has ended: {Reason}")]
    private partial void LogEnded(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection could not be taken: {Reason}")]
    private partial void LogNoConnection(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A connection failed.")]
    private partial void LogFailed(Exception error);
}
