using System.Collections.Immutable;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Guard;

/// <summary>Runs as root only what nobody else can change, looked at each time.</summary>
/// <param name="programs">Runs it.</param>
internal sealed class TrustedPrograms(IPrograms programs) : IPrograms
{
    /// <inheritdoc/>
    public async Task<ProgramResult> RunAsync(ImmutableArray<string> command, string input, CancellationToken cancel)
    {
        // The base library would look in the directories of this program and in the present one first.
        var program = TrustedFiles.Find(command[0]) ?? throw new IOException($"{command[0]} cannot be started: it is in none of {TrustedFiles.ProgramPath}.");
        if (TrustedFiles.FaultOf(command) is { } fault)
            throw new IOException($"{command[0]} is not run: {fault}");
        return await programs.RunAsync([program, .. command[1..]], input, cancel).ConfigureAwait(false);
    }
}
