namespace Metrics.RrdStore.Storage;

/// <summary>What is made of the calls of a disk.</summary>
internal static class DiskCalls
{
    /// <summary>Makes a directory and those above it where they are missing, durably.</summary>
    public static void MakeDirectory(this IDisk disk, string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path)!;
        disk.MakeDirectory(parent);
        disk.CreateDirectory(path);
        disk.SyncDirectory(parent);
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
