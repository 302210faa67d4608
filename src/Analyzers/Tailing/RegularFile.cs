using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Analyzers.Tailing;

/// <summary>Opens files without following a link: who may write to a directory of logs could lead the reader to any file of the machine, even
/// between a look and the opening.</summary>
/// <remarks>Directory by directory with openat(2), which works on every kernel; a pipe or a device does not make it wait.</remarks>
internal static partial class RegularFile
{
    private const int NoTerminal = 0x100;
    private const int NoWait = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int PathOnly = 0x20_0000;
    private const int CurrentDirectory = -100;

    private const int NoSuchFile = 2;
    private const int NoPermission = 13;
    private const int NotADirectory = 20;
    private const int TooManyLinks = 40;

    // asm/fcntl.h: these two differ between architectures.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;
    private static readonly int DirectoryOnly = IsArm ? 0x4000 : 0x1_0000;
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x2_0000;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="trusted">The directory, or one above it, up to which links are followed: an administrator named it.</param>
    /// <param name="path">The file; begins with <paramref name="trusted"/>.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="IOException">It cannot be opened; the message is a sentence without its subject.</exception>
    public static SafeFileHandle? Open(string trusted, string path)
    {
        using var root = At(CurrentDirectory, trusted, PathOnly | DirectoryOnly);
        if (root is null)
            return null;
        var names = path[trusted.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var directory = root;
        try
        {
            foreach (var name in names.AsSpan(0, names.Length - 1))
            {
                var inner = At((int)directory.DangerousGetHandle(), name, PathOnly | DirectoryOnly | NoFollow);
                if (directory != root)
                    directory.Dispose();
                if (inner is null)
                    return null;
                directory = inner;
            }
            return At((int)directory.DangerousGetHandle(), names[^1], NoFollow | NoWait | NoTerminal);
        }
        finally
        {
            directory.Dispose();
        }
    }

    private static SafeFileHandle? At(int directory, string name, int flags)
    {
        var file = OpenAt(directory, name, flags | CloseOnExec, 0);
        if (file >= 0)
            return new SafeFileHandle(file, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            NoSuchFile => null,
            NoPermission => throw new IOException("may not be read by this user."),
            NotADirectory or TooManyLinks => throw new IOException("stands behind a symbolic link or a file, where a directory is needed."),
            _ => throw new IOException($"cannot be opened: {new Win32Exception(error).Message}."),
        };
    }

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAt(int directory, string path, int flags, int mode);
}
