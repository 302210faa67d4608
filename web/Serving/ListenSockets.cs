using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Metrics.Web.Serving;

/// <summary>Binds what the server listens on. A Unix socket belongs to its user and group: a proxy of that group may connect.</summary>
internal static partial class ListenSockets
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>S_IFSOCK of inode(7).</summary>
    private const int SocketType = 0xC000;

    /// <summary>Binds a socket.</summary>
    public static Socket Bind(EndPoint address)
    {
        if (address is not UnixDomainSocketEndPoint)
            return SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        var path = address.ToString()!;
        RemoveStale(path, address);
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        // Before anybody can connect, which is from listen(2) on.
        File.SetUnixFileMode(path, OwnerAndGroup);
        return socket;
    }

    /// <summary>Left behind by a kill: a socket that nobody answers. Anything that is no socket stays, and the start fails.</summary>
    private static void RemoveStale(string path, EndPoint address)
    {
        if (TypeOf(path) != SocketType)
            return;
        using var probe = new Socket(AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(address);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }

    /// <summary>The type bits of a file's mode, links not followed; 0 when there is none. The layout is the same on every architecture:
    /// statx(2).</summary>
    private static unsafe int TypeOf(string path)
    {
        const int workingDirectory = -100, noFollow = 0x100, onlyType = 1, placeOfMode = 28, typeBits = 0xF000;
        var buffer = stackalloc byte[256];
        return StatX(workingDirectory, path, noFollow, onlyType, buffer) == 0 ? *(ushort*)(buffer + placeOfMode) & typeBits : 0;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(int directory, string path, int flags, uint mask, byte* buffer);
}
