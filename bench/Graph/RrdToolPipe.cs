using System.Diagnostics;
using System.Globalization;

namespace Metrics.Bench.Graph;

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

    /// <summary>Makes a database of gauges and fills it.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="start">Time of the first value, a multiple of the step.</param>
    /// <param name="step">Seconds between values.</param>
    /// <param name="values">A column of values for each data source.</param>
    public void Fill(string file, long start, int step, double[][] values)
    {
        var sources = string.Join(' ', values.Select((_, i) => $"DS:d{i}:GAUGE:{2 * step}:U:U"));
        var archives = string.Join(' ', GraphCase.Rollups.Select(r => $"RRA:AVERAGE:0.5:{r}:{values[0].Length / r + 10}"));
        Run($"create {file} --start {start - step} --step {step} {sources} {archives}");
        for (var row = 0; row < values[0].Length; row++)
            Run($"update {file} {start + (long)row * step}:{string.Join(':', values.Select(v => v[row].ToString("R", CultureInfo.InvariantCulture)))}");
    }

    public void Dispose()
    {
        process.StandardInput.WriteLine("quit");
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
