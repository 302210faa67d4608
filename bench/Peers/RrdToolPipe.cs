using System.Diagnostics;

namespace Metrics.Bench.Peers;

/// <summary>Debian's rrdtool kept running with its commands on standard input: "rrdtool -". Its start costs nothing here.</summary>
internal sealed class RrdToolPipe : IDisposable
{
    private readonly Process process;

    public RrdToolPipe()
    {
        process = Process.Start(new ProcessStartInfo("rrdtool", "-") { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("rrdtool does not start; apt-get install rrdtool.");
    }

    /// <summary>Runs one command and waits for its answer.</summary>
    public void Run(string command)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        for (; ; )
        {
            var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("rrdtool ended.");
            if (line.StartsWith("ERROR", StringComparison.Ordinal))
                throw new InvalidOperationException($"{line} ({command[..Math.Min(120, command.Length)]})");
            if (line.StartsWith("OK", StringComparison.Ordinal))
                return;
        }
    }

    public void Dispose()
    {
        process.StandardInput.WriteLine("quit");
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
