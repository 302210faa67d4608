using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Actions.Firewall.Netfilter;

/// <summary>A socket to the kernel's netfilter: netlink(7). The base library refuses the address family.</summary>
/// <remarks>It stays in the network that the thread which makes it is in.</remarks>
internal sealed partial class NetlinkSocket : IDisposable
{
    private const int NetlinkFamily = 16, RawType = 3, CloseOnExec = 0x80000, NetfilterProtocol = 12;
    private const int SocketLevel = 1, ForceSendBuffer = 32, ReceiveTimeout = 20;
    private const int NetlinkLevel = 270, CappedAnswers = 10, ExtendedAnswers = 11;
    private const int NoSuchSpace = 105; // ENOBUFS

    /// <summary>The kernel answers while it is asked; a minute of silence is a fault.</summary>
    private const long PatienceSeconds = 60;

    private readonly SafeFileHandle handle;
    private int sendBuffer = 128 * 1024;

    /// <summary>Opens one.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public unsafe NetlinkSocket()
    {
        handle = OpenSocket(NetlinkFamily, RawType | CloseOnExec, NetfilterProtocol);
        if (handle.IsInvalid)
            throw Failure("open");
        try
        {
            // struct sockaddr_nl: the family; number 0 lets the kernel choose one.
            ReadOnlySpan<ushort> address = [NetlinkFamily, 0, 0, 0, 0, 0];
            ReadOnlySpan<long> patience = [PatienceSeconds, 0];
            Check(Bind(handle, address, address.Length * sizeof(ushort)), "bind");
            Check(SetOption(handle, SocketLevel, ReceiveTimeout, MemoryMarshal.AsBytes(patience), 2 * sizeof(long)), "set up");
            Set(NetlinkLevel, CappedAnswers, 1);
            Set(NetlinkLevel, ExtendedAnswers, 1);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Sends messages, all at once: the kernel has done them when this returns.</summary>
    /// <exception cref="IOException">The kernel does not take them.</exception>
    public void Send(ReadOnlySpan<byte> messages)
    {
        // A transaction is one datagram, however large.
        if (messages.Length > sendBuffer / 2)
            Set(SocketLevel, ForceSendBuffer, sendBuffer = messages.Length * 2);
        Check((int)Send(handle, messages, messages.Length, 0), "write to");
    }

    /// <summary>Receives the next answers.</summary>
    /// <returns>Their bytes.</returns>
    /// <exception cref="IOException">There are none.</exception>
    public ReadOnlySpan<byte> Receive(Span<byte> buffer)
    {
        var count = (int)Receive(handle, buffer, buffer.Length, 0);
        if (count < 0 && Marshal.GetLastPInvokeError() == NoSuchSpace)
            throw new IOException("The kernel had more to say about the firewall than there is space for.");
        Check(count, "read from");
        return buffer[..count];
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private void Set(int level, int option, int value) =>
        Check(SetOption(handle, level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)), sizeof(int)), "set up");

    private static void Check(int result, string verb)
    {
        if (result < 0)
            throw Failure(verb);
    }

    private static IOException Failure(string verb) => new($"Cannot {verb} the kernel's netfilter: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial SafeFileHandle OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(SafeFileHandle socket, ReadOnlySpan<ushort> address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(SafeFileHandle socket, int level, int option, ReadOnlySpan<byte> value, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeFileHandle socket, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeFileHandle socket, Span<byte> bytes, nint length, int flags);
}
