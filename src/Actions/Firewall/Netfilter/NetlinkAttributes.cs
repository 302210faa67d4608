using System.Runtime.InteropServices;

namespace Metrics.Actions.Firewall.Netfilter;

/// <summary>The attributes of a message or of another attribute, one after the other.</summary>
/// <param name="bytes">Their bytes.</param>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private const int HeadBytes = 4, Alignment = 4;
    private const ushort TypeBits = 0x3fff;

    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Number of the attribute.</summary>
    public ushort Type { get; private set; }

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes on to the next.</summary>
    public bool Next()
    {
        if (rest.Length < HeadBytes)
            return false;
        var length = MemoryMarshal.Read<ushort>(rest);
        if (length < HeadBytes || length > rest.Length)
            return false;
        Type = (ushort)(MemoryMarshal.Read<ushort>(rest[2..]) & TypeBits);
        Value = rest[HeadBytes..length];
        rest = rest[Math.Min(rest.Length, (length + Alignment - 1) & -Alignment)..];
        return true;
    }

    /// <summary>The bytes of the first attribute of a number; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> bytes, ushort type)
    {
        var attributes = new NetlinkAttributes(bytes);
        while (attributes.Next())
            if (attributes.Type == type)
                return attributes.Value;
        return default;
    }
}
