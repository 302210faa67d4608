using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Metrics.RrdStore.Storage;

/// <summary>What the base library does not offer of the kernel's file calls.</summary>
internal static partial class Posix
{
    /// <summary>Makes the data of a file durable, and of its metadata what is needed to read them: fdatasync(2). On a file that was
    /// written through before, this is one write to the device, where fsync(2) also writes the journal.</summary>
    /// <exception cref="IOException">The device refuses; what was written since the last sync may be lost.</exception>
    public static void SyncData(SafeFileHandle file, string path)
    {
        if (fdatasync(file) != 0)
            throw Failure("sync", path);
    }

    /// <summary>Makes the names in a directory durable.</summary>
    /// <exception cref="IOException">The device refuses.</exception>
    public static void SyncDirectory(string path)
    {
        // The base library opens no directories.
        var descriptor = open(path, OpenDirectory);
        if (descriptor < 0)
            throw Failure("open", path);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (fsync(handle) != 0)
            throw Failure("sync", path);
    }

    // O_RDONLY | O_CLOEXEC. O_DIRECTORY is left out: its number differs between processors.
    private const int OpenDirectory = 0x80000;

    private static IOException Failure(string verb, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"Cannot {verb} {path}: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
