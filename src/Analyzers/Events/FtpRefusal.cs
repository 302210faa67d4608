namespace Metrics.Analyzers.Events;

/// <summary>A connection that an FTP server refused because of a limit.</summary>
internal readonly ref struct FtpRefusal
{
    /// <summary>When, in seconds since the epoch.</summary>
    public required long UnixSeconds { get; init; }

    /// <summary>The limit.</summary>
    public required FtpLimit Limit { get; init; }

    /// <summary>The client's address, as the server saw it.</summary>
    public required ReadOnlySpan<byte> Client { get; init; }
}
