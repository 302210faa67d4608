using System.Net;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Web.Configuration;
using Metrics.Web.Tests.Access;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metrics.Web.Tests.Firewall;

/// <summary>The page and its forms, in front of a guard that only writes down what it is asked for.</summary>
public sealed class FirewallPageTests(FirewallPageTests.Server server) : IClassFixture<FirewallPageTests.Server>
{
    [Fact]
    public async Task What_is_blocked_is_on_the_page_and_in_the_api_and_nothing_of_it_is_markup()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);

        var page = await TextAsync(browser, "/firewall");
        Assert.Contains("192.0.2.7", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;why", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>why", page, StringComparison.Ordinal);
        Assert.Contains("2 lines are no address and no network (3, 9)", page, StringComparison.Ordinal);
        Assert.Contains("Confirm: I still get in", page, StringComparison.Ordinal);
        var api = await TextAsync(browser, "/api/v1/firewall");
        Assert.Contains("\"address\":\"192.0.2.7\"", api, StringComparison.Ordinal);
        Assert.Contains("\"packets\":12", api, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_forms_ask_the_guard_and_say_first_from_where_the_administrator_works()
    {
        using var browser = server.Open("203.0.113.9");
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);

        using var block = await PostAsync(browser, "/firewall/block", ("address", " 198.51.100.7 "), ("time", "2h"), ("why", "guesses"));
        Assert.Equal(HttpStatusCode.SeeOther, block.StatusCode);
        using var panic = await PostAsync(browser, "/firewall/panic", ("step", "confirm"));
        Assert.Equal(HttpStatusCode.SeeOther, panic.StatusCode);
        using var refused = await PostAsync(browser, "/firewall/block", ("address", "127.0.0.1"), ("time", "2h"), ("why", ""));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var endless = await PostAsync(browser, "/firewall/block", ("address", "198.51.100.8"), ("time", "for ever"), ("why", ""));
        Assert.Equal(HttpStatusCode.BadRequest, endless.StatusCode);

        var asked = server.Asked;
        Assert.Contains("AdministratorRequest { Address = 203.0.113.9 }", asked);
        Assert.Contains("BlockOrder { Address = 198.51.100.7, Seconds = 7200, Why = guesses (anna), Grows = False }", asked);
        Assert.Contains(asked, line => line.Contains("Step = Confirm", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, line => line.Contains("198.51.100.8", StringComparison.Ordinal));
    }

    [Theory, InlineData(null), InlineData(SecuredServer.Owner)]
    public async Task Others_see_nothing_and_can_do_nothing(string? user)
    {
        using var browser = server.Open("198.51.100.9");
        if (user is not null)
            using (await browser.SignInAsync(user))
            {
                // An owner of a domain.
            }
        foreach (var path in (string[])["/firewall", "/api/v1/firewall"])
        {
            using var answer = await browser.GetAsync(path);
            Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        }
        using var posted = await browser.PostAsync("/firewall/block", ("address", "198.51.100.99"), ("time", "1h"));
        Assert.NotEqual(HttpStatusCode.SeeOther, posted.StatusCode);
        Assert.DoesNotContain(server.Asked, line => line.Contains("198.51.100.99", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_that_is_not_ours_does_nothing()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);
        using var posted = await browser.PostAsync("/firewall/block", ("address", "198.51.100.98"), ("time", "1h"), ("why", ""));

        Assert.Equal(HttpStatusCode.BadRequest, posted.StatusCode);
        Assert.DoesNotContain(server.Asked, line => line.Contains("198.51.100.98", StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> PostAsync(FormClient browser, string path, params (string Name, string Value)[] fields)
    {
        var page = await TextAsync(browser, "/firewall");
        const string mark = "name=\"__RequestVerificationToken\" value=\"";
        var start = page.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return await browser.PostAsync(path, [("__RequestVerificationToken", page[start..page.IndexOf('"', start)]), .. fields]);
    }

    private static async Task<string> TextAsync(FormClient browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>A server with such a guard.</summary>
    public sealed class Server : SecuredServer, IAsyncDisposable
    {
        private readonly List<string> asked = [];
        private GuardServer guard = null!;

        /// <summary>What the guard was asked for.</summary>
        internal IReadOnlyList<string> Asked
        {
            get
            {
                lock (asked)
                    return [.. asked];
            }
        }

        async ValueTask IAsyncDisposable.DisposeAsync()
        {
            await guard.StopAsync(default);
            guard.Dispose();
            await DisposeAsync();
        }

        private protected override void Prepare(MetricsSettings settings)
        {
            base.Prepare(settings);
            settings.Guard.Socket = this["guard.sock"];
            settings.Guard.User = "nobody";
            var verbs = new GuardVerbs(NullLogger<GuardVerbs>.Instance, TimeProvider.System);
            Add<FirewallRequest>(verbs, _ => new FirewallAnswer(
                1, [new ListContract("drop", "/etc/drop.txt", 5, 2, [3, 9], null)], [new NeverContract("127.0.0.0/8", "loopback")], [new DropContract("addresses", 12, 720)],
                new PanicContract("203.0.113.9", 3_000, false, 50), 0, null, default));
            Add<BlocksRequest>(verbs, _ => new BlocksAnswer([new BlockContract(1, "192.0.2.7", TimeProvider.System.GetUtcNow(), 3_599, "<b>why", 2)], 1));
            Add<AdministratorRequest>(verbs, _ => new DoneAnswer(""));
            Add<PanicRequest>(verbs, _ => new DoneAnswer(""));
            Add<BlockRequest>(verbs, request =>
            {
                lock (asked)
                    asked.Add(request.Blocks[0].ToString());
                return new BlockAnswer([new BlockOutcome("", request.Blocks[0].Address == "127.0.0.1" ? "127.0.0.1 is loopback, and never blocked." : "", 1, true)]);
            });
            guard = new GuardServer(settings.Guard, verbs, TimeProvider.System, NullLogger<GuardServer>.Instance);
            guard.StartAsync(default).GetAwaiter().GetResult();
        }

        private void Add<T>(GuardVerbs verbs, Func<T, GuardAnswer> answer) where T : GuardRequest => verbs.Add<T>(TimeSpan.FromSeconds(5), (request, _, _) =>
        {
            lock (asked)
                asked.Add(request.ToString());
            return Task.FromResult(answer(request));
        });
    }
}
