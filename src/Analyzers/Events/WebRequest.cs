namespace Metrics.Analyzers.Events;

/// <summary>A request that a web server answered.</summary>
internal readonly ref struct WebRequest
{
    /// <summary>When, in seconds since the epoch.</summary>
    public required long UnixSeconds { get; init; }

    /// <summary>Virtual host; empty where the log does not tell it.</summary>
    public required ReadOnlySpan<byte> Host { get; init; }

    /// <summary>Address or name of the client.</summary>
    public required ReadOnlySpan<byte> Client { get; init; }

    /// <summary>Path without its query. The client chose it.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>Status code of the answer, 100 to 599; 0 where there was none.</summary>
    public required int Status { get; init; }

    /// <summary>Bytes of the answer.</summary>
    public required long Bytes { get; init; }

    /// <summary>Page that led here, without its query; empty where the log does not tell it. The client chose it.</summary>
    public ReadOnlySpan<byte> Referrer { get; init; }

    /// <summary>Program of the client; empty where the log does not tell it. The client chose it.</summary>
    public ReadOnlySpan<byte> Agent { get; init; }
}
