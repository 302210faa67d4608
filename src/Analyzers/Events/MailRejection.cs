namespace Metrics.Analyzers.Events;

/// <summary>A refusal by a mail server.</summary>
internal readonly ref struct MailRejection
{
    /// <summary>When, in seconds since the epoch.</summary>
    public required long UnixSeconds { get; init; }

    /// <summary>Why.</summary>
    public required RejectReason Reason { get; init; }

    /// <summary>The client's address, as the server saw it; empty where the log does not tell it.</summary>
    public required ReadOnlySpan<byte> Client { get; init; }

    /// <summary>The recipient; empty where none was named. The client chose it.</summary>
    public ReadOnlySpan<byte> Recipient { get; init; }

    /// <summary>The sender; empty where none was named. The client chose it.</summary>
    public ReadOnlySpan<byte> Sender { get; init; }
}
