using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Collector;

/// <summary>What the base library does not offer without making strings: inodes of a file system, entries of a directory.</summary>
internal static partial class Libc
{
    /// <summary>O_RDONLY | O_CLOEXEC; a directory opens for reading like that on every architecture, O_DIRECTORY differs.</summary>
    public const int ReadOnly = 0x80000;

    /// <summary>statvfs(3).</summary>
    /// <param name="path">The path in UTF-8, ended by a zero.</param>
    /// <param name="result">Takes the answer.</param>
    /// <returns>0, or -1 with the reason in the last P/Invoke error.</returns>
    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true)]
    public static partial int StatVfs(ref byte path, out StatVfsResult result);

    /// <summary>open(2).</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial SafeFileHandle Open(ref byte path, int flags);

    /// <summary>lseek(2); from the start with 0.</summary>
    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFileHandle file, long offset, int whence);

    /// <summary>getdents64(2).</summary>
    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint GetEntries(SafeFileHandle directory, ref byte buffer, nuint bytes);

    /// <summary>The last error as a sentence without its subject.</summary>
    public static string LastProblem() => $"cannot be read: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.";

    /// <summary>struct statvfs of a 64-bit Linux, the same in glibc and musl as far as it is used.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    public struct StatVfsResult
    {
        /// <summary>Preferred size of a transfer, in bytes.</summary>
        public ulong BlockBytes;

        /// <summary>The unit of all blocks here, in bytes.</summary>
        public ulong FragmentBytes;

        /// <summary>Size, in fragments.</summary>
        public ulong Blocks;

        /// <summary>Free ones.</summary>
        public ulong BlocksFree;

        /// <summary>Free ones that are not reserved for root.</summary>
        public ulong BlocksAvailable;

        /// <summary>Inodes; 0 where a file system makes them as it likes.</summary>
        public ulong Inodes;

        /// <summary>Free ones.</summary>
        public ulong InodesFree;
    }
}
