namespace Metrics.Analyzers.Formats;

/// <summary>A peer as Sendmail writes it: <c>mx.example [192.0.2.7] (may be forged)</c>, <c>[IPv6:2001:db8::7]</c>, <c>anna@localhost</c>.</summary>
internal static class SendmailPeer
{
    /// <summary>Its address: the last one in brackets, since the client's machine may say who its user is before it.</summary>
    /// <returns>False when it does not end in one: it is a program of this machine, or a recipient's name that looks like a line's end.</returns>
    public static bool Address(ReadOnlySpan<byte> peer, out ReadOnlySpan<byte> address)
    {
        address = default;
        var at = peer.LastIndexOf((byte)'[');
        if (at < 0 || peer[at..].IndexOf((byte)']') is not (> 1 and var length))
            return false;
        var more = peer[(at + length + 1)..];
        if (!more.IsEmpty && !more.SequenceEqual(" (may be forged)"u8))
            return false;
        address = peer[(at + 1)..(at + length)];
        if (address.StartsWith("IPv6:"u8))
            address = address["IPv6:".Length..];
        return true;
    }
}
