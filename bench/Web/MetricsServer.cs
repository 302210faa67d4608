using System.Diagnostics;

namespace Metrics.Bench.Web;

/// <summary>The program itself, on a free port of loopback, with its collectors at work.</summary>
internal sealed class MetricsServer : IDisposable
{
    private readonly Process process;

    /// <summary>Starts it over a data directory and waits until it serves.</summary>
    public MetricsServer(DirectoryInfo directory)
    {
        var config = Path.Combine(directory.FullName, "metrics.toml");
        File.WriteAllText(config, "server.listen = \"127.0.0.1:0\"\n");
        process = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "metrics.dll"), "--config", config, "--data", Path.Combine(directory.FullName, "data")])
        { RedirectStandardOutput = true })!;
        while (process.StandardOutput.ReadLine() is { } line)
            if (line.TrimStart().StartsWith("Pages", StringComparison.Ordinal))
            {
                Address = new Uri(line.Trim()["Pages".Length..].Trim());
                return;
            }
        throw new InvalidOperationException("The server has not started.");
    }

    /// <summary>Its root.</summary>
    public Uri Address { get; }

    /// <summary>CPU that it has used, user and system.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>What it has in memory, in megabytes of a million bytes.</summary>
    public double Resident
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }


    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
