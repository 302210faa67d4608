using System.Diagnostics;

namespace Metrics.Collector;

/// <summary>Space and inodes of the file systems that store files: /proc/self/mountinfo and statvfs(3). One that is mounted at several places is
/// sampled at the place with the shortest path.</summary>
/// <param name="options">Where proc is.</param>
/// <param name="ask">How a file system is asked.</param>
internal sealed class FileSystemSource(CollectorOptions options, Func<byte[], FileSystemSpace> ask) : ISource
{
    /// <summary>File systems sampled; a fault says when there are more.</summary>
    internal const int MaximumFileSystems = 1000;

    /// <summary>Longest wait for all file systems of other machines together: less than the 1 % of a step that a reading may be late.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly ProcFile mounts = new(Path.Combine(options.ProcRoot, "self/mountinfo"));
    private List<FileSystem> fileSystems = [];

    /// <summary>Asks the kernel.</summary>
    public FileSystemSource(CollectorOptions options) : this(options, FileSystemSpace.Of)
    {
    }

    public string Name => "filesystems";

    public void Discover(SeriesCatalog catalog)
    {
        if (!catalog.Requires(mounts))
            return;
        var found = Mounts(catalog.Faults);
        var keys = SeriesKeys.Of([.. found.Select(NameOf)]);
        var known = fileSystems.ToDictionary(f => f.Mount);
        fileSystems = [.. found.Select(mount =>
        {
            var fileSystem = new FileSystem(catalog, mount, keys[NameOf(mount)], ask);
            if (known.TryGetValue(mount, out var before))
                fileSystem.Continue(before);
            return fileSystem;
        })];
    }

    public void Read(ReadingBatch readings)
    {
        // Those that may hang are asked first and answer meanwhile.
        foreach (var fileSystem in fileSystems)
            fileSystem.Ask();
        var start = Stopwatch.GetTimestamp();
        foreach (var fileSystem in fileSystems)
        {
            var left = Patience - Stopwatch.GetElapsedTime(start);
            fileSystem.Read(readings, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    public void Dispose() => mounts.Dispose();

    private static string NameOf(Mount mount) => mount.Path == "/" ? "root" : mount.Path.TrimStart('/');

    private List<Mount> Mounts(FaultList faults)
    {
        // What is mounted later at the same place hides what was there.
        var byPath = new Dictionary<string, Mount>();
        var lines = new Lines(mounts.Read(faults));
        while (lines.Next(out var line))
            if (Mount.Parse(line) is { } mount)
                byPath[mount.Path] = mount;
        var real = byPath.Values.Where(m => m.IsReal).OrderBy(m => m.Path.Length).ThenBy(m => m.Path, StringComparer.Ordinal)
            .DistinctBy(m => m.Number).ToList();
        if (real.Count <= MaximumFileSystems)
            return real;
        faults.Add(mounts.Path, $"has more than {MaximumFileSystems} file systems; the rest is not sampled.");
        return real[..MaximumFileSystems];
    }
}
