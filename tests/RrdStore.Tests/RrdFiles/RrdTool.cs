using System.ComponentModel;
using System.Diagnostics;

namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>Debian's rrdtool, fed through its pipe mode, in a directory of its own; one for all tests of a class.</summary>
public sealed class RrdTool : IDisposable
{
    private readonly Process process;

    public RrdTool()
    {
        Folder = Directory.CreateTempSubdirectory("rrdfiles-").FullName;
        var start = new ProcessStartInfo("rrdtool", "-")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C";
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException("The test needs Debian's rrdtool: apt-get install -y rrdtool", error);
        }
    }

    public string Folder { get; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs a command and gives its answer without the closing OK.</summary>
    public string Run(string command)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        var lines = new List<string>();
        while (true)
        {
            var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"rrdtool ended at: {command}");
            if (line.StartsWith("ERROR", StringComparison.Ordinal))
                throw new InvalidOperationException($"{line} at: {command}");
            if (line.StartsWith("OK u:", StringComparison.Ordinal))
                return string.Join('\n', lines);
            lines.Add(line);
        }
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
