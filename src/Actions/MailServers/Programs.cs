using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;

namespace Metrics.Actions.MailServers;

/// <summary>Runs programs on this machine: no shell, a small environment, limits on time and output.</summary>
internal sealed class Programs : IPrograms
{
    /// <summary>As much as half a million messages of a queue are listed in.</summary>
    private const int MostOutput = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A server that was started may keep the pipes open for ever.</summary>
    private static readonly TimeSpan AfterEnd = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<ProgramResult> RunAsync(ImmutableArray<string> command, string input, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/command";
        start.Environment["LC_ALL"] = "C";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using (var process = ChildProgram.Start(start))
            try
            {
                var (output, error) = (new StringBuilder(), new StringBuilder());
                var reading = Task.WhenAll(ReadAsync(process.StandardOutput, output, patience.Token), ReadAsync(process.StandardError, error, patience.Token));
                await ChildProgram.FeedAsync(process, Encoding.UTF8.GetBytes(input), patience.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
                await Task.WhenAny(reading, Task.Delay(AfterEnd, patience.Token)).ConfigureAwait(false);
                lock (output)
                    lock (error)
                        return new ProgramResult(process.ExitCode, output.ToString(), error.ToString(), output.Length >= MostOutput);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                throw new IOException($"{command[0]} did not end within {Patience.TotalSeconds:0} s and was ended.");
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
    }

    // What is too much is read and forgotten, so that the program can come to its end.
    private static async Task ReadAsync(StreamReader reader, StringBuilder into, CancellationToken cancel)
    {
        var buffer = new char[8192];
        while (await reader.ReadAsync(buffer, cancel).ConfigureAwait(false) is > 0 and var length)
            lock (into)
                into.Append(buffer, 0, Math.Min(length, MostOutput - into.Length));
    }
}
