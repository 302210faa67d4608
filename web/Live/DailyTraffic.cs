using System.Collections.Concurrent;
using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Domains;

namespace Metrics.Web.Live;

/// <summary>Adds up what interfaces carry in a day of the server's zone.</summary>
internal sealed class DailyTraffic(Bandwidth bandwidth, RoundRobinStore store, ServerOptions server, TimeProvider time)
{
    private const int Days = 30;

    /// <summary>One bar says nothing about the others.</summary>
    private const int LeastDays = 2;

    /// <summary>Midnights lie on quarters of an hour everywhere; rows that are longer are shared between their days.</summary>
    private const int RowSeconds = 900;

    /// <summary>A store that has so many rows of a month keeps no month.</summary>
    private const int MostRows = 50_000;

    /// <summary>The running day grows slowly, and the page is asked for often.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>One entry for each interface that there is.</summary>
    private readonly ConcurrentDictionary<string, (long At, TrafficDays? Days)> known = new(StringComparer.Ordinal);

    /// <summary>The days of an interface; null when there are not two of which something is known.</summary>
    /// <param name="name">Its name in addresses.</param>
    public TrafficDays? Of(string name)
    {
        if (known.TryGetValue(name, out var before) && time.GetElapsedTime(before.At) < Lifetime)
            return before.Days;
        var days = Read(name);
        known[name] = (time.GetTimestamp(), days);
        return days;
    }

    private TrafficDays? Read(string name)
    {
        if (bandwidth.Of(name) is not { } now)
            return null;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), server.TimeZone).DateTime);
        var midnights = Enumerable.Range(1 - Days, Days + 1).Select(day => ReportPeriod.Begin(today.AddDays(day), server.TimeZone)).ToArray();
        var (received, sent) = (Totals(now.Graph.Series[0].Series, midnights), Totals(now.Graph.Series[1].Series, midnights));
        var first = Enumerable.Range(0, Days).FirstOrDefault(day => !double.IsNaN(received[day] + sent[day]), Days);
        if (Days - first < LeastDays)
            return null;
        return new TrafficDays(now.Graph, new BarChart("days-" + name, $"{now.Bar.Interface} per day", GraphUnit.Traffic, BarPeriod.Day, today.AddDays(first + 1 - Days),
            [new BarLayer("Out", SeriesColour.Blue, [.. sent[first..]]), new BarLayer("In", SeriesColour.Green, [.. received[first..]])]));
    }

    /// <summary>Bytes between each two moments; NaN where nothing is known.</summary>
    private double[] Totals(SeriesName name, long[] moments)
    {
        var totals = new double[moments.Length - 1];
        Array.Fill(totals, double.NaN);
        if (!store.TryFind(name, out var series))
            return totals;
        var rows = store.Resolve(series.Id, ConsolidationFunction.Average, new TimeRange(moments[0], Math.Min(moments[^1], time.GetUtcNow().ToUnixTimeSeconds())), RowSeconds);
        if (rows.Count > MostRows)
            return totals;
        var rates = new double[rows.Count];
        store.Fetch(series.Id, ConsolidationFunction.Average, rows, rates);
        var day = 0;
        for (var i = 0; i < rates.Length; i++)
        {
            var (from, to) = (rows.StartSeconds + (long)i * rows.StepSeconds, rows.StartSeconds + (i + 1L) * rows.StepSeconds);
            while (day < totals.Length - 1 && moments[day + 1] <= from)
                day++;
            for (var part = day; part < totals.Length && moments[part] < to && !double.IsNaN(rates[i]); part++)
                if (Math.Min(to, moments[part + 1]) - Math.Max(from, moments[part]) is > 0 and var seconds)
                    totals[part] = rates[i] * seconds + (double.IsNaN(totals[part]) ? 0 : totals[part]);
        }
        return totals;
    }
}
