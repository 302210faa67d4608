using System.Collections.Immutable;

namespace Metrics.Actions.MailServers;

/// <summary>Runs programs of other packages to their end.</summary>
internal interface IPrograms
{
    /// <summary>Runs one.</summary>
    /// <param name="command">The program and its arguments; there is no shell.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">It cannot be started, or does not end in time.</exception>
    Task<ProgramResult> RunAsync(ImmutableArray<string> command, string input, CancellationToken cancel);
}
