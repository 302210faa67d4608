namespace Metrics.Analyzers.Events;

/// <summary>One attempt to deliver a message to one recipient.</summary>
internal readonly ref struct MailDelivery
{
    /// <summary>When, in seconds since the epoch.</summary>
    public required long UnixSeconds { get; init; }

    /// <summary>What became of it.</summary>
    public required MailOutcome Outcome { get; init; }

    /// <summary>The recipient, after aliases.</summary>
    public required ReadOnlySpan<byte> Recipient { get; init; }

    /// <summary>Sender of the envelope; empty for reports of failures, and where it is not known.</summary>
    public required ReadOnlySpan<byte> Sender { get; init; }

    /// <summary>Size with headers; zero where it is not known.</summary>
    public required long Bytes { get; init; }

    /// <summary>Whether this is the first mailbox of its domain here that got the message: only then it counts as a message of the domain.</summary>
    public required bool FirstOfDomain { get; init; }

    /// <summary>Whether this is the first mailbox here that got the message: only then it counts as a message of the server.</summary>
    public required bool FirstOfMessage { get; init; }

    /// <summary>Time from the acceptance to this attempt, in seconds; NaN where it is not known.</summary>
    public double DelaySeconds { get; init; }

    /// <summary>Host it went to; empty for a mailbox of this machine.</summary>
    public ReadOnlySpan<byte> Relay { get; init; }
}
