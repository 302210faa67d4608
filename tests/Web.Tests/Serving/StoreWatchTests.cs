using System.Net;
using Metrics.RrdStore;
using Metrics.Web.Serving;
using Metrics.Web.Tests.Commands;

namespace Metrics.Web.Tests.Serving;

/// <summary>A store that cannot be written is said to be, by the log, <c>/readyz</c> and <c>metrics store stat</c>.</summary>
public sealed class StoreWatchTests
{
    private static readonly DateTimeOffset Since = DateTimeOffset.UnixEpoch.AddYears(50);

    [Fact]
    public void The_log_says_once_that_it_cannot_be_written_and_once_that_it_can_again()
    {
        using var directory = new TemporaryDirectory();
        using var store = RoundRobinStore.Open(directory["data"]);
        var lines = new Lines<StoreWatch>();
        using var watch = new StoreWatch(store, TimeProvider.System, lines);
        var well = store.Health;
        var failing = well with { LastError = "No space left on \e[31mdevice.", Since = Since };

        watch.Look(failing, Since.AddSeconds(4));
        Assert.Empty(lines.All);
        for (var second = 5; second < 30; second += 5)
            watch.Look(failing, Since.AddSeconds(second));
        watch.Look(well, Since.AddSeconds(30));
        watch.Look(well, Since.AddSeconds(35));

        Assert.Equal(
            [
                "Error: The store cannot be written since 2020-01-01 00:00:00Z; readings wait in memory: No space left on \uFFFD[31mdevice.",
                "Information: The store can be written again.",
            ], lines.All);
    }

    [Fact]
    public async Task A_server_whose_store_cannot_be_written_is_not_ready()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: true);
        // Where the rows of the import would go there is no directory any more.
        Directory.Move(Path.Combine(store.Data, "rows"), store["rows"]);
        await File.WriteAllTextAsync(Path.Combine(store.Data, "rows"), "", TestContext.Current.CancellationToken);
        await CommandRun.RrdtoolAsync("create", store["a.rrd"], "--start", "1700000100", "--step", "60", "DS:in:GAUGE:120:0:U", "RRA:AVERAGE:0.5:1:500");
        await CommandRun.RrdtoolAsync("update", store["a.rrd"], "1700000160:1", "1700000220:2");
        await store.SucceedAsync("import", "rrd", store["a.rrd"]);
        using var client = new HttpClient { BaseAddress = new Uri(store.Address) };

        await Waiting.UntilAsync(async () =>
        {
            using var answer = await client.GetAsync("readyz", TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (answer.StatusCode, text) == (HttpStatusCode.ServiceUnavailable, "the store cannot be written; the log says why\n");
        }, "It did not say that the store cannot be written.", 60);
        var stat = await store.SucceedAsync("store", "stat");

        Assert.Contains("Fault            not written since ", stat.Output);
    }
}
