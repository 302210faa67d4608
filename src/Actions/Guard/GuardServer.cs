using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Guard;

/// <summary>Takes requests of the web process and of root, one at a time on each connection.</summary>
public sealed partial class GuardServer(GuardOptions options, GuardVerbs verbs, TimeProvider time, ILogger<GuardServer> log) : BackgroundService
{
    /// <summary>How long a connection may be without a request, and how long a request or an answer may be on its way.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly GuardSeats seats = new();
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
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Take(await listener!.AcceptAsync(stoppingToken), stoppingToken);
            }
            catch (SocketException e)
            {
                // No descriptors left, for example: that passes.
                LogNoConnection(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
    }

    // Whoever is not served is answered at once, so that nobody waits behind.
    private void Take(Socket socket, CancellationToken stopping)
    {
        var isServed = false;
        try
        {
            var caller = GuardCaller.Of(socket);
            if (caller.UserId != UnixUser.Root.Id && caller.UserId != user.Id)
            {
                LogStranger(caller);
                Refuse(socket, $"Only root and {options.User} may ask the guard.");
            }
            else if (!seats.TryTake(caller.UserId))
            {
                LogCrowd(caller, GuardSeats.Most);
                Refuse(socket, $"User {caller.UserId} has {GuardSeats.Most} connections to the guard already; ask again when one of them has ended.");
            }
            else
            {
                isServed = true;
                _ = Task.Run(() => ServeAsync(socket, caller, stopping), CancellationToken.None);
            }
        }
        finally
        {
            if (!isServed)
                socket.Dispose();
        }
    }

    private static void Refuse(Socket socket, string reason)
    {
        try
        {
            // It is short and the first, so there is room for it.
            socket.Send(GuardFrames.Frame(GuardJson.Write(new RefusedAnswer(reason))));
        }
        catch (SocketException)
        {
            // Who has gone needs no answer.
        }
    }

    private async Task ServeAsync(Socket socket, GuardCaller caller, CancellationToken stopping)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            while (await WithinAsync(cancel => GuardFrames.ReadAsync(stream, GuardFrames.LongestRequest, cancel), stopping) is { } message)
            {
                var answer = await verbs.AnswerAsync(message, caller, stopping);
                await WithinAsync(async cancel =>
                {
                    await GuardFrames.WriteAsync(stream, GuardJson.Write(answer), cancel);
                    return true;
                }, stopping);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The other side has gone, was silent, or sent what is no message; what it asked for last is done or not done as a whole.
            LogEnded(e.Message);
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
        finally
        {
            seats.Leave(caller.UserId);
        }
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        return await work(either.Token);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no user {User} (guard.user): only root may ask the guard.")]
    private partial void LogNoUser(string user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused: {Caller} may not ask the guard.")]
    private partial void LogStranger(GuardCaller caller);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused: {Caller} has {Most} connections already.")]
    private partial void LogCrowd(GuardCaller caller, int most);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A connection has ended: {Reason}")]
    private partial void LogEnded(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection could not be taken: {Reason}")]
    private partial void LogNoConnection(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A connection failed.")]
    private partial void LogFailed(Exception error);
}
