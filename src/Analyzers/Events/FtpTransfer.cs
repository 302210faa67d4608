namespace Metrics.Analyzers.Events;

/// <summary>A file that went over FTP.</summary>
internal readonly ref struct FtpTransfer
{
    /// <summary>When it ended, in seconds since the epoch.</summary>
    public required long UnixSeconds { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Address or name of the client.</summary>
    public required ReadOnlySpan<byte> Client { get; init; }

    /// <summary>Bytes that went over.</summary>
    public required long Bytes { get; init; }

    /// <summary>The file, as the server names it. The client chose it.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>Who; for a guest what he gave as his mail address.</summary>
    public required ReadOnlySpan<byte> User { get; init; }

    /// <summary>Whether the file came to the server.</summary>
    public required bool Upload { get; init; }

    /// <summary>Whether nobody in particular had signed in.</summary>
    public required bool Anonymous { get; init; }

    /// <summary>Whether the whole file went over.</summary>
    public required bool Complete { get; init; }

    /// <summary>Whether the file was deleted and nothing went over.</summary>
    public bool Deletion { get; init; }
}
