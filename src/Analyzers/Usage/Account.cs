namespace Metrics.Analyzers.Usage;

/// <summary>Somebody for whom usage is counted: the server, a domain of it, or a user of a domain.</summary>
/// <param name="domain">The domain; empty for the server.</param>
/// <param name="user">The user; empty for the domain itself.</param>
/// <param name="whole">What it is a part of, which gets what is counted for it; null for the server.</param>
internal sealed class Account(string domain, string user, Account? whole = null)
{
    /// <summary>Values of <see cref="Measure"/> there can be.</summary>
    public const int Measures = 112;

    /// <summary>The first of them, which are all that most users of mail have.</summary>
    public const int FewMeasures = 24;

    /// <summary>How deep accounts lie: 0 the server, 1 domains, 2 users.</summary>
    public const int Depths = 3;

    /// <summary>The domain; empty for the server.</summary>
    public string Domain { get; } = domain;

    /// <summary>The user; empty for the domain itself.</summary>
    public string User { get; } = user;

    /// <summary>What it is a part of; null for the server.</summary>
    public Account? Whole { get; } = whole;

    /// <summary>How deep it lies.</summary>
    public int Depth { get; } = whole is null ? 0 : whole.Depth + 1;

    /// <summary>Its number in the database; 0 before it is there.</summary>
    public long Number { get; set; }

    /// <summary>What was counted in the hour that is being counted, by <see cref="Measure"/>; null while nothing was. As long as the account has needed so far,
    /// <see cref="FewMeasures"/> or <see cref="Measures"/>.</summary>
    public long[]? Counts { get; set; }

    /// <summary>Whether it has counted something beyond <see cref="FewMeasures"/>.</summary>
    public bool NeedsAll { get; private set; }

    /// <summary>Makes room for all measures.</summary>
    public long[] Widen()
    {
        var all = new long[Measures];
        Counts?.CopyTo(all, 0);
        NeedsAll = true;
        return Counts = all;
    }
}
