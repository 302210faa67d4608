using System.ComponentModel;
using System.Diagnostics;

namespace Metrics.Web.Tests.Commands;

/// <summary>What a program said and how it ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to its output, without the last line end.</param>
/// <param name="Errors">What it wrote to the error stream, without the last line end.</param>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs <c>metrics</c> on a data directory.</summary>
    public static Task<CommandRun> MetricsAsync(string data, params string[] arguments) =>
        RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "metrics.dll"), .. arguments, "--data", data]);

    /// <summary>Runs Debian's rrdtool, in UTC.</summary>
    public static async Task<string> RrdtoolAsync(params string[] arguments)
    {
        var run = await RunAsync("rrdtool", arguments);
        return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException($"rrdtool {string.Join(' ', arguments)}: {run.Output} {run.Errors}");
    }

    /// <summary>The lines of the output.</summary>
    public string[] Lines => Output.Split('\n');

    private static async Task<CommandRun> RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Patience);
            return new CommandRun(process.ExitCode, (await output).TrimEnd(), (await errors).TrimEnd());
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"The test needs {program}; for rrdtool: apt-get install -y rrdtool", e);
        }
    }
}
