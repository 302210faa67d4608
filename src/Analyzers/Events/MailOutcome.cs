namespace Metrics.Analyzers.Events;

/// <summary>What became of a delivery.</summary>
internal enum MailOutcome : byte
{
    /// <summary>It is done.</summary>
    Delivered,

    /// <summary>It will be tried again.</summary>
    Deferred,

    /// <summary>It failed for good, at once or after all retries.</summary>
    Bounced,
}
