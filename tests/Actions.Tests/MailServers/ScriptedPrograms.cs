using System.Collections.Concurrent;
using System.Collections.Immutable;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>Programs that are not there: a test says what they answer.</summary>
/// <param name="answer">What comes of a command, given as one line, and of its input.</param>
internal sealed class ScriptedPrograms(Func<string, string, ProgramResult> answer) : IPrograms
{
    /// <summary>What was run, in order, each as one line.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    public Task<ProgramResult> RunAsync(ImmutableArray<string> command, string input, CancellationToken cancel)
    {
        var line = string.Join(' ', command);
        Commands.Enqueue(line);
        try
        {
            return Task.FromResult(answer(line, input));
        }
        catch (IOException e)
        {
            return Task.FromException<ProgramResult>(e);
        }
    }
}
