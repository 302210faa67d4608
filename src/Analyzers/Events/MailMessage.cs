namespace Metrics.Analyzers.Events;

/// <summary>A message that a mail server took over.</summary>
internal readonly ref struct MailMessage
{
    /// <summary>When, in seconds since the epoch.</summary>
    public required long UnixSeconds { get; init; }

    /// <summary>Sender of the envelope; empty for reports of failures.</summary>
    public required ReadOnlySpan<byte> Sender { get; init; }

    /// <summary>Size with headers.</summary>
    public required long Bytes { get; init; }

    /// <summary>Recipients of the envelope, before aliases.</summary>
    public required int Recipients { get; init; }

    /// <summary>How it came.</summary>
    public required MailOrigin Origin { get; init; }

    /// <summary>Address of who handed it in; empty when it was a program of the same machine.</summary>
    public ReadOnlySpan<byte> Client { get; init; }

    /// <summary>Who had signed in; empty when nobody had.</summary>
    public ReadOnlySpan<byte> User { get; init; }
}
