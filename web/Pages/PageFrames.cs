using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Microsoft.Extensions.Options;

namespace Metrics.Web.Pages;

/// <summary>Makes the frame of a page for a request.</summary>
internal sealed class PageFrames(
    ServerOptions server, IOptions<CollectorOptions> collecting, GraphCatalog graphs, RoundRobinStore store, CollectorService collector, TimeProvider time)
{
    /// <summary>Pages load themselves this often while there is less than an hour of data.</summary>
    private const int IntervalWhenNew = 10;

    private readonly string description = server.Description.Length > 0 ? server.Description : Machine.Describe();
    private long? firstData;

    /// <summary>The frame of the page at this address.</summary>
    public PageFrame Make(HttpRequest request, PageQuery query)
    {
        var now = time.GetUtcNow();
        var age = FirstData() is { } first ? now.ToUnixTimeSeconds() - first : (long?)null;
        var usual = (int)server.Refresh.TotalSeconds;
        var interval = query.Refresh ?? (age is null or < 3600 ? Math.Min(IntervalWhenNew, usual) : usual);
        var step = (int)collecting.Value.Step.TotalSeconds;
        return new PageFrame
        {
            Root = RootFrom(request.Path),
            Query = query,
            Host = server.Title,
            Description = description,
            Now = TimeZoneInfo.ConvertTime(now, server.TimeZone),
            Zone = server.TimeZone,
            Sections = graphs.Sections,
            Interval = interval,
            Delay = interval == 0 ? 0 : RefreshClock.Delay(now.ToUnixTimeSeconds(), interval, step),
            DataStep = step,
            UsualInterval = usual,
            AgeSeconds = age,
            FaultySources = collector.Status.Count(source => !source.Faults.IsEmpty),
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
