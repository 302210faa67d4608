namespace Metrics.Web.Reports;

/// <summary>Who gets which report of a month.</summary>
/// <param name="Name">Its name in the configuration.</param>
internal sealed record ReportTemplate(string Name)
{
    /// <summary>The domains it is about; one mail for each.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Whether it is about the server as a whole, too.</summary>
    public bool Server { get; init; }

    /// <summary>Who gets it; empty: those of <c>mail.to</c>.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>What it is about: domains, and the empty name for the server.</summary>
    public IEnumerable<string> Subjects => Server ? Domains.Prepend("") : Domains;
}
