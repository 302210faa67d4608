namespace Metrics.Analyzers.Events;

/// <summary>A packet that the kernel's packet filter logged and did not let in.</summary>
internal readonly ref struct PacketRefused
{
    /// <summary>When, in seconds since the epoch.</summary>
    public required long UnixSeconds { get; init; }

    /// <summary>Address it came from; a single packet can lie about it.</summary>
    public required ReadOnlySpan<byte> Client { get; init; }

    /// <summary>Port it went to; 0 where its protocol has none.</summary>
    public required int Port { get; init; }

    /// <summary>Its protocol: <c>TCP</c>, <c>UDP</c>, <c>ICMP</c>, or a number.</summary>
    public required ReadOnlySpan<byte> Protocol { get; init; }
}
