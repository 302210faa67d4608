using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Metrics.Analyzers.Usage;
using Metrics.Grapher;
using Metrics.Web.Access;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metrics.Web.Domains;

/// <summary>What each domain has used: for administrators, and for the owner of the domain.</summary>
internal static class DomainEndpoints
{
    private static readonly IdnMapping Idn = new();

    private static readonly string[] GraphNames = ["mail", "web", "traffic"];

    private static readonly string[] QueryNames = ["refresh", "theme"];

    /// <summary>Maps the pages and their data.</summary>
    public static void MapDomains(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/d").ExcludeFromDescription().RefusesUnreadableUsage();
        pages.MapGet("/", GetDomains).TakesQuery(QueryNames).RequireAuthorization(AccessPolicies.OwnDomains);
        var domain = pages.MapGroup("/{domain}").RequireAuthorization(AccessPolicies.Domain);
        domain.MapGet("/", GetThisMonth).TakesQuery(QueryNames);
        domain.MapGet("/{period}.csv", GetCsv).TakesQuery();
        domain.MapGet("/{period}.json", GetJson).TakesQuery();
        domain.MapGet("/{period}", GetReport).TakesQuery(QueryNames);
        var server = routes.MapGroup("/usage").ExcludeFromDescription().RefusesUnreadableUsage();
        server.MapGet("/", GetThisMonth).TakesQuery(QueryNames);
        server.MapGet("/{period}.csv", GetCsv).TakesQuery();
        server.MapGet("/{period}.json", GetJson).TakesQuery();
        server.MapGet("/{period}", GetReport).TakesQuery(QueryNames);
    }

    private static IResult GetDomains(HttpContext context, PageFrames frames, UsageReader usage)
    {
        if (Frame(context, frames, out var refusal) is not { } frame)
            return refusal!;
        var period = ReportPeriod.Of(Today(frame), ReportLength.Month);
        var totals = usage.Totals(ReportPeriod.Begin(period.First, frame.Zone), ReportPeriod.Begin(period.End, frame.Zone)).ToLookup(t => t.Domain);
        NamedUsage[] domains =
        [
            .. usage.Domains().Where(domain => DomainRequirement.MaySee(context.User, domain))
                .Select(domain => new NamedUsage(domain, totals[domain].ToImmutableDictionary(t => t.Measure, t => t.Value))),
        ];
        return new RazorComponentResult<DomainsPage>(new { Frame = frame, Period = period, Domains = domains });
    }

    // From the root: the address may have its last slash or not.
    private static IResult GetThisMonth(string? domain, HttpContext context, PageFrames frames)
    {
        if (Frame(context, frames, out var refusal) is not { } frame)
            return refusal!;
        var path = domain is null ? "usage" : $"d/{Uri.EscapeDataString(domain)}";
        return Redirection.To($"{frame.Root}{path}/{ReportPeriod.Of(Today(frame), ReportLength.Month).Name}{frame.Query.ToText(withRange: false)}");
    }

    private static IResult GetReport(string? domain, string period, HttpContext context, PageFrames frames, UsageReader usage, GraphCatalog graphs) =>
        Frame(context, frames, out var refusal) is { } frame && Read(domain, period, frame, usage, out refusal) is { } report
            ? new RazorComponentResult<DomainPage>(new { Frame = frame, Report = report, Graphs = GraphsOf(report, frame, graphs) })
            : refusal!;

    private static IResult GetJson(string? domain, string period, HttpContext context, PageFrames frames, UsageReader usage) =>
        Frame(context, frames, out var refusal) is { } frame && Read(domain, period, frame, usage, out refusal) is { } report
            ? TypedResults.Ok(DomainReportContract.Of(report))
            : refusal!;

    private static IResult GetCsv(string? domain, string period, HttpContext context, PageFrames frames, UsageReader usage)
    {
        if (Frame(context, frames, out var refusal) is not { } frame || Read(domain, period, frame, usage, out refusal) is not { } report)
            return refusal!;
        var measures = report.Totals.Select(t => t.Measure).Concat(report.Users.SelectMany(u => u.Counted.Keys)).Distinct().Order().ToArray();
        var text = new StringBuilder($"user,{string.Join(',', measures.Select(DomainReportContract.NameOf))}\r\n");
        text.Append(string.Join(',', measures.Select(m => report[m].ToString(CultureInfo.InvariantCulture)).Prepend("")) + "\r\n");
        foreach (var user in report.Users)
            text.Append(string.Join(',', measures.Select(m => user[m].ToString(CultureInfo.InvariantCulture)).Prepend(CsvText.Field(user.Name))) + "\r\n");
        return TypedResults.Text(text.ToString(), "text/csv; charset=utf-8");
    }

    // Without a domain it is that of the server.
    private static DomainReport? Read(string? domain, string period, PageFrame frame, UsageReader usage, out Refusal? refusal)
    {
        refusal = null;
        if (ReportPeriod.Read(period) is not { } time)
            refusal = Refusal.NotFound("A report is of a year, a month or a day: 2026, 2026-11, 2026-11-26.");
        else if (domain is not null && !usage.Domains().Contains(AsciiOf(domain)))
            refusal = Refusal.NotFound("Nothing has been counted for this domain.");
        else
            return DomainReport.Read(usage, domain is null ? "" : AsciiOf(domain), time, frame.Zone, frame.Now.DateTime);
        return null;
    }

    // Usage is kept under the form in ASCII.
    private static string AsciiOf(string domain)
    {
        try
        {
            return Idn.GetAscii(domain.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return domain.ToLowerInvariant();
        }
    }

    // Pages of graphs are for administrators.
    private static GraphDefinition[] GraphsOf(DomainReport report, PageFrame frame, GraphCatalog graphs) => frame.Home.Length > 0 || report.Domain.Length == 0
        ? []
        : [.. GraphNames.Select(what => graphs.Find($"domain.{report.Domain}.{what}")).OfType<GraphDefinition>()];

    // An owner sees nothing of the machine but what the operator has written.
    private static PageFrame? Frame(HttpContext context, PageFrames frames, out Refusal? refusal)
    {
        if (PageQuery.Read(context.Request.Query, out refusal) is not { } query)
            return null;
        return context.User.IsInRole(nameof(Role.Owner))
            ? frames.MakeOwned(context.Request, query)
            : frames.Make(context.Request, query);
    }

    private static DateOnly Today(PageFrame frame) => DateOnly.FromDateTime(frame.Now.DateTime);
}
