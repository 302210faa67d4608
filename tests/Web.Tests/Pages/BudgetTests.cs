using System.Net;
using Metrics.RrdStore;
using Metrics.Web.Endpoints;
using Metrics.Web.Shares;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Pages;

/// <summary>What pages may come to, in bytes as they are sent, over a day of data of an ordinary machine.</summary>
public sealed class BudgetTests(BudgetTests.Server server) : IClassFixture<BudgetTests.Server>
{
    private const int Kilobyte = 1_000;

    [Theory, InlineData("/", 60), InlineData("/g/net.eth0", 60), InlineData("/g/temperatures", 60), InlineData("/live/eth0", 60), InlineData("/network", 60), InlineData("/status", 60)]
    [InlineData("/g/net.eth0/day.svg?w=620&h=200", 6), InlineData("/g/temperatures/day.svg?w=620&h=200", 6), InlineData("/g/cpu/day.svg?w=620&h=200", 6)]
    [InlineData("/g/net.eth0/day.png", 20), InlineData("/g/temperatures/day.png", 20), InlineData("/g/cpu/day.png", 20)]
    public Task Pages_and_pictures_are_small(string path, int kilobytes) => CheckAsync(path, kilobytes);

    [Fact]
    public async Task So_is_the_page_of_a_share()
    {
        var shares = server.Services.GetRequiredService<ShareDirectory>();
        Assert.True(shares.Add(new ShareDraft("budget", "", "", ShareScope.Of("net.*, load, cpu, memory"), [], "", null, []), null, "", TimeZoneInfo.Utc));
        var root = "/" + shares.Find("budget")!.Path(server.Services.GetRequiredService<ShareLinks>());

        await CheckAsync(root, 35);
        await CheckAsync(root + "g/net.eth0", 60);
    }

    [Fact]
    public async Task So_are_the_style_sheet_the_script_and_the_fonts_of_a_first_visit()
    {
        await CheckAsync($"/assets/{AssetFiles.Hash}/metrics.css", 8);
        await CheckAsync($"/assets/{AssetFiles.Hash}/metrics.js", 8);
        var fonts = 0;
        foreach (var weight in (string[])["Regular", "SemiBold"])
            fonts += await LengthAsync($"/assets/{AssetFiles.Hash}/fonts/IBMPlexSans-{weight}-Latin1.woff2");
        Assert.InRange(fonts, 1, 50 * Kilobyte);
    }

    private async Task CheckAsync(string path, int kilobytes)
    {
        var length = await LengthAsync(path);
        Assert.True(length <= kilobytes * Kilobyte, $"{path} comes to {length:N0} bytes, more than {kilobytes} KB.");
    }

    private async Task<int> LengthAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html,image/*,*/*" }, { "Accept-Encoding", "gzip, deflate, br" } } };
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
    }

    /// <summary>A machine with a day of data.</summary>
    public sealed class Server : TestServer, IAsyncLifetime
    {
        private const int Step = 30, Seconds = 86_400;

        private static readonly (string Name, string Unit)[] Names =
        [
            ("load.1m", "1"), ("load.5m", "1"), ("load.15m", "1"), ("mem.used", "By"), ("mem.buffers", "By"), ("mem.cached", "By"), ("mem.free", "By"), ("mem.total", "By"),
            .. from kind in (string[])["user", "nice", "system", "iowait", "steal"] select ($"cpu.{kind}", "%"),
            .. from i in (string[])["eth0", "eth1"] from way in (string[])["in", "out"] select ($"net.{i}.{way}", "By/s"),
            .. from disk in (string[])["sda", "sdb"] from way in (string[])["read", "write"] select ($"disk.{disk}.{way}", "By/s"),
            .. from fs in (string[])["root", "home"] from what in (string[])["used", "free", "size"] select ($"fs.{fs}.{what}", "By"),
            .. from i in Enumerable.Range(1, 6) select ($"hwmon.chip.temp{i}", "Cel"), .. from i in Enumerable.Range(1, 3) select ($"hwmon.chip.fan{i}", "{rpm}"),
        ];

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var store = Services.GetRequiredService<RoundRobinStore>();
            var schema = new Schema(Step, 3 * Step, new ArchiveDefinition(ConsolidationFunction.Average, 1, 2_880), new ArchiveDefinition(ConsolidationFunction.Maximum, 1, 2_880),
                new ArchiveDefinition(ConsolidationFunction.Average, 60, 2_000), new ArchiveDefinition(ConsolidationFunction.Maximum, 60, 2_000));
            SeriesId[] series = [.. Names.Select(one => store.Define(new SeriesDefinition(
                SeriesName.Parse(one.Name), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata(one.Unit))).Id)];
            var noise = new Random(7);
            var batch = new Reading[series.Length];
            for (var time = (Newest - Seconds) / Step * Step; time <= Newest; time += Step)
            {
                for (var i = 0; i < batch.Length; i++)
                    batch[i] = Reading.Of(series[i], time * 1_000_000, Math.Round((3 + Math.Sin(time * 2 * Math.PI / Seconds) + noise.NextDouble()) * (5 + i % 7), 2));
                store.Append(batch);
            }
        }
    }
}
