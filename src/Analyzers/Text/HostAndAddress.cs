using System.Runtime.CompilerServices;

namespace Metrics.Analyzers.Text;

/// <summary>A peer as Postfix and ProFTPD write it: <c>mx.example.org[192.0.2.7]</c>.</summary>
internal readonly ref struct HostAndAddress(ReadOnlySpan<byte> host, ReadOnlySpan<byte> address)
{
    /// <summary>Its name from the reverse lookup; <c>unknown</c> where there is none. Who owns the address chooses it.</summary>
    public ReadOnlySpan<byte> Host { get; } = host;

    /// <summary>Its address.</summary>
    public ReadOnlySpan<byte> Address { get; } = address;

    /// <summary>Takes a peer at the cursor. A host name cannot hold a bracket, so the first one begins the address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(scoped ref LineCursor line, out HostAndAddress peer)
    {
        var start = line;
        if (line.Until((byte)'[', out var host) && line.Until((byte)']', out var address) && host.IndexOf((byte)' ') < 0)
        {
            peer = new HostAndAddress(host, address);
            return true;
        }
        line = start;
        peer = default;
        return false;
    }
}
