using System.Globalization;
using System.Xml;
using Metrics.Actions;
using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.Outbox;
using Metrics.Actions.Rules;
using Metrics.Grapher;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Metrics.Web.Alerts;

/// <summary>Incidents: a page, a feed, a badge, JSON, and the ways to say that somebody looks after one.</summary>
internal static class AlertEndpoints
{
    private const int MostShown = 200, MostMessages = 50;

    private static readonly TimeSpan Past = TimeSpan.FromDays(30);

    /// <summary>Maps them.</summary>
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/alerts", GetPage).TakesQuery("refresh", "theme");
        pages.MapGet("/alerts.atom", GetFeed).TakesQuery();
        pages.MapGet("/alerts/{id:long}", GetIncident).TakesQuery("refresh", "theme");
        pages.MapPost("/alerts/{id:long}/acknowledge", PostAcknowledge).TakesQuery();
        pages.MapPost("/alerts/{id:long}/close", PostClose).TakesQuery();
        pages.MapPost("/alerts/silence", PostSilence).TakesQuery();
        pages.MapPost("/alerts/silence/{id:long}/end", PostEnd).TakesQuery();
        // The link of a mail is opened by programs that look for viruses, too: only the button on its page does anything.
        pages.MapGet("/alerts/acknowledge/{token}", GetCard).TakesQuery().AllowAnonymous();
        pages.MapPost("/alerts/acknowledge/{token}", PostCard).TakesQuery().AllowAnonymous();
        routes.MapGet("/badge/alerts.svg", GetBadge).TakesQuery().ExcludeFromDescription();
        routes.MapGet("/alerts.json", GetList).TakesQuery().ExcludeFromDescription();
        routes.MapGet("/api/v1/alerts", GetList).TakesQuery().WithTags("Alerts").WithSummary("Incidents that last, then those of the last 30 days.").Produces<AlertList>();
    }

    private static IResult GetPage(
        HttpContext context, PageFrames frames, IncidentTable incidents, NoticeTable notices, OutboxTable outbox, AlertSettings settings, ActionsService actions, AlertPages pages,
        IAntiforgery forms, TimeProvider time)
    {
        if (PageQuery.Read(context.Request.Query, out var refusal) is not { } query)
            return refusal!;
        var tokens = forms.GetAndStoreTokens(context);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<AlertsPage>(new
        {
            Frame = frames.Make(context.Request, query),
            Incidents = incidents.Since(time.GetUtcNow() - Past, MostShown),
            incidents.Silences,
            ToldOf = (Func<long, IReadOnlyList<(string, DateTimeOffset)>>)notices.ToldOf,
            Messages = outbox.Newest(MostMessages),
            Unreached = outbox.Unreached(time.GetUtcNow() - UnreachedTarget.Remembered, UnreachedTarget.MostShown),
            Planned = settings.Current.Silences,
            settings.Current.Rules,
            actions.Faults,
            GraphOf = (Func<Incident, GraphDefinition?>)pages.GraphOf,
            Form = tokens,
        });
    }

    private static IResult GetIncident(
        long id, HttpContext context, PageFrames frames, IncidentTable incidents, NoticeTable notices, AlertSettings settings, AlertPages pages, IAntiforgery forms, TimeProvider time)
    {
        if (PageQuery.Read(context.Request.Query, out var refusal) is not { } query)
            return refusal!;
        if (incidents.Find(id) is not { } incident)
            return Refusal.NotFound("There is no such incident.");
        var tokens = forms.GetAndStoreTokens(context);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<IncidentPage>(new
        {
            Frame = frames.Make(context.Request, query),
            Incident = incident,
            Steps = incidents.Steps(incident),
            Notices = notices.History(id, MostShown),
            Silence = SilenceOf(incident, incidents, settings.Current, time),
            Graph = pages.GraphOf(incident),
            Form = tokens,
        });
    }

    private static string SilenceOf(Incident incident, IncidentTable incidents, AlertOptions options, TimeProvider time)
    {
        if (incident.Ended is not null)
            return "";
        if (incidents.Silences.FirstOrDefault(silence => silence.Covers(incident)) is { } silence)
            return $"{silence.Comment} ({silence.Author})";
        var local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), options.Zone).DateTime;
        return options.Silences.FirstOrDefault(silence => silence.Holds(local) && silence.Covers(incident)) is { } planned ? $"planned: {planned.Name} {planned.Comment}".TrimEnd() : "";
    }

    private static IResult PostClose(long id, [FromForm] string? _, HttpContext context, ActionsService actions) =>
        actions.Close(id, AccessClaims.NameOf(context.User)) ? Redirection.To($"../../alerts/{id}") : Refusal.NotFound("There is no such incident, or it is over.");

    private static IResult PostAcknowledge(long id, [FromForm] string? _, HttpContext context, IncidentTable incidents) =>
        incidents.Acknowledge(id, AccessClaims.NameOf(context.User))
            ? Redirection.To("../../alerts")
            : Refusal.NotFound("There is no such incident, it is over, or somebody looks after it already.");

    private static IResult PostSilence(
        [FromForm] string? rule, [FromForm] string? subject, [FromForm] string? hours, [FromForm] string? comment, HttpContext context, IncidentTable incidents, AlertSettings settings,
        TimeProvider time)
    {
        const int mostHours = 24 * 90;
        if (rule is null || (rule != "*" && settings.Current.Rules.All(one => one.Name != rule) && !KnownRules.Reported.Contains(rule)))
            return Refusal.BadRequest("There is no such rule.");
        if (!int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is 0 or > mostHours)
            return Refusal.BadRequest($"A silence has an end: 1 to {mostHours} hours from now.");
        if (string.IsNullOrWhiteSpace(comment))
            return Refusal.BadRequest("A silence needs a comment: why.");
        incidents.AddSilence(rule, subject?.Trim() ?? "", time.GetUtcNow().AddHours(length), comment.Trim(), AccessClaims.NameOf(context.User));
        return Redirection.To("../alerts");
    }

    private static Redirection PostEnd(long id, [FromForm] string? _, IncidentTable incidents)
    {
        incidents.EndSilence(id);
        return Redirection.To("../../../alerts");
    }

    private static IResult GetCard(string token, HttpContext context, AlertPages pages, IncidentTable incidents, MetricsSettings settings, IAntiforgery forms) =>
        pages.Read(token) is { } id && incidents.Find(id) is { } incident
            ? Card(token, incident, context, settings, forms)
            : Refusal.NotFound("There is no such incident.");

    private static IResult PostCard(
        string token, [FromForm] string? _, HttpContext context, AlertPages pages, IncidentTable incidents, MetricsSettings settings, IAntiforgery forms)
    {
        if (pages.Read(token) is not { } id)
            return Refusal.NotFound("There is no such incident.");
        incidents.Acknowledge(id, "the reader of a mail");
        return incidents.Find(id) is { } incident ? Card(token, incident, context, settings, forms) : Refusal.NotFound("There is no such incident.");
    }

    private static RazorComponentResult<AcknowledgePage> Card(string token, Incident incident, HttpContext context, MetricsSettings settings, IAntiforgery forms)
    {
        var tokens = forms.GetAndStoreTokens(context);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<AcknowledgePage>(new { Token = token, Incident = incident, settings.Server.Title, Form = tokens });
    }

    private static Ok<AlertList> GetList(IncidentTable incidents, TimeProvider time, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new AlertList([.. incidents.Since(time.GetUtcNow() - Past, MostShown).Select(AlertDescription.Of)]));
    }

    private static FileContentHttpResult GetBadge(IncidentTable incidents, ActionsService actions, TimeProvider time, HttpResponse response)
    {
        var open = incidents.Since(time.GetUtcNow(), MostShown).Where(incident => incident.Ended is null).ToList();
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(Badge(open, actions.Faults.Count).Svg(new PictureOptions(120, 24)), "image/svg+xml");
    }

    /// <summary>The badge. While a rule cannot be worked out nobody knows that there is none.</summary>
    internal static Badge Badge(IReadOnlyList<Incident> open, int faultyRules) => new(
        "alerts", "alerts", (open.Count, faultyRules) switch
        {
            (0, 0) => "none",
            (0, _) => $"{faultyRules} faulty",
            (_, 0) => $"{open.Count}",
            _ => $"{open.Count}, {faultyRules} faulty",
        },
        open.Any(incident => incident.IsCritical) ? BadgeLevel.Critical : open.Count > 0 || faultyRules > 0 ? BadgeLevel.Warning : BadgeLevel.Normal);

    private static FileContentHttpResult GetFeed(HttpContext context, IncidentTable incidents, MetricsSettings settings, AlertSettings alerts, ProcessClock process, TimeProvider time)
    {
        var all = incidents.Since(time.GetUtcNow() - Past, MostShown);
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false), CheckCharacters = true }))
            AtomFeed.Write(xml, all, settings.Server.Title, alerts.Current.Mail.Link, process.StartedAt);
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(stream.ToArray(), "application/atom+xml; charset=utf-8");
    }
}
