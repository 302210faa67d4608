using System.Collections.Immutable;
using Metrics.RrdStore;

namespace Metrics.Grapher.Tests.Definitions;

public sealed class KnownGraphsTests
{
    [Fact]
    public void A_machine_has_its_graphs_in_the_order_of_the_page()
    {
        var graphs = KnownGraphs.Of([
            Series("load.1m", "1", ("cores", "8")), Series("load.5m"), Series("load.15m"),
            .. new[] { "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal" }.Select(k => Series("cpu." + k, "%", ("cores", "8"))),
            .. new[] { "used", "buffers", "cached", "free", "available", "total" }.Select(k => Series("mem." + k, "By")),
            Series("net.eth0.in", "By/s", ("speed", "1000000000")), Series("net.eth0.out", "By/s"), Series("net.eth0.in.errors", "1/s"),
            Series("net.lo.in", "By/s"), Series("net.lo.out", "By/s"),
            Series("fs.root.used", "By", ("mount", "/")), Series("fs.root.size", "By"), Series("fs.root.inodes.used"), Series("fs.root.inodes.free"),
            Series("disk.vda.read", "By/s"), Series("disk.vda.write", "By/s"), Series("disk.vda.read.latency", "s"),
            Series("hwmon.coretemp.temp1", "Cel", ("crit", "100")), Series("hwmon.board.fan1", "{rpm}", ("min", "600")),
        ]);
        Assert.Equal(
            ["temperatures", "fans", "cpu", "load", "memory", "cpu.interrupts", "fs.root", "disk.vda", "disk.vda.latency", "fs.root.inodes",
             "net.eth0", "net.eth0.errors", "net.lo"],
            graphs.Select(g => g.Name));
        Assert.Equal(["temperatures", "fans", "cpu", "load", "memory", "fs.root", "disk.vda", "net.eth0"], graphs.Where(g => g.OnOverview).Select(g => g.Name));

        var traffic = graphs.Single(g => g.Name == "net.eth0");
        Assert.Equal(1e9, traffic.Maximum);
        Assert.All(traffic.Series, s => Assert.Equal(8, s.Factor));
        Assert.Equal(1 / 8.0, graphs.Single(g => g.Name == "cpu").Series[0].Factor);
        Assert.Equal(8, Assert.Single(graphs.Single(g => g.Name == "load").Thresholds).Value);
        Assert.Equal(100, graphs.Single(g => g.Name == "cpu").Maximum);
        Assert.Equal("mem.total", graphs.Single(g => g.Name == "memory").Whole?.Series.Value);
        Assert.Equal("fs.root.size", graphs.Single(g => g.Name == "fs.root").Whole?.Series.Value);
        Assert.True(graphs.Single(g => g.Name == "disk.vda.latency").Sparse);
        Assert.True(Assert.Single(graphs.Single(g => g.Name == "fans").Thresholds).IsLowLimit);
    }

    [Fact]
    public void More_than_six_sensors_make_more_graphs_and_no_colour_comes_twice()
    {
        var graphs = KnownGraphs.Of(Enumerable.Range(1, 15).Select(i => Series($"hwmon.board.temp{i:00}", "Cel")));
        Assert.Equal(["temperatures", "temperatures.2", "temperatures.3"], graphs.Select(g => g.Name));
        Assert.All(graphs, g => Assert.Equal(g.Series.Length, g.Series.Select(s => s.Colour).Distinct().Count()));
        Assert.Equal(15, graphs.Sum(g => g.Series.Length));
    }

    [Fact]
    public void A_series_that_is_called_as_a_known_graph_has_a_graph_of_another_name()
    {
        var graphs = KnownGraphs.Of([Series("mail.queue"), Series("mail.queue.new"), Series("mail.deferred", "1/s"), Series("net.eth0.in", "By/s"), Series("net.eth0", "V"), Series("temperatures"), Series("hwmon.a.temp1", "Cel")]);
        Assert.Equal(["mail.deferred", "mail.queue", "net.eth0", "net.eth0.2", "temperatures", "temperatures.2"], graphs.Select(g => g.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Waiting", graphs.Single(g => g.Name == "mail.queue").Series[0].Label);
    }

    [Fact]
    public void Sensors_of_one_label_tell_their_chip()
    {
        var graph = Assert.Single(KnownGraphs.Of([Labelled("hwmon.nvme0.temp1", "Composite"), Labelled("hwmon.nvme1.temp1", "Composite")]));
        Assert.Equal(["nvme0 Composite", "nvme1 Composite"], graph.Series.Select(s => s.Label));
    }

    [Fact]
    public void Unknown_series_are_drawn_by_the_beginning_of_their_names()
    {
        var graphs = KnownGraphs.Of([Series("plant.sent", "1/s"), Series("plant.received", "1/s"), Series("plant.size", "By"), Series("answer")]);
        Assert.All(graphs, g => Assert.Equal("other", g.Section));
        Assert.Equal(4, graphs.Sum(g => g.Series.Length));
        Assert.Equal(graphs.Length, graphs.Select(g => g.Name).Distinct().Count());
    }

    [Fact]
    public void What_logs_say_has_sections_of_its_own()
    {
        var graphs = KnownGraphs.Of([Series("mail.sent", "1/s"), Series("mail.received", "1/s"), Series("ftp.refused", "1/s"), Series("web.requests", "1/s")]);
        Assert.Equal(["mail mail", "ftp.refused ftp", "web.requests web"], graphs.Select(g => $"{g.Name} {g.Section}"));
    }

    [Fact]
    public void Other_machines_have_graphs_of_their_own()
    {
        var graphs = KnownGraphs.Of([Series("net.eth0.in", "By/s"), Series("router1.example.net/net.eth0.in", "By/s")]);
        Assert.Equal(["net.eth0", "router1.example.net/net.eth0"], graphs.Select(g => g.Name));
        Assert.Equal("router1.example.net eth0 traffic", graphs[1].Title);
    }

    private static SeriesInfo Series(string name, string unit = "1", params ReadOnlySpan<(string Key, string Value)> attributes)
    {
        var all = ImmutableSortedDictionary<string, string>.Empty;
        foreach (var (key, value) in attributes)
            all = all.Add(key, value);
        return Info(name, new SeriesMetadata(unit, "", all));
    }

    private static SeriesInfo Labelled(string name, string label) => Info(name, new SeriesMetadata("Cel", label));

    private static SeriesInfo Info(string name, SeriesMetadata metadata) => new(new SeriesId(0), new(SeriesName.Parse(name),
        new DataSource(DataSourceType.Gauge), new Schema(10, 20, new ArchiveDefinition(ConsolidationFunction.Average, 1, 10)), metadata));
}
