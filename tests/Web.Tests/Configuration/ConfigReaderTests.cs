using System.Collections;
using System.Net;
using Metrics.Web.Configuration;

namespace Metrics.Web.Tests.Configuration;

public class ConfigReaderTests
{
    private const string Everything = """
        [server]
        listen = ["127.0.0.1:9090", "[::1]:9090"]
        hosts = ["stats.example.net"]
        title = "atlas \"one\""
        description = "Web, mail and FTP"
        timezone = "Europe/Berlin"
        refresh = "90s"
        script = false
        tiles = "load.1"

        [store]
        path = "/srv/metrics"
        sync = "0s"

        [collector]
        step = "30s"
        network_step = "1s"
        disabled = ["memory"]
        proc_root = "/proc"
        sys_root = "/sys"
        """;

    [Fact]
    public void Every_setting_can_be_written()
    {
        var settings = Read(Everything);

        Assert.Equal([IPEndPoint.Parse("127.0.0.1:9090"), IPEndPoint.Parse("[::1]:9090")], settings.Server.Listen);
        Assert.Equal(["stats.example.net"], settings.Server.Hosts);
        Assert.Equal("atlas \"one\"", settings.Server.Title);
        Assert.Equal("Web, mail and FTP", settings.Server.Description);
        Assert.Equal("Europe/Berlin", settings.Server.TimeZone.Id);
        Assert.Equal(TimeSpan.FromSeconds(90), settings.Server.Refresh);
        Assert.False(settings.Server.Script);
        Assert.Equal(["load.1"], settings.Server.Tiles);
        Assert.Equal("/srv/metrics", settings.Store.Path);
        Assert.Equal(TimeSpan.Zero, settings.Store.Sync);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Collector.Step);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.Collector.NetworkStep);
        Assert.Equal(["memory"], settings.Collector.Disabled);
    }

    [Fact]
    public void The_settings_shown_can_be_read_again()
    {
        var settings = Read(Everything);
        var shown = string.Join('\n', ConfigKeys.All.Select(key => $"{key.Path} = {key.Show(settings)}"));

        var again = Read(shown);

        Assert.All(ConfigKeys.All, key => Assert.Equal(key.Show(settings), key.Show(again)));
    }

    [Theory]
    [InlineData("server.refresh = \"30s\"")]
    [InlineData("server = { refresh = \"30s\" }")]
    [InlineData("[server]\n\"refresh\" = '30s'")]
    public void All_ways_of_nesting_are_the_same(string text) => Assert.Equal(TimeSpan.FromSeconds(30), Read(text).Server.Refresh);

    [Fact]
    public void The_later_of_file_directory_and_environment_wins()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("metrics.toml", "[server]\ntitle = \"main\"\nrefresh = \"20s\"\ndescription = \"main\"");
        directory.Write("conf.d/20-last.toml", "server.title = \"last\"");
        directory.Write("conf.d/10-first.toml", "server.title = \"first\"\nserver.description = \"first\"");

        var config = ConfigReader.Read(file, new Hashtable { ["METRICS_SERVER__REFRESH"] = "40s", ["METRICS_COLLECTOR__DISABLED"] = "memory, load" });

        Assert.Empty(config.Faults);
        Assert.Equal("last", config.Settings.Server.Title);
        Assert.Equal("first", config.Settings.Server.Description);
        Assert.Equal(TimeSpan.FromSeconds(40), config.Settings.Server.Refresh);
        Assert.Equal(["memory", "load"], config.Settings.Collector.Disabled);
        Assert.Equal("METRICS_SERVER__REFRESH", config.Origins["server.refresh"].ToString());
        Assert.Equal([file, directory["conf.d/10-first.toml"], directory["conf.d/20-last.toml"]], config.Files);
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("5 m", 300)]
    [InlineData("36h", 129_600)]
    [InlineData("400d", 34_560_000)]
    public void A_duration_is_digits_and_a_unit(string text, double seconds)
    {
        Assert.True(ConfigTypes.TryParseDuration(text, out var span));
        Assert.Equal(seconds, span.TotalSeconds);
    }

    [Theory, InlineData(""), InlineData("s"), InlineData("10"), InlineData("-1s"), InlineData("1.5h"), InlineData("10 weeks"), InlineData("99999999999d")]
    public void Anything_else_is_no_duration(string text) => Assert.False(ConfigTypes.TryParseDuration(text, out _));

    [Fact]
    public void The_documentation_has_every_setting_as_the_program_has_it()
    {
        var documented = File.ReadAllLines(Checkout.Path("docs/config.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var known = ConfigKeys.All.Select(key => $"| `{key.Path}` | {key.TypeName} | {key.Default} | {key.Limits} | {key.Description} |");
        var logs = LogKeys.All.Select(key => $"| `{key.Name}` | {key.TypeName} | {key.Default} | {key.Limits} | {key.Description} |");
        var tables = GraphKeys.All.Select(key => key.Row).Concat(ReportKeys.All.Select(key => key.Row))
            .Concat(RuleKeys.All.Select(key => key.Row)).Concat(AlertKeys.All.Select(key => key.Row)).Concat(SilenceKeys.All.Select(key => key.Row))
            .Concat(BlockListKeys.All.Select(key => key.Row))
            .Concat(BlockKeys.All.Select(key => key.Row)).Concat(MailServerKeys.All.Select(key => key.Row)).Concat(ServiceKeys.All.Select(key => key.Row));

        Assert.Equal(known.Concat(logs).Concat(tables), documented);
    }

    private static MetricsSettings Read(string text)
    {
        using var directory = new TemporaryDirectory();
        var config = ConfigReader.Read(directory.Write("metrics.toml", text), new Hashtable());
        Assert.Empty(config.Faults);
        return config.Settings;
    }
}
