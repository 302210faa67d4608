using System.Diagnostics;

namespace Metrics.Bench.Collector;

/// <summary>Debian's collectd with the plugins that do what the collector does.</summary>
internal static class Collectd
{
    private const string Program = "/usr/sbin/collectd";

    /// <summary>Starts it in the foreground.</summary>
    public static Process Start(DirectoryInfo directory, TimeSpan step)
    {
        if (!File.Exists(Program))
            throw new FileNotFoundException("The comparison needs collectd: apt-get install collectd-core.", Program);
        var configuration = Path.Combine(directory.FullName, "collectd.conf");
        File.WriteAllText(configuration, $"""
            BaseDir "{directory.FullName}"
            PIDFile "{directory.FullName}/collectd.pid"
            PluginDir "/usr/lib/collectd"
            TypesDB "/usr/share/collectd/types.db"
            Interval {step.TotalSeconds}
            LoadPlugin cpu
            LoadPlugin load
            LoadPlugin interface
            LoadPlugin disk
            LoadPlugin memory
            LoadPlugin df
            LoadPlugin processes

            """);
        // Reading what it says would be work of this process, which is measured too.
        return Process.Start("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", Program, "-f", "-C", configuration]);
    }

    /// <summary>Its version.</summary>
    public static string Version()
    {
        using var process = Process.Start(new ProcessStartInfo(Program, ["-h"]) { RedirectStandardOutput = true })!;
        var line = process.StandardOutput.ReadToEnd().Split('\n').FirstOrDefault(l => l.Contains("collectd 5")) ?? "";
        return line.Split(' ').SkipWhile(w => w != "collectd").ElementAtOrDefault(1)?.TrimEnd(',') ?? "of unknown version";
    }
}
