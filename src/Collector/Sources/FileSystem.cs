using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>One mounted file system that is sampled. One that may hang is asked on a thread of its own, and never twice at a time.</summary>
internal sealed class FileSystem
{
    private readonly SeriesId used, free, size, inodesUsed, inodesFree;
    private readonly Func<byte[], FileSystemSpace> ask;
    private readonly byte[] path;
    private Task<FileSystemSpace>? answer;

    /// <summary>Declares the series.</summary>
    public FileSystem(SeriesCatalog catalog, Mount mount, string key, Func<byte[], FileSystemSpace> ask)
    {
        Mount = mount;
        this.ask = ask;
        path = FileSystemSpace.PathOf(mount.Path);
        used = Define("used", "By");
        free = Define("free", "By");
        size = Define("size", "By");
        inodesUsed = Define("inodes.used", "1");
        inodesFree = Define("inodes.free", "1");

        SeriesId Define(string suffix, string unit) => catalog.Define($"fs.{key}.{suffix}", Types.Gauge, unit, Label.Of(mount.Path),
            ("mount", Label.Of(mount.Path)), ("device", Label.Of(mount.Device)), ("type", mount.Type));
    }

    /// <summary>What is mounted where.</summary>
    public Mount Mount { get; }

    /// <summary>Takes over the question that the same file system has not answered yet.</summary>
    public void Continue(FileSystem known) => answer = known.answer;

    /// <summary>Asks one that may hang, unless it is being asked.</summary>
    public void Ask()
    {
        if (Mount.MayHang)
            answer ??= Task.Factory.StartNew(() => ask(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Gives the answer.</summary>
    /// <param name="readings">Takes it.</param>
    /// <param name="patience">Longest wait for one that may hang.</param>
    public void Read(ReadingBatch readings, TimeSpan patience)
    {
        var space = !Mount.MayHang ? ask(path) : Answer(patience);
        if (space.Problem is not null)
            readings.Faults.Add(Mount.Path, space.Problem);
        readings.Add(used, space.Used);
        readings.Add(free, space.Free);
        readings.Add(size, space.Size);
        readings.Add(inodesUsed, space.InodesUsed);
        readings.Add(inodesFree, space.InodesFree);
    }

    private FileSystemSpace Answer(TimeSpan patience)
    {
        if (answer is null || !answer.Wait(patience))
            return FileSystemSpace.Unknown("does not answer.");
        var space = answer.Result;
        answer = null;
        return space;
    }
}
