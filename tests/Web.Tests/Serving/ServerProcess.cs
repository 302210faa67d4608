using System.Collections.Concurrent;
using System.Diagnostics;

namespace Metrics.Web.Tests.Serving;

/// <summary>The program as it is started from a shell, with its output.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "metrics.dll");

    private readonly Process process;
    private readonly ConcurrentQueue<string> errors = new();
    private readonly TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the program.</summary>
    /// <param name="arguments">Its command line.</param>
    public ServerProcess(params string[] arguments)
        : this(new ProcessStartInfo("dotnet", [Program, .. arguments]))
    {
    }

    private ServerProcess(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => TakeOutput(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                errors.Enqueue(line.Data);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts the program with so many descriptors for open files.</summary>
    public static ServerProcess WithFiles(int files, params string[] arguments) => new(new ProcessStartInfo("prlimit", [$"--nofile={files}", "dotnet", Program, .. arguments]));

    /// <summary>What it wrote to the error stream.</summary>
    public string Errors => string.Join('\n', errors);

    /// <summary>The process.</summary>
    public int Id => process.Id;

    /// <summary>The address that it prints once it serves.</summary>
    public Task<string> AddressAsync() => address.Task.WaitAsync(Patience);

    /// <summary>Sends it a signal.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private void TakeOutput(string? line)
    {
        if (line is null)
            _ = FailAsync();
        else if (line.TrimStart().StartsWith("Pages", StringComparison.Ordinal))
            address.TrySetResult(line.Trim()["Pages".Length..].Trim());
    }

    // Only its end has brought all that it wrote to the other stream.
    private async Task FailAsync()
    {
        await process.WaitForExitAsync();
        address.TrySetException(new InvalidOperationException($"The server ended with {process.ExitCode} before it served: {Errors}"));
    }
}
