using System.Diagnostics;

namespace Metrics.Firewall.Tests;

/// <summary>Programs of Debian that the tests need. Without them a test fails and says what to install.</summary>
internal static class Tool
{
    /// <summary>How long another process may take for what it does; a machine may be slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs <c>ip</c>.</summary>
    public static string Ip(params string[] arguments) => Run("iproute2", "ip", arguments);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static string Run(string package, string program, params string[] arguments)
    {
        var path = new[] { "/usr/sbin/", "/usr/bin/" }.Select(directory => directory + program).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"The test needs Debian's {package}: apt-get install -y {package}");
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Patience) || process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {error.Result}");
        return output;
    }
}
