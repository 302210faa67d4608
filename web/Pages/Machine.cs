using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>What the machine is, as one line: <c>Debian 12, 8 cores, 31.2 GiB</c>.</summary>
internal static class Machine
{
    /// <summary>The line; parts that cannot be found out are left out.</summary>
    public static string Describe() =>
        string.Join(", ", new[] { System(), Cores(), Memory() }.Where(part => part.Length > 0));

    private static string System()
    {
        var release = Read("/etc/os-release");
        var (name, version) = (release.GetValueOrDefault("NAME", ""), release.GetValueOrDefault("VERSION_ID", ""));
        return $"{name.Replace(" GNU/Linux", "")} {version}".Trim();
    }

    private static string Cores() => Environment.ProcessorCount == 1 ? "1 core" : $"{Environment.ProcessorCount} cores";

    private static string Memory()
    {
        var bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return bytes > 0 ? ValueFormat.Format(bytes, GraphUnit.Bytes) : "";
    }

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return File.ReadLines(path).Take(100).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
                .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1].Trim('"'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
