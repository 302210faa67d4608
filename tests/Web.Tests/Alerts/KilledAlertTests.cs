using Metrics.Web.Tests.Serving;

namespace Metrics.Web.Tests.Alerts;

/// <summary>The program itself, killed with -9 between any two steps of an alert, again and again on the same data.</summary>
public sealed class KilledAlertTests
{
    private const int Kills = 10;

    [Fact]
    public async Task Each_incident_is_told_whenever_the_program_is_killed_and_what_comes_twice_is_the_same_message()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        using var sink = new WebhookSink();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var asked = kill % 2 == 0 ? sink.Hold() : Task.CompletedTask;
            using var server = Start(directory, sink, rules: kill);
            using var client = new HttpClient { BaseAddress = new Uri(await server.AddressAsync()) };
            switch (kill % 4)
            {
                // Between the message and the answer to it.
                case 0 or 2:
                    await asked.WaitAsync(TimeSpan.FromSeconds(60));
                    break;
                // Between the incident and its message, or its delivery.
                case 1:
                    await Waiting.UntilAsync(async () => (await client.GetStringAsync("/alerts.json")).Contains($"\"rule\":\"r{kill}\"", StringComparison.Ordinal), "No incident came.", 60);
                    break;
                // Anywhere.
                default:
                    await Task.Delay(random.Next(3_000));
                    break;
            }
            server.Signal("KILL");
            await server.ExitAsync();
            sink.Release();
        }

        using var last = Start(directory, sink, Kills);
        using var browser = new HttpClient { BaseAddress = new Uri(await last.AddressAsync()) };
        await Waiting.UntilAsync(async () => sink.Raised.Select(one => one.Rule).Distinct().Count() == Kills && await IsSettledAsync(browser), $"Seed {seed}: not all was told.", 90);
        Assert.All(sink.Raised.GroupBy(one => one.Rule), rule => Assert.True(rule.Select(one => one.Delivery).Distinct().Count() == 1, $"Seed {seed}: {rule.Key} was told twice."));
        // At least once, and twice only what was killed before its answer was written down.
        Assert.InRange(sink.Raised.Count, Kills, 3 * Kills);
    }

    private static ServerProcess Start(TemporaryDirectory directory, WebhookSink sink, int rules) => new("--data", directory["data"], "--config", directory.Write("metrics.toml", $"""
        server.listen = "127.0.0.1:0"
        [collector]
        step = "1s"
        proc_root = "/proc"
        [alert.hook]
        webhook = "{sink.Address}"
        group = "0s"
        {string.Join('\n', Enumerable.Range(1, rules).Select(i => $"[rule.r{i}]\nwhen = \"load.1m > -1\""))}
        """));

    private static async Task<bool> IsSettledAsync(HttpClient client)
    {
        var page = await client.GetStringAsync("/alerts");
        return !page.Contains(">waiting<", StringComparison.Ordinal) && !page.Contains(">sending<", StringComparison.Ordinal);
    }
}
