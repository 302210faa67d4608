namespace Metrics.RrdStore.Storage;

/// <summary>What is made of the calls of a disk.</summary>
internal static class DiskCalls
{
    /// <summary>Makes a directory where it is missing, durably.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">A directory whose parent is there.</param>
    public static void MakeDirectory(this IDisk disk, string path)
    {
        if (!Directory.Exists(path))
            disk.CreateDirectory(path);
        // Also when it was there: the attempt that made it may have failed here.
        disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads from a place on until the buffer is full or the file ends.</summary>
    /// <returns>Bytes read.</returns>
    public static int ReadFully(this IDiskFile file, Span<byte> destination, long offset)
    {
        var at = 0;
        while (at < destination.Length && file.Read(destination[at..], offset + at) is var count and > 0)
            at += count;
        return at;
    }
}
