using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Metrics.Grapher.Tests.Language;

/// <summary>One warm <c>rrdtool -</c>, Debian's, that answers many commands.</summary>
internal sealed class RrdtoolPipe : IDisposable
{
    private readonly Process process;

    public RrdtoolPipe(string directory, string zone)
    {
        var start = new ProcessStartInfo("rrdtool", ["-"])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
            Environment = { ["TZ"] = zone, ["LC_ALL"] = "C" },
        };
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw new InvalidOperationException("These tests compare with Debian's rrdtool, which is missing: apt-get install rrdtool", problem);
        }
    }

    /// <summary>Runs a command; the answer without the line that ends it.</summary>
    /// <exception cref="InvalidOperationException">rrdtool says ERROR, or has died of the command.</exception>
    public string Run(params IEnumerable<string> arguments)
    {
        var command = string.Join(' ', arguments.Select(Quote));
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        var answer = new StringBuilder();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("OK u:", StringComparison.Ordinal))
                return answer.ToString();
            if (line.StartsWith("ERROR:", StringComparison.Ordinal))
                throw new InvalidOperationException($"{line}\n{command}");
            answer.Append(line).Append('\n');
        }
        throw new InvalidOperationException($"rrdtool died of: {command}");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private static string Quote(string argument) => argument.IndexOfAny([' ', '"', '\'', '\\']) < 0 ? argument : $"'{argument}'";
}
