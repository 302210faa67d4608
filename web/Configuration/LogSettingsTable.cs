using Metrics.Analyzers;
using Metrics.Analyzers.Custom;
using Metrics.Analyzers.Detectors;

namespace Metrics.Web.Configuration;

/// <summary>Which logs are read: for each format the paths of logs in it.</summary>
internal sealed class LogSettingsTable
{
    /// <summary>Domains of this server.</summary>
    public IReadOnlyList<string> Domains { get; set; } = [];

    /// <summary>Files that name more of them.</summary>
    public IReadOnlyList<string> DomainFiles { get; set; } = [];

    /// <summary>How large the database of usage may grow, in MiB.</summary>
    public int DatabaseSize { get; set; } = 1_024;

    /// <summary>Section <c>[detectors]</c>.</summary>
    public DetectorOptions Detectors { get; } = new();

    /// <summary>Paths by the name of their format.</summary>
    public SortedDictionary<string, IReadOnlyList<string>> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>Formats whose lines are taken from the systemd journal.</summary>
    public IReadOnlyList<string> Journal { get; set; } = [];

    /// <summary>Sections <c>[log.NAME]</c>.</summary>
    public IReadOnlyList<OwnLog> Own { get; set; } = [];

    /// <summary>What the analyzer is told.</summary>
    /// <param name="zone">The zone of pages and days.</param>
    public LogAnalyzerOptions Options(TimeZoneInfo zone) => new()
    {
        Logs = [.. Paths.SelectMany(format => format.Value.Select(path => new LogSettings(path, format.Key))), .. Journal.Select(LogSettings.OfJournal)],
        Own = Own,
        Domains = Domains,
        DomainFiles = DomainFiles,
        MostDatabaseBytes = (long)DatabaseSize << 20,
        TimeZone = zone,
        Detectors = Detectors,
    };
}
