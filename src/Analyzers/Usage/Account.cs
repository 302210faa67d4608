namespace Metrics.Analyzers.Usage;

/// <summary>Somebody for whom usage is counted: the server, a domain of it, or a user of a domain.</summary>
/// <param name="domain">The domain; empty for the server.</param>
/// <param name="user">The user; empty for the domain itself.</param>
internal sealed class Account(string domain, string user)
{
    /// <summary>Values of <see cref="Measure"/> there can be.</summary>
    public const int Measures = 112;

    private readonly long[] counts = new long[Measures];

    /// <summary>The domain; empty for the server.</summary>
    public string Domain { get; } = domain;

    /// <summary>The user; empty for the domain itself.</summary>
    public string User { get; } = user;

    /// <summary>Its number in the database; 0 before it is there.</summary>
    public long Number { get; set; }

    /// <summary>Begin of the hour that is being counted, in seconds since the epoch.</summary>
    public long Hour { get; set; }

    /// <summary>Whether something was counted since the last time the counts were taken.</summary>
    public bool Counted { get; set; }

    /// <summary>What was counted, by <see cref="Measure"/>.</summary>
    public Span<long> Counts => counts;
}
