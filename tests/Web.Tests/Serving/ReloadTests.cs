using System.Net;

namespace Metrics.Web.Tests.Serving;

/// <summary>SIGHUP: the configuration is read again while the server runs.</summary>
public sealed class ReloadTests
{
    private const string Server = "server.listen = \"127.0.0.1:0\"\n[collector]\nproc_root = \"/proc\"\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Graphs_come_with_a_right_configuration_and_stay_as_they_were_with_a_wrong_one()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("metrics.toml", Server + "[graph.one]\nseries = \"load.*\"\n");
        using var server = new ServerProcess("--config", file, "--data", directory["data"]);
        using var client = new HttpClient { BaseAddress = new Uri(await server.AddressAsync()) };
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "one"));

        directory.Write("metrics.toml", Server + "[graph.two]\nrrdgraph = '''\nDEF:v=load.1m:AVERAGE\nLINE1:v#ff0000:Load\n'''\n");
        server.Signal("HUP");
        await UntilAsync(async () => await StatusAsync(client, "two") == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "one"));

        directory.Write("metrics.toml", Server + "[graph.three]\nrrdgraph = '''\nDEF:v=load.1m:AVERAGE\nLINE1:w#ff0000:Load\n'''\n");
        server.Signal("HUP");
        await UntilAsync(() => Task.FromResult(server.Errors.Contains("all that was before stays", StringComparison.Ordinal)));
        Assert.Contains($"{file}:7:7: Found \"w\"", server.Errors, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "two"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "three"));
    }

    [Fact]
    public async Task Old_addresses_come_with_a_right_map_and_stay_as_they_were_with_a_wrong_one()
    {
        using var directory = new TemporaryDirectory();
        var map = directory.Write("map", "eth0 net.eth0\n");
        var file = directory.Write("metrics.toml", $"server.old_addresses = \"{map}\"\n" + Server);
        using var server = new ServerProcess("--config", file, "--data", directory["data"]);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(await server.AddressAsync()) };
        Assert.Equal("./g/net.eth0", await LocationAsync(client, "/eth0.html"));

        directory.Write("map", "eth1 net.eth1\n");
        server.Signal("HUP");
        await UntilAsync(async () => await LocationAsync(client, "/eth1.html") == "./g/net.eth1");
        Assert.Null(await LocationAsync(client, "/eth0.html"));

        directory.Write("map", "eth2\n");
        server.Signal("HUP");
        await UntilAsync(() => Task.FromResult(server.Errors.Contains("all that was before stays", StringComparison.Ordinal)));
        Assert.Contains($"{map}:1:5: a line takes a target and a graph", server.Errors, StringComparison.Ordinal);
        Assert.Equal("./g/net.eth1", await LocationAsync(client, "/eth1.html"));
    }

    [Fact]
    public async Task Rules_receivers_and_silences_come_with_a_right_configuration_and_stay_as_they_were_with_a_wrong_one()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("metrics.toml", Server + "[rule.one]\nwhen = \"load.1m > 1000\"\n");
        using var server = new ServerProcess("--config", file, "--data", directory["data"]);
        using var client = new HttpClient { BaseAddress = new Uri(await server.AddressAsync()) };
        Assert.Contains(">one<", await client.GetStringAsync("/alerts"), StringComparison.Ordinal);

        directory.Write("metrics.toml", Server + "[rule.two]\nwhen = \"load.1m > -1 and load.5mm > -1\"\n[rule.three]\nwhen = \"count(load.1m > -1, 1h) > 0\"\n[silence.all]\nwhen = \"00:00-00:00\"\n");
        server.Signal("HUP");
        await UntilAsync(async () => (await client.GetStringAsync("/alerts.json")).Contains("\"rule\":\"three\"", StringComparison.Ordinal));
        var page = await client.GetStringAsync("/alerts");
        Assert.DoesNotContain(">one<", page, StringComparison.Ordinal);
        Assert.Contains($"{file}:5:26: there is no series load.5mm; did you mean load.5m?", page, StringComparison.Ordinal);

        directory.Write("metrics.toml", Server + "[rule.four]\nwhen = \"avrg(load.1m, 5m) > 8\"\n");
        server.Signal("HUP");
        await UntilAsync(() => Task.FromResult(server.Errors.Contains("all that was before stays", StringComparison.Ordinal)));
        Assert.Contains($"{file}:5:9: There is no function avrg; did you mean avg?", server.Errors, StringComparison.Ordinal);
        Assert.Contains(">two<", await client.GetStringAsync("/alerts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_receiver_is_told_at_once_and_not_from_the_next_start_on()
    {
        using var directory = new TemporaryDirectory();
        using var sink = new Alerts.WebhookSink();
        const string rule = "[rule.one]\nwhen = \"load.1m > -1\"\n";
        var file = directory.Write("metrics.toml", Server + rule);
        using var server = new ServerProcess("--config", file, "--data", directory["data"]);
        using var client = new HttpClient { BaseAddress = new Uri(await server.AddressAsync()) };
        await UntilAsync(async () => (await client.GetStringAsync("/alerts.json")).Contains("\"rule\":\"one\"", StringComparison.Ordinal));

        directory.Write("metrics.toml", Server + rule + $"[alert.hook]\nwebhook = \"{sink.Address}\"\n");
        server.Signal("HUP");
        await UntilAsync(() => Task.FromResult(sink.Raised.Count > 0));
    }

    private static async Task<string?> LocationAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.Headers.Location?.OriginalString;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string graph)
    {
        using var answer = await client.GetAsync($"/g/{graph}/day.svg");
        return answer.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isTrue())
            await Task.Delay(50, patience.Token);
    }
}
