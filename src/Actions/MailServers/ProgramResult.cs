using System.Collections.Immutable;

namespace Metrics.Actions.MailServers;

/// <summary>What came of a program.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote, as far as <see cref="IsCut"/> says.</param>
/// <param name="Error">What it wrote about failures.</param>
/// <param name="IsCut">Whether it wrote more than is read.</param>
internal sealed record ProgramResult(int Code, string Output, string Error, bool IsCut = false)
{
    /// <summary>The lines of the output; the last one only if it is whole.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            var lines = Output.Split('\n');
            return lines.Take(IsCut ? lines.Length - 1 : lines.Length).Where(line => line.Length > 0);
        }
    }
}

/// <summary>Ways to run programs that must not fail.</summary>
internal static class ProgramExtensions
{
    private const int LongestReason = 300;

    /// <summary>Runs a program.</summary>
    /// <exception cref="IOException">It failed; the message says what it said.</exception>
    public static async Task<ProgramResult> RequireAsync(this IPrograms programs, ImmutableArray<string> command, CancellationToken cancel, string input = "") =>
        (await programs.RunAsync(command, input, cancel).ConfigureAwait(false)).Require(command);

    /// <summary>What came of a program.</summary>
    /// <exception cref="IOException">It failed; the message says what it said.</exception>
    public static ProgramResult Require(this ProgramResult result, ImmutableArray<string> command)
    {
        if (result.Code == 0)
            return result;
        var reason = (result.Error.Length > 0 ? result.Error : result.Output).ReplaceLineEndings(" ").Trim();
        throw new IOException($"{string.Join(' ', command.Take(4))} ended with {result.Code}: {(reason.Length > LongestReason ? reason[..LongestReason] + "…" : reason)}");
    }
}
