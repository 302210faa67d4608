using Metrics.Analyzers.Custom;
using Metrics.Analyzers.Detectors;

namespace Metrics.Analyzers;

/// <summary>What is read, and how it is counted.</summary>
public sealed class LogAnalyzerOptions
{
    /// <summary>The logs.</summary>
    public IReadOnlyList<LogSettings> Logs { get; set; } = [];

    /// <summary>Logs in formats of one's own.</summary>
    public IReadOnlyList<OwnLog> Own { get; set; } = [];

    /// <summary>Domains of this server, in lower case: only these and their users have accounts.</summary>
    public IReadOnlyList<string> Domains { get; set; } = [];

    /// <summary>Files that name more of them, one on each line.</summary>
    public IReadOnlyList<string> DomainFiles { get; set; } = [];

    /// <summary>Zone of the stamps that have none, and of the hours and days that are counted.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Users of one domain that are told apart; the others are counted together.</summary>
    public int UsersPerDomain { get; set; } = 20_000;

    /// <summary>How large the database may grow, in bytes; beyond that details of the oldest months go, sums of domains stay.</summary>
    public long MostDatabaseBytes { get; set; } = 1L << 30;

    /// <summary>When somebody is pointed at.</summary>
    public DetectorOptions Detectors { get; set; } = new();

    /// <summary>journalctl(1), and arguments that stand before ours.</summary>
    public IReadOnlyList<string> JournalCommand { get; set; } = ["journalctl"];
}
