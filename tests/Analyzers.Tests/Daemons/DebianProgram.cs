using System.ComponentModel;
using System.Diagnostics;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>Runs programs of Debian packages, and says which package is missing.</summary>
internal static class DebianProgram
{
    /// <summary>How long a slow machine may take for anything.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs one to its end.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It is missing, fails or does not end.</exception>
    public static string Run(string package, string program, params string[] arguments)
    {
        using var process = Start(package, program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} does not end.");
        }
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}{output.Result}");
        return output.Result;
    }

    /// <summary>Starts one. What it says is read by the caller or by nobody.</summary>
    /// <exception cref="InvalidOperationException">It is missing.</exception>
    public static Process Start(string package, string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"The test needs Debian's {package}: apt-get install -y {package}", e);
        }
    }

    /// <summary>Waits until something holds.</summary>
    /// <param name="what">What is waited for, for the message when it never does.</param>
    /// <param name="holds">Asks.</param>
    /// <exception cref="TimeoutException">It did not within <see cref="Patience"/>.</exception>
    public static void Wait(string what, Func<bool> holds)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(begin) > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds:0} s for {what}.");
            Thread.Sleep(20);
        }
    }

    /// <summary>Waits until something holds.</summary>
    /// <param name="what">What is waited for, for the message when it never does.</param>
    /// <param name="holds">Asks.</param>
    /// <exception cref="TimeoutException">It did not within <see cref="Patience"/>.</exception>
    public static async Task WaitAsync(string what, Func<Task<bool>> holds)
    {
        for (var begin = Stopwatch.GetTimestamp(); !await holds(); await Task.Delay(20))
            if (Stopwatch.GetElapsedTime(begin) > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds:0} s for {what}.");
    }
}
