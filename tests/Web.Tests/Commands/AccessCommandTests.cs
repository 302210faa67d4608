using System.Text.Json;
using Metrics.Analyzers.Sqlite;
using Metrics.Web.Shares;
using Metrics.Web.State;
using Metrics.Web.Tests.Serving;

namespace Metrics.Web.Tests.Commands;

/// <summary><c>metrics user</c> and <c>metrics share</c>, and what a server makes of them.</summary>
public sealed class AccessCommandTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task An_open_address_is_served_only_when_somebody_can_sign_in()
    {
        Configure("server.listen = \"0.0.0.0:0\"");
        using (var refused = Serve())
        {
            Assert.Equal(1, await refused.ExitAsync());
            Assert.Equal(
                $"""
                server.listen has 0.0.0.0:0, which others can reach, and nobody is asked who he is. Add a user:
                    metrics user add NAME --config {directory["metrics.toml"]} --data {directory["data"]}
                or, where a reverse proxy knows its users, these lines to the configuration:
                    server.proxies = ["ADDRESS OF THE PROXY"]
                    access.user_header = "X-Remote-User"
                """, refused.Errors);
        }
        Assert.Equal(new CommandRun(0, "anna is added.", ""), await TypeAsync("correct horse\n", "user", "add", "anna"));
        using var server = Serve();
        var port = new Uri(await server.AddressAsync()).Port;
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await client.GetAsync($"http://127.0.0.1:{port}/metrics");

        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Users_are_added_listed_given_passwords_and_removed()
    {
        Configure("");
        var added = await TypeAsync("correct horse\n", "user", "add", "otto", "--role", "owner", "--domains", "a.example,b.example");
        var again = await TypeAsync("correct horse\n", "user", "add", "otto");
        var proxied = await RunAsync("user", "add", "paula", "--no-password");
        var list = await RunAsync("user", "list");
        var json = await RunAsync("user", "list", "--json");
        var changed = await TypeAsync("battery staple\n", "user", "password", "otto");
        var removed = await RunAsync("user", "remove", "otto");
        var gone = await RunAsync("user", "remove", "otto");

        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 1], new[] { added, again, proxied, list, json, changed, removed, gone }.Select(run => run.ExitCode));
        Assert.Equal(["otto                 owner          password     a.example, b.example", "paula                administrator  no password"], list.Lines.Select(line => line.TrimEnd()));
        Assert.Equal(2, JsonDocument.Parse(json.Output).RootElement.GetArrayLength());
        Assert.DoesNotContain("horse", json.Output);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory["data"], StateDatabase.FileName)));
    }

    [Theory]
    [InlineData("short\n", 1, "user", "add", "anna")]
    [InlineData("", 1, "user", "add", "anna")]
    [InlineData("", 2, "user", "add", "a b")]
    [InlineData("", 2, "user", "add", "anna", "--role", "king")]
    [InlineData("", 2, "user", "add", "anna", "--domains", "a.example")]
    [InlineData("", 2, "user", "add", "anna", "--role", "owner")]
    [InlineData("", 2, "user", "add", "anna", "--role", "owner", "--domains", "a b")]
    [InlineData("", 2, "share", "add", "x")]
    [InlineData("", 2, "share", "add", "X", "--graphs", "net.*")]
    [InlineData("", 2, "share", "add", "x", "--graphs", "net.*", "--until", "soon")]
    [InlineData("", 2, "share", "add", "x", "--graphs", "net.*", "--ranges", "decade")]
    [InlineData("none\n", 1, "share", "add", "x", "--graphs", "net.*", "--user", "visitor")]
    [InlineData("", 1, "share", "revoke", "x")]
    public async Task What_is_wrong_is_said_and_nothing_is_changed(string input, int exit, params string[] arguments)
    {
        Configure("");

        var run = await TypeAsync(input, arguments);

        Assert.Equal(exit, run.ExitCode);
        Assert.NotEqual("", run.Errors);
        Assert.Equal("Nothing is shared.", (await RunAsync("share", "list")).Output);
    }

    [Fact]
    public async Task A_link_made_beside_a_running_server_opens_until_it_is_revoked()
    {
        Configure("server.listen = \"127.0.0.1:0\"");
        using var server = Serve();
        using var client = new HttpClient { BaseAddress = new Uri(await server.AddressAsync()) };
        var added = await RunAsync("share", "add", "colo", "--graphs", "section:thermal,net.*", "--until", "2999-06-30", "--title", "Thermal", "--note", "rack 12");
        var path = new Uri(added.Output).AbsolutePath;
        using var open = await client.GetAsync(path);
        var list = await RunAsync("share", "list");
        var revoked = await RunAsync("share", "revoke", "colo");
        using var gone = await client.GetAsync(path);
        var after = await RunAsync("share", "list", "--json");

        Assert.Equal([0, 0, 0], new[] { added, list, revoked }.Select(run => run.ExitCode));
        Assert.Equal((200, 410), ((int)open.StatusCode, (int)gone.StatusCode));
        Assert.Contains("until 30 June 2999", list.Output);
        Assert.Contains("section:thermal net.* (day, week, month, year)", list.Output);
        var share = JsonDocument.Parse(after.Output).RootElement[0];
        Assert.Equal("revoked", share.GetProperty("state").GetString());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_share_of_graphs_that_are_not_there_is_made_and_that_is_said(bool runs)
    {
        Configure("server.listen = \"127.0.0.1:0\"");
        using var server = Serve();
        await server.AddressAsync();
        if (!runs)
        {
            server.Signal("TERM");
            await server.ExitAsync();
        }
        var added = await RunAsync("share", "add", "colo", "--graphs", "net.*,section:nothing,nothing.*");

        Assert.Equal(0, added.ExitCode);
        Assert.Equal("No graph matches section:nothing, nothing.* now. Visitors see such graphs as soon as there are any.", added.Errors);
    }

    [Fact]
    public async Task The_folder_of_visitor_and_invited_opens_with_http_basic()
    {
        Configure("server.listen = \"127.0.0.1:0\"");
        using var server = Serve();
        var added = await TypeAsync("invited\n", "share", "add", "colo", "--graphs", "*", "--user", "visitor");
        using var client = new HttpClient { BaseAddress = new Uri(await server.AddressAsync()) };
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("visitor:invited"u8));
        using var answer = await client.GetAsync("/share/colo/");

        Assert.EndsWith("/share/colo/", added.Output);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public void A_database_of_a_newer_version_is_left_alone()
    {
        using (var state = StateDatabase.Open(directory["data"]))
            state.Write(connection => connection.Run("PRAGMA user_version = 999"));

        var refused = Assert.Throws<IOException>(() => StateDatabase.Open(directory["data"]));

        Assert.Contains("is of a newer version of Metrics: it has schema 999", refused.Message);
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        var file = directory.Write("data/state.db", new string('x', 5000));

        Assert.StartsWith($"{file} cannot be used: ", Assert.Throws<IOException>(() => StateDatabase.Open(directory["data"])).Message);
        Assert.Equal(5000, new FileInfo(file).Length);
    }

    [Fact]
    public void What_another_process_has_changed_is_seen()
    {
        using var one = StateDatabase.Open(directory["data"]);
        using var two = StateDatabase.Open(directory["data"]);
        var shares = new ShareDirectory(one, TimeProvider.System);
        Assert.Null(shares.Find("new"));

        new ShareDirectory(two, TimeProvider.System).Add(new ShareDraft("new", "", "", ShareScope.Of("*"), [], "", null, []), null, "", TimeZoneInfo.Utc);
        StateDatabase.WaitUntilSeen();

        Assert.NotNull(shares.Find("new"));
    }

    private void Configure(string line) => directory.Write("metrics.toml", line + "\nstore.sync = \"1s\"\n");

    private ServerProcess Serve() => new("--config", directory["metrics.toml"], "--data", directory["data"]);

    private Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.MetricsAsync([.. arguments, "--config", directory["metrics.toml"], "--data", directory["data"]]);

    private Task<CommandRun> TypeAsync(string input, params string[] arguments) =>
        CommandRun.TypingAsync(input, [.. arguments, "--config", directory["metrics.toml"], "--data", directory["data"]]);
}
