using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;

namespace Metrics.Web.Domains;

/// <summary>A report as data.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Period">The time: a year, a month or a day.</param>
/// <param name="Final">Whether it has passed.</param>
/// <param name="Totals">What was counted, by measure.</param>
/// <param name="Users">The same for each user.</param>
/// <param name="Visitors">About how many different addresses asked for pages, programs that visit every page left out; 0 for a day.</param>
/// <param name="Top">What is most frequent, by what is ranked; empty for a day.</param>
public sealed record DomainReportContract(
    string Domain, string Period, bool Final, Dictionary<string, long> Totals, Dictionary<string, Dictionary<string, long>> Users,
    long Visitors, Dictionary<string, IReadOnlyList<TopEntry>> Top)
{
    /// <summary>The contract of a report.</summary>
    public static DomainReportContract Of(DomainReport report) => new(
        report.Domain, report.Period.Name, report.IsFinal, Named(report.Totals),
        report.Users.ToDictionary(u => u.Name, u => Named(u.Counted.OrderBy(c => c.Key).Select(c => (c.Key, c.Value)))),
        report.Visitors,
        Enum.GetValues<TopKind>().Where(kind => report.Top(kind).Count > 0).ToDictionary(kind => NameOf(kind), report.Top));

    private static Dictionary<string, long> Named(IEnumerable<(Measure Measure, long Value)> counted) => counted.ToDictionary(c => NameOf(c.Measure), c => c.Value);

    // "MailSentBytes" is mailSentBytes in JSON and in the table.
    internal static string NameOf<T>(T name) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name.ToString());
}
