using System.Collections.Immutable;
using Metrics.Actions;
using Metrics.Actions.Incidents;
using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Microsoft.Extensions.Options;

namespace Metrics.Web.Pages;

/// <summary>Makes the frame of a page for a request.</summary>
internal sealed class PageFrames(
    MetricsSettings settings, IOptions<CollectorOptions> collecting, GraphCatalog graphs, RoundRobinStore store, CollectorService collector, ActionsService actions, TimeProvider time)
{
    /// <summary>Pages load themselves this often while there is less than an hour of data.</summary>
    private const int IntervalWhenNew = 10;

    private readonly ServerOptions server = settings.Server;
    private readonly string description = settings.Server.Description.Length > 0 ? settings.Server.Description : Machine.Describe();
    private long? firstData;

    /// <summary>The frame of the page at this address.</summary>
    /// <param name="request">The request.</param>
    /// <param name="query">What the address said.</param>
    /// <param name="isStill">Whether the page never loads itself again: it has a form, or says the same tomorrow.</param>
    public PageFrame Make(HttpRequest request, PageQuery query, bool isStill = false) =>
        Make(query, RootFrom(request.Path), server.Title, description, graphs.Sections, collector.Status.Count(source => !source.Faults.IsEmpty),
            request.HttpContext.User.Identity?.Name, settings.Logs.Paths.Count > 0, incidents: actions.History.Open, faultyRules: actions.Faults.Count, isStill: isStill);

    /// <summary>The frame of a page for visitors: nothing of the machine but what the operator has written, and nothing of its other graphs.</summary>
    /// <param name="query">What the address said.</param>
    /// <param name="root">The way from the page to the root of what is shared.</param>
    /// <param name="title">What is shared.</param>
    /// <param name="sections">The sections that are.</param>
    public PageFrame MakeShared(PageQuery query, string root, string title, ImmutableArray<string> sections) =>
        Make(query, root, $"{title}, {server.Title}", server.Description, sections, faultySources: 0, userName: null, hasDomains: false);

    /// <summary>The frame of a page for the owner of domains, who sees nothing of the machine but what the operator has written.</summary>
    public PageFrame MakeOwned(HttpRequest request, PageQuery query) => Make(
        query, RootFrom(request.Path), server.Title, server.Description, [], faultySources: 0, request.HttpContext.User.Identity?.Name, hasDomains: true, "d/");

    private PageFrame Make(
        PageQuery query, string root, string host, string about, ImmutableArray<string> sections, int faultySources, string? userName, bool hasDomains,
        string home = "", IReadOnlyList<Incident>? incidents = null, int faultyRules = 0, bool isStill = false)
    {
        var now = time.GetUtcNow();
        var age = FirstData() is { } first ? now.ToUnixTimeSeconds() - first : (long?)null;
        var usual = (int)server.Refresh.TotalSeconds;
        var interval = isStill ? 0 : query.Refresh ?? (age is null or < 3600 ? Math.Min(IntervalWhenNew, usual) : usual);
        var step = (int)collecting.Value.Step.TotalSeconds;
        return new PageFrame
        {
            Root = root,
            Query = query,
            Host = host,
            Description = about,
            Now = TimeZoneInfo.ConvertTime(now, server.TimeZone),
            Zone = server.TimeZone,
            Sections = sections,
            HasDomains = hasDomains,
            Home = home,
            IsStill = isStill,
            Interval = interval,
            Delay = interval == 0 ? 0 : RefreshClock.Delay(now.ToUnixTimeSeconds(), interval, step),
            DataStep = step,
            HasScript = server.Script,
            UsualInterval = usual,
            AgeSeconds = age,
            UserName = userName,
            FaultySources = faultySources,
            Incidents = incidents,
            FaultyRules = faultyRules,
        };
    }

    /// <summary>From a page to the root: one step up for every slash after the first.</summary>
    public static string RootFrom(PathString path)
    {
        var depth = (path.Value ?? "").Count('/') - 1;
        return depth <= 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
    }

    /// <summary>When the first value of all was known. It never becomes later, so it is looked for until there is one.</summary>
    private long? FirstData() => firstData ??= store.List().Select(series => store.FirstKnown(series.Id)).Min();
}
