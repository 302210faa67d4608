using System.Diagnostics;

namespace Metrics.RrdStore.Tests.Consolidation;

/// <summary>One warm <c>rrdtool -</c>: a line in, lines out, ended by OK or ERROR.</summary>
internal sealed class RrdtoolProcess : IDisposable
{
    private readonly Process process;

    public RrdtoolProcess()
    {
        var start = new ProcessStartInfo("rrdtool", "-") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C";
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("This test needs Debian's rrdtool: apt-get install rrdtool.", e);
        }
    }

    /// <summary>Runs a command and gives its output.</summary>
    /// <exception cref="InvalidOperationException">rrdtool answers with an error.</exception>
    public List<string> Run(string command) =>
        TryRun(command, out var lines) ? lines : throw new InvalidOperationException($"{lines[^1]} for: {command}");

    /// <summary>Runs a command that may be refused; then the last line says why.</summary>
    public bool TryRun(string command, out List<string> lines)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        lines = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("OK ", StringComparison.Ordinal))
                return true;
            lines.Add(line);
            if (line.StartsWith("ERROR", StringComparison.Ordinal))
                return false;
        }
        throw new InvalidOperationException($"rrdtool ended at: {command}");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
