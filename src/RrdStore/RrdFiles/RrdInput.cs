using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Opens files of others for reading. Whatever stands there, nobody waits for it.</summary>
internal static partial class RrdInput
{
    // O_RDONLY | O_CLOEXEC | O_NONBLOCK: the open of a FIFO without a writer would wait for one.
    private const int OpenFlags = 0x80000 | 0x800;

    // statx(2): AT_EMPTY_PATH, STATX_TYPE and the place of stx_mode, the same on all architectures.
    private const int TheFileItself = 0x1000, OnlyType = 1, PlaceOfMode = 28, StatusBytes = 256;

    // S_IFMT and S_IFREG of inode(7).
    private const int TypeBits = 0xF000, RegularType = 0x8000;

    /// <summary>Opens a regular file.</summary>
    /// <exception cref="IOException">It cannot be opened, or is a FIFO, a device, a socket or a directory.</exception>
    public static SafeFileHandle Open(string path)
    {
        var descriptor = OpenFile(path, OpenFlags);
        if (descriptor < 0)
            throw new IOException($"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (IsRegular(handle))
            return handle;
        handle.Dispose();
        throw new IOException($"{path} is no regular file.");
    }

    private static unsafe bool IsRegular(SafeFileHandle handle)
    {
        var status = stackalloc byte[StatusBytes];
        return StatX(handle, "", TheFileItself, OnlyType, status) == 0 && (*(ushort*)(status + PlaceOfMode) & TypeBits) == RegularType;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(SafeFileHandle directory, string path, int flags, uint mask, byte* status);
}
