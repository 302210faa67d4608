using System.Text;
using System.Text.Json;

namespace Metrics.Grapher.Tests.Data;

public sealed class SummaryTests
{
    [Fact]
    public void Numbers_are_those_worked_out_by_hand()
    {
        using var host = new SampleHost();
        // 24 hours of 8 Mb/s but for one hour of 80 Mb/s: average 11 Mb/s; the hour is 4.2 % of the day, so the 95th percentile stays at 8.
        var name = host.Add("net.eth0.in", TimeSpan.FromHours(24), 10, h => h is > -12 and <= -11 ? 10e6 : 1e6, "By/s");
        var definition = new GraphDefinition("net.eth0", "network", "eth0", GraphUnit.BitsPerSecond,
            [new(name, "In", SeriesColour.Green, SeriesShape.Area, 8)]);
        var summary = host.Renderer.Summarize(definition, new("custom", TimeSpan.FromHours(24)));
        var series = Assert.Single(summary.Series);
        Assert.Equal(8e6, series.Now, 1);
        Assert.Equal(11e6, series.Average, 1e4);
        Assert.Equal(8e6, series.Lowest, 1);
        Assert.Equal(80e6, series.Highest, 1);
        Assert.Equal(8e6, series.Percentile95, 1);
        Assert.Equal(11e6 / 8 * 86_400, series.Total, 2e8);
        Assert.Equal(host.NowSeconds, summary.LastDataSeconds);
        Assert.Contains("Now 8.00\u00A0Mb/s, average 11.0, highest 80.0 at 02:3", summary.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_95th_percentile_is_of_averages_over_5_minutes_in_the_first_hour_too()
    {
        using var host = new SampleHost();
        // 50 minutes of 1 Mb/s with peaks of one minute in ten, 61 Mb/s each: half of the 5 minutes have one and average 13 Mb/s. Of the
        // minutes themselves 95 % would not pass 61 Mb/s.
        var name = host.Add("net.eth0.in", TimeSpan.FromMinutes(50), 10, h => (long)Math.Ceiling(h * 60 + 60) % 10 == 0 ? 61e6 : 1e6, "bit/s");
        var definition = new GraphDefinition("net.eth0", "network", "eth0", GraphUnit.BitsPerSecond,
            [new(name, "In", SeriesColour.Green, SeriesShape.Area)]);
        var series = Assert.Single(host.Renderer.Summarize(definition, GraphRange.Day).Series);
        Assert.Equal(61e6, series.Highest, 1);
        Assert.Equal(13e6, series.Percentile95, 1);
    }

    [Fact]
    public void A_sentence_tells_the_gaps()
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(24), 10, h => h is > -11.4 and < -10.5 ? double.NaN : 5);
        var summary = host.Renderer.Summarize(
            new("x", "other", "Things", GraphUnit.Count, [new(name, "x", SeriesColour.Blue, SeriesShape.Line)]), new("custom", TimeSpan.FromHours(24)));
        Assert.EndsWith("No data 03:10 to 04:05.", summary.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_data_the_numbers_are_unknown_and_the_sentence_says_so()
    {
        using var host = new SampleHost();
        var summary = host.Renderer.Summarize(new("x", "other", "Things", GraphUnit.PerSecond,
            [new(RrdStore.SeriesName.Parse("nothing"), "x", SeriesColour.Blue, SeriesShape.Line)]), GraphRange.Day);
        Assert.Equal("Things, last 30 hours. No data yet.", summary.Sentence);
        var series = Assert.Single(summary.Series);
        Assert.All((double[])[series.Now, series.Average, series.Lowest, series.Highest, series.Percentile95, series.Total], v => Assert.Equal(double.NaN, v));
    }

    [Fact]
    public void Tables_have_a_row_for_each_bucket_and_no_number_for_the_unknown()
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(31), 10, h => h is > -12 and < -10 ? double.NaN : 5);
        var definition = new GraphDefinition("x", "other", "Things", GraphUnit.Count, [new(name, "=cmd|\"x\"", SeriesColour.Blue, SeriesShape.Line)]);
        var lines = Encoding.UTF8.GetString(host.Renderer.Csv(definition, GraphRange.Day)).Split("\r\n");
        Assert.StartsWith("time,\"'=cmd|\"\"x\"\"\",", lines[0], StringComparison.Ordinal);
        Assert.Contains("2026-04-02T00:30:00Z,5,5,5", lines);
        Assert.Contains("2026-04-02T02:00:00Z,,,", lines);
        using var json = JsonDocument.Parse(host.Renderer.Json(definition, GraphRange.Day));
        Assert.Equal(lines.Length - 2, json.RootElement.GetProperty("series")[0].GetProperty("average").GetArrayLength());
        var text = Encoding.UTF8.GetString(host.Renderer.Text(definition, GraphRange.Day)).Split('\n');
        Assert.StartsWith("Things, last 30 hours.", text[0], StringComparison.Ordinal);
        Assert.Matches("█ +█", text[1]);
    }
}
