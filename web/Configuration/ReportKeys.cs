using Metrics.Web.Access;
using Metrics.Web.Reports;

namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[report.NAME]</c>. Reading, messages and docs/config.md follow this table.</summary>
internal static class ReportKeys
{
    private const int MostReports = 200, MostDomains = 100, LongestName = 40;

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<TableKey<ReportTemplate>> All { get; } =
    [
        new TableKey<ReportTemplate, IReadOnlyList<string>>("domains", ConfigTypes.TextList, "none", "names of domains, at most 100",
            "The domains that it is about; one mail for each.", (report, domains) => report with { Domains = [.. domains.Select(domain => domain.ToLowerInvariant())] })
        { Check = AreDomains },

        new TableKey<ReportTemplate, bool>("server", ConfigTypes.Truth, "`false`", "true or false", "Whether it is about the server as a whole, too.",
            (report, whole) => report with { Server = whole }),

        new TableKey<ReportTemplate, IReadOnlyList<string>>("to", ConfigTypes.TextList, "those of `mail.to`", "mail addresses, at most 50", "Who gets it.",
            (report, to) => report with { To = to })
        { Check = ConfigKeys.AreMailAddresses },
    ];

    /// <summary>The sections.</summary>
    public static TableKind<ReportTemplate> Kind { get; } = new("report", "a report", MostReports, All, name => new ReportTemplate(name), FaultOfName, Check);

    private static string? FaultOfName(string name) =>
        name.Length is >= 1 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? null : $"1 to {LongestName} letters, digits, - and _";

    private static ConfigFault? Check(TableDraft<ReportTemplate> draft) =>
        draft.Value.Server || draft.Keys.ContainsKey("domains") ? null : new ConfigFault(draft.Place, $"{draft.Path} needs domains or server.");

    private static string? AreDomains(IReadOnlyList<string> domains)
    {
        if (domains.Count is 0 or > MostDomains)
            return $"takes 1 to {MostDomains} domains; found {domains.Count}.";
        return domains.Select(User.FaultOfDomain).FirstOrDefault(fault => fault is not null);
    }
}
