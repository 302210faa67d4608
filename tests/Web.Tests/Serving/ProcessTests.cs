using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Metrics.Web.Tests.Serving;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly HttpClient client = new();

    public void Dispose()
    {
        client.Dispose();
        directory.Dispose();
    }

    [Theory, InlineData("TERM"), InlineData("INT")]
    public async Task A_signal_ends_it_cleanly_within_five_seconds(string signal)
    {
        using var server = Start();
        await server.AddressAsync();
        var clock = Stopwatch.StartNew();

        server.Signal(signal);

        Assert.Equal(0, await server.ExitAsync());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal("", server.Errors);
    }

    [Fact]
    public async Task It_measures_this_machine_and_keeps_what_it_measured_through_a_kill()
    {
        long first;
        using (var server = Start())
        {
            var address = await server.AddressAsync();
            first = await FirstRowAsync(address);
            await Eventually(async () => await client.GetStringAsync($"{address}/readyz") == "ready\n");
            await Task.Delay(TimeSpan.FromSeconds(2)); // One sync of the store: what is older is durable.
            server.Signal("KILL");
            Assert.NotEqual(0, await server.ExitAsync());
        }

        using var again = Start();

        Assert.Equal(first, await FirstRowAsync(await again.AddressAsync()));
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var config = directory.Write("metrics.toml", $"server.listen = \"{taken.LocalEndpoint}\"");

        using var server = new ServerProcess("--config", config, "--data", directory["data"]);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Equal($"The address {taken.LocalEndpoint} is in use by another program; stop that one or set server.listen.", server.Errors);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_one_sentence_and_exit_code_1()
    {
        using var one = Start();
        await one.AddressAsync();

        using var two = Start();

        Assert.Equal(1, await two.ExitAsync());
        Assert.Equal($"The data directory {directory["data"]} is in use by another process; one at a time can write to it.", two.Errors);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_is_one_sentence_and_exit_code_1()
    {
        // Below a file nobody can make a directory, not even root.
        var file = directory.Write("file", "");

        using var server = new ServerProcess("--config", Config(), "--data", Path.Combine(file, "data"));

        Assert.Equal(1, await server.ExitAsync());
        Assert.StartsWith($"The data directory {Path.Combine(file, "data")} cannot be used: ", server.Errors);
        Assert.DoesNotContain("\n", server.Errors);
    }

    [Fact]
    public async Task A_wrong_configuration_is_exit_code_2_with_every_fault()
    {
        var config = directory.Write("metrics.toml", "[server]\nlisten = \"0.0.0.0\"\nrefesh = \"30s\"");

        using var server = new ServerProcess("--config", config, "--data", directory["data"]);

        Assert.Equal(2, await server.ExitAsync());
        Assert.Equal(2, server.Errors.Split('\n').Length);
        Assert.False(Directory.Exists(directory["data"]));
    }

    [Theory]
    [InlineData(new[] { "version" }, 0)]
    [InlineData(new[] { "config", "check" }, 0)]
    [InlineData(new[] { "config", "show" }, 0)]
    [InlineData(new[] { "nonsense" }, 2)]
    [InlineData(new[] { "--nonsense" }, 2)]
    [InlineData(new[] { "config" }, 2)]
    public async Task Other_verbs_end_by_themselves(string[] arguments, int expected)
    {
        using var server = new ServerProcess(arguments);

        Assert.Equal(expected, await server.ExitAsync());
    }

    private ServerProcess Start() => new("--config", Config(), "--data", directory["data"]);

    private string Config() => directory.Write("metrics.toml", "server.listen = \"127.0.0.1:0\"\ncollector.step = \"1s\"\ncollector.network_step = \"1s\"");

    /// <summary>End of the first known row of the load average, once there is one.</summary>
    private async Task<long> FirstRowAsync(string address)
    {
        var series = "";
        await Eventually(async () =>
        {
            using var list = JsonDocument.Parse(await client.GetStringAsync($"{address}/api/v1/series?prefix=load"));
            series = list.RootElement.GetProperty("series").EnumerateArray().Where(one => one.TryGetProperty("value", out _))
                .Select(one => one.GetProperty("name").GetString()!).FirstOrDefault("");
            return series.Length > 0;
        });
        using var rows = JsonDocument.Parse(await client.GetStringAsync($"{address}/api/v1/fetch?series={series}&from=-10m&step=1"));
        var one = rows.RootElement.GetProperty("series")[0];
        var known = one.GetProperty("values").EnumerateArray().TakeWhile(value => value.ValueKind == JsonValueKind.Null).Count();
        return one.GetProperty("start").GetInt64() + known * one.GetProperty("step").GetInt64();
    }

    private static Task Eventually(Func<Task<bool>> condition) => Waiting.UntilAsync(condition, "It did not come true within 30 seconds.");
}
