using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Metrics.Web.Serving;

/// <summary>Binds what the server listens on. A Unix socket belongs to its user and group: a proxy of that group may connect.</summary>
internal static class ListenSockets
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

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

    /// <summary>Left behind by a kill: a socket that nobody answers. Anything that has bytes is no socket and stays.</summary>
    private static void RemoveStale(string path, EndPoint address)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > 0)
            return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(address);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }
}
