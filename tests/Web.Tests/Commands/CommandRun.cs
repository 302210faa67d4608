using System.ComponentModel;
using System.Diagnostics;
using Metrics.Web.Commands;

namespace Metrics.Web.Tests.Commands;

/// <summary>What a program said and how it ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to its output, without the last line end.</param>
/// <param name="Errors">What it wrote to the error stream, without the last line end.</param>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command of <c>metrics</c>, in this process: a store or a server that it needs is another one's all the same.</summary>
    public static async Task<CommandRun> MetricsAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var exit = await MetricsCommand.RunAsync(arguments, output, errors);
        return new CommandRun(exit, output.ToString().TrimEnd(), errors.ToString().TrimEnd());
    }

    /// <summary>Runs a command of <c>metrics</c> in a process of its own, which reads what a person would type.</summary>
    public static Task<CommandRun> TypingAsync(string input, params string[] arguments) =>
        RunAsync("dotnet", arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "metrics.dll")), input);

    /// <summary>Runs Debian's rrdtool, in UTC.</summary>
    public static Task<string> RrdtoolAsync(params string[] arguments) => ToolAsync("rrdtool", arguments);

    /// <summary>Runs a program of Debian, in UTC.</summary>
    public static async Task<string> ToolAsync(string program, params string[] arguments)
    {
        try
        {
            var run = await RunAsync(program, arguments);
            return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {run.Output} {run.Errors}");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"The test needs Debian's {program}: apt-get install -y {(program == "mkfifo" ? "coreutils" : program)}", e);
        }
    }

    /// <summary>The lines of the output.</summary>
    public string[] Lines => Output.Split('\n');

    private static async Task<CommandRun> RunAsync(string program, IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new CommandRun(process.ExitCode, (await output).TrimEnd(), (await errors).TrimEnd());
    }
}
