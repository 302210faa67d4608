using System.Text;
using System.Text.Json;
using Metrics.Actions.Firewall;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Guard;

/// <summary>What the guard does about each request. Everything asked for is logged with who asked and what became of it.</summary>
public sealed partial class GuardVerbs(ILogger<GuardVerbs> log, TimeProvider time)
{
    /// <summary>Arguments of a request that are logged, in characters.</summary>
    private const int LongestLogged = 1_000;

    private readonly Dictionary<Type, Verb> verbs = [];

    /// <summary>Adds a verb.</summary>
    /// <typeparam name="T">Its request.</typeparam>
    /// <param name="limit">How long it may take; then its token is cancelled.</param>
    /// <param name="run">Does it. <see cref="GuardRefusedException"/> says why it is not done.</param>
    public GuardVerbs Add<T>(TimeSpan limit, Func<T, GuardCaller, CancellationToken, Task<GuardAnswer>> run) where T : GuardRequest
    {
        verbs.Add(typeof(T), new Verb(limit, (request, caller, cancel) => run((T)request, caller, cancel)));
        return this;
    }

    /// <summary>Does what a message asks for.</summary>
    /// <param name="message">A request as JSON; anything at all may stand there.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="stopping">The guard ends.</param>
    internal async Task<GuardAnswer> AnswerAsync(byte[] message, GuardCaller caller, CancellationToken stopping)
    {
        var start = time.GetTimestamp();
        var answer = await RunAsync(message, caller, stopping);
        var took = time.GetElapsedTime(start).TotalMilliseconds;
        if (ReasonOf(answer) is { } reason)
            LogRefused(caller, Shown(message), Shown(Encoding.UTF8.GetBytes(reason)), took);
        else
            LogDone(caller, Shown(message), answer is DoneAnswer { Sentence: var sentence } ? sentence : "done", took);
        return answer;
    }

    /// <summary>Why a request, or some of its addresses, was refused; null: all was done.</summary>
    private static string? ReasonOf(GuardAnswer answer)
    {
        if (answer is RefusedAnswer refused)
            return refused.Reason;
        if (answer is not BlockAnswer { Outcomes: var outcomes } || outcomes.Count(outcome => outcome.Refusal.Length > 0) is not (> 0 and var count))
            return null;
        return $"{count} of {outcomes.Count}: {outcomes.First(outcome => outcome.Refusal.Length > 0).Refusal}";
    }

    private async Task<GuardAnswer> RunAsync(byte[] message, GuardCaller caller, CancellationToken stopping)
    {
        CancellationTokenSource? limit = null;
        try
        {
            var request = GuardJson.ReadRequest(message);
            if (!verbs.TryGetValue(request.GetType(), out var verb))
                return new RefusedAnswer("This guard does not do that.");
            limit = new CancellationTokenSource(verb.Limit, time);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
            return await verb.Run(request, caller, ended.Token);
        }
        catch (JsonException e)
        {
            return new RefusedAnswer($"The request could not be understood: {e.Message}");
        }
        catch (GuardRefusedException e)
        {
            return new RefusedAnswer(e.Message);
        }
        catch (OperationCanceledException) when (limit is { IsCancellationRequested: true } || stopping.IsCancellationRequested)
        {
            return new RefusedAnswer(stopping.IsCancellationRequested ? "The guard is being stopped; it was not done to its end." : "It took too long, and was not done to its end.");
        }
        catch (Exception e)
        {
            LogFailed(e, Shown(message));
            return new RefusedAnswer(GuardFailure.IsOurs(e) ? $"It failed: {e.Message}" : GuardFailure.Unsaid);
        }
        finally
        {
            limit?.Dispose();
        }
    }

    // Anybody's bytes: nothing of them may look like another line of the log.
    private static string Shown(byte[] message)
    {
        var text = new StringBuilder(Math.Min(message.Length, LongestLogged) + 1);
        foreach (var one in message.AsSpan(0, Math.Min(message.Length, LongestLogged)))
            text.Append(one is >= 0x20 and < 0x7f ? (char)one : '?');
        return message.Length > LongestLogged ? text.Append('…').ToString() : text.ToString();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} asked for {Request}: {Outcome} ({Milliseconds:0.0} ms)")]
    private partial void LogDone(GuardCaller caller, string request, string outcome, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Caller} asked for {Request}: refused, {Reason} ({Milliseconds:0.0} ms)")]
    private partial void LogRefused(GuardCaller caller, string request, string reason, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Request} failed.")]
    private partial void LogFailed(Exception error, string request);

    private sealed record Verb(TimeSpan Limit, Func<GuardRequest, GuardCaller, CancellationToken, Task<GuardAnswer>> Run);
}
