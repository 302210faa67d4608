using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Analyzers.Tailing;

/// <summary>Which file it is, whatever its name: device and inode, as stat(2) has them.</summary>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int EmptyPath = 0x1000;
    private const int NoFollow = 0x100;
    private const int CurrentDirectory = -100;
    private const uint TypeModeInodeAndWritten = 0x1 | 0x2 | 0x100 | 0x40;
    private const int NoSuchFile = 2;
    private const int NotADirectory = 20;

    /// <summary>Of an open file.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public static FileIdentity Of(SafeFileHandle file)
    {
        if (Statx((int)file.DangerousGetHandle(), "", EmptyPath, TypeModeInodeAndWritten, out var status) != 0)
            throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        return new FileIdentity(DeviceOf(status), status.Inode);
    }

    /// <summary>Of what stands at a path now; a link is not followed.</summary>
    /// <returns>False when there is nothing.</returns>
    /// <exception cref="IOException">It cannot be told, or is no regular file; the message says which, as a sentence without its subject.</exception>
    public static bool TryOf(string path, out FileIdentity identity) => TryOf(path, out identity, out _);

    /// <summary>Of what stands at a path now, and when it was last written to.</summary>
    /// <param name="path">The path; a link is not followed.</param>
    /// <param name="identity">Which file.</param>
    /// <param name="written">When, in units of 100 ns since 1970, by the clock of the file system.</param>
    /// <returns>False when there is nothing.</returns>
    /// <exception cref="IOException">It cannot be told, or is no regular file; the message says which, as a sentence without its subject.</exception>
    public static bool TryOf(string path, out FileIdentity identity, out long written)
    {
        (identity, written) = (default, 0);
        if (Statx(CurrentDirectory, path, NoFollow, TypeModeInodeAndWritten, out var status) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is NoSuchFile or NotADirectory ? false : throw new IOException($"cannot be looked at: {new Win32Exception(error).Message}.");
        }
        identity = new FileIdentity(DeviceOf(status), status.Inode);
        written = (status.WrittenSeconds * TimeSpan.TicksPerSecond) + (status.WrittenNanoseconds / TimeSpan.NanosecondsPerTick);
        return (status.Mode & 0xF000) switch
        {
            0x8000 => true,
            0x4000 => throw new IOException("is a directory."),
            0xA000 => throw new IOException("is a symbolic link; name the file itself."),
            _ => throw new IOException("is no regular file."),
        };
    }

    private static ulong DeviceOf(in Status status) => ((ulong)status.DeviceMajor << 32) | status.DeviceMinor;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out Status status);

    // struct statx of linux/stat.h, the same on all architectures.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(112)]
        public long WrittenSeconds;

        [FieldOffset(120)]
        public uint WrittenNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
