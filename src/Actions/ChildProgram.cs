using System.ComponentModel;
using System.Diagnostics;

namespace Metrics.Actions;

/// <summary>What every program needs that is run to its end: a start that says why it failed, and its input.</summary>
internal static class ChildProgram
{
    /// <summary>Starts one.</summary>
    /// <exception cref="IOException">It cannot be started; the message says why.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{start.FileName} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Gives it all of its input.</summary>
    public static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancel)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancel).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program that does not want its input is no failure; its exit code says what is.
        }
    }
}
