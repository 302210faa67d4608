using Microsoft.Win32.SafeHandles;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>What of a file is not durable: for each page that was changed since the last sync, what it was before each change.</summary>
internal sealed class TestFileState(string path)
{
    private const int PageSize = 4096;
    private const int SectorSize = 512;
    private const int MostVersions = 8;

    private readonly Dictionary<long, List<byte[]>> pages = [];
    private readonly List<long> lengths = [];

    /// <summary>Where the file is now.</summary>
    public string Path { get; set; } = path;

    /// <summary>Keeps what a change is going to write over.</summary>
    public void Remember(SafeFileHandle file, long from, long to)
    {
        lengths.Add(RandomAccess.GetLength(file));
        for (var page = from / PageSize; page * PageSize < to; page++)
        {
            if (!pages.TryGetValue(page, out var versions))
                pages.Add(page, versions = []);
            var bytes = new byte[PageSize];
            Fill(file, bytes, page * PageSize);
            // The first is what is durable.
            if (versions.Count == MostVersions)
                versions.RemoveAt(1);
            versions.Add(bytes);
        }
    }

    /// <summary>All is durable.</summary>
    public void Synced()
    {
        pages.Clear();
        lengths.Clear();
    }

    /// <summary>Only what was durable is left.</summary>
    public void DropUnsynced() => LosePower(new Random(0), mood: 1);

    /// <summary>Leaves any mixture of what was durable and what was written since.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="mood">0: everything had reached the disk; 1: nothing had.</param>
    public void LosePower(Random random, int mood)
    {
        if (lengths.Count == 0)
            return;
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var now = RandomAccess.GetLength(file);
        var length = mood switch { 0 => now, 1 => lengths[0], _ => random.Next(2) == 0 ? now : lengths[random.Next(lengths.Count)] };
        foreach (var (page, versions) in pages)
        {
            var bytes = new byte[PageSize];
            Fill(file, bytes, page * PageSize);
            versions.Add(bytes);
            RandomAccess.Write(file, Left(versions, random, mood), page * PageSize);
        }
        RandomAccess.SetLength(file, length);
        Synced();
    }

    private static byte[] Left(List<byte[]> versions, Random random, int mood)
    {
        switch (mood == 0 ? 0 : mood == 1 ? 1 : random.Next(4))
        {
            case 0:
                return versions[^1];
            case 1:
                return versions[0];
            case 2:
                return versions[random.Next(versions.Count)];
        }
        var torn = new byte[PageSize];
        for (var at = 0; at < PageSize; at += SectorSize)
            versions[random.Next(versions.Count)].AsSpan(at, SectorSize).CopyTo(torn.AsSpan(at));
        return torn;
    }

    private static void Fill(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        var at = 0;
        while (at < bytes.Length && RandomAccess.Read(file, bytes[at..], offset + at) is var count and > 0)
            at += count;
    }
}
