using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Metrics.Actions.Guard;

/// <summary>The socket that the guard listens at: systemd's, or one of its own for root and the group of the web process.</summary>
internal static partial class GuardSocket
{
    private const int Waiting = 16;

    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>A socket that is listened at.</summary>
    /// <param name="path">Where, unless systemd hands one over: LISTEN_FDS of sd_listen_fds(3).</param>
    /// <param name="group">Group of the socket, which may connect too.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static Socket Listen(string path, uint group)
    {
        const int firstHandedOver = 3;
        if (Environment.GetEnvironmentVariable("LISTEN_PID") == $"{Environment.ProcessId}" && Environment.GetEnvironmentVariable("LISTEN_FDS") == "1")
            return new Socket(new SafeSocketHandle(firstHandedOver, ownsHandle: true));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var address = new UnixDomainSocketEndPoint(path);
        RemoveStale(path, address);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(address);
            // Before anybody can connect, which is from listen(2) on.
            File.SetUnixFileMode(path, OwnerAndGroup);
            if (ChangeOwner(path, 0, group) != 0)
                throw new IOException($"{path} cannot be given to group {group}: {Marshal.GetLastPInvokeErrorMessage()}.");
            socket.Listen(Waiting);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"The guard cannot listen at {path}: {e.Message}.", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Left behind by a kill: a socket that nobody answers.
    private static void RemoveStale(string path, UnixDomainSocketEndPoint address)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(address);
        }
        catch (SocketException e)
        {
            if (e.SocketErrorCode == SocketError.ConnectionRefused)
                File.Delete(path);
            return;
        }
        throw new IOException($"A guard is running already; it listens at {path}.");
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
