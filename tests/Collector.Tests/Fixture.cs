namespace Metrics.Collector.Tests;

/// <summary>Recorded trees of /proc and /sys, in tests/Fixtures.</summary>
internal static class Fixture
{
    private static readonly string Root = Find();

    /// <summary>Options that read a recorded machine. A tree that is not named is an empty one.</summary>
    public static CollectorOptions Options(string? proc = null, string? sys = null) => new()
    {
        ProcRoot = proc is null ? Path.Combine(Root, "none") : Path.Combine(Root, proc),
        SysRoot = sys is null ? Path.Combine(Root, "none") : Path.Combine(Root, sys),
    };

    /// <summary>Copies a tree into a directory, links as links.</summary>
    public static void CopyTo(string tree, string destination)
    {
        var source = Path.Combine(Root, tree);
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos("*", SearchOption.TopDirectoryOnly))
            Copy(entry, Path.Combine(destination, entry.Name));
    }

    private static void Copy(FileSystemInfo entry, string destination)
    {
        if (entry.LinkTarget is { } target)
        {
            File.CreateSymbolicLink(destination, target);
        }
        else if (entry is DirectoryInfo directory)
        {
            Directory.CreateDirectory(destination);
            foreach (var inner in directory.EnumerateFileSystemInfos())
                Copy(inner, Path.Combine(destination, inner.Name));
        }
        else
        {
            File.Copy(entry.FullName, destination);
        }
    }

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Metrics.sln")))
                return Path.Combine(directory.FullName, "tests/Fixtures");
        throw new DirectoryNotFoundException("The tests run in a checkout: no Metrics.sln above the test program.");
    }
}
