using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Metrics.Actions.Guard;

/// <summary>Who asks, as the kernel says.</summary>
/// <param name="ProcessId">The process that connected.</param>
/// <param name="UserId">Its effective user.</param>
/// <param name="GroupId">Its effective group.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct GuardCaller(int ProcessId, uint UserId, uint GroupId)
{
    // SOL_SOCKET and SO_PEERCRED of socket(7), as all architectures of .NET have them.
    private const int SocketLevel = 1, PeerCredentials = 17;

    /// <summary>Who is at the other end of a Unix socket: SO_PEERCRED, struct ucred of unix(7).</summary>
    /// <exception cref="SocketException">It cannot be told.</exception>
    internal static GuardCaller Of(Socket socket)
    {
        GuardCaller caller = default;
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, MemoryMarshal.AsBytes(new Span<GuardCaller>(ref caller)));
        return caller;
    }

    /// <summary>For the log.</summary>
    public override string ToString() => $"user {UserId}, process {ProcessId}";
}
