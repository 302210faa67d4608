using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Metrics.Analyzers.Tailing;

/// <summary>A running journalctl(1). A thread takes what it writes; when nobody wants it, the program waits.</summary>
internal sealed class JournalProcess : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private const int MostChunks = 16;
    private const int LongestComplaint = 200;

    private static readonly string[] Arguments =
    [
        "--output=json", "--all", "--follow", "--no-tail", "--quiet", "--no-pager",
        "--output-fields=MESSAGE,SYSLOG_IDENTIFIER,SYSLOG_PID,_COMM,_PID,_HOSTNAME,_TRANSPORT",
    ];

    private readonly Process process;
    private readonly BlockingCollection<byte[]> chunks = new(MostChunks);
    private readonly CancellationTokenSource unwanted = new();
    private string complaint = "";

    private JournalProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text)
                Volatile.Write(ref complaint, text.Length > LongestComplaint ? text[..LongestComplaint] : text);
        };
        process.BeginErrorReadLine();
        new Thread(Take) { IsBackground = true, Name = "journal" }.Start();
    }

    /// <summary>How it ended, as a part of a sentence; null while there may be more.</summary>
    public string? End
    {
        get
        {
            if (!chunks.IsCompleted)
                return null;
            // Its output is closed: it ends now, if it has not.
            if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
                return "closed its output";
            // And all that it complained about has been read.
            process.WaitForExit();
            return $"ended with {process.ExitCode}{(Volatile.Read(ref complaint) is { Length: > 0 } said ? $": {said}" : "")}";
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="command">The program and what stands before our arguments.</param>
    /// <param name="cursor">The last entry that was read; empty: the journal is read from its begin.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static JournalProcess Start(IReadOnlyList<string> command, string cursor)
    {
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), .. Arguments, .. cursor.Length > 0 ? (string[])[$"--after-cursor={cursor}"] : []])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return new JournalProcess(process);
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{command[0]} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Takes what it has written, if there is something.</summary>
    public bool TryTake(out byte[] chunk) => chunks.TryTake(out chunk!);

    /// <inheritdoc/>
    public void Dispose()
    {
        unwanted.Cancel();
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
        process.Dispose();
    }

    private void Take()
    {
        var buffer = new byte[ChunkBytes];
        try
        {
            for (int read; (read = process.StandardOutput.BaseStream.Read(buffer)) > 0;)
                chunks.Add(buffer[..read], unwanted.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody wants more, or there is none.
        }
        chunks.CompleteAdding();
    }
}
