namespace Metrics.Analyzers.Events;

/// <summary>What a filter found in a message, or a greylist in an attempt to hand one in. The mail server may say of the same message that it refused it.</summary>
internal readonly ref struct MailVerdict
{
    /// <summary>When, in seconds since the epoch.</summary>
    public required long UnixSeconds { get; init; }

    /// <summary>What it is.</summary>
    public required MailFinding Finding { get; init; }

    /// <summary>Address of who handed the message in; empty where the log does not tell it.</summary>
    public ReadOnlySpan<byte> Client { get; init; }

    /// <summary>The recipient, of several the first; empty where the log does not tell it. The client chose it.</summary>
    public ReadOnlySpan<byte> Recipient { get; init; }
}
