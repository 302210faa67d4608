using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Metrics.Web.Configuration;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Access;

/// <summary>What must fail. Tokens, scopes, expiry and replay of shares are tested beside the shares; redirects, guessing and sessions
/// beside the sign-in; names that are scripts and connections without end have tests of their own.</summary>
public sealed partial class AttackTests(SecuredServer server) : IClassFixture<SecuredServer>
{
    private const string Place = "198.51.100.77";

    private static readonly string[] Forms =
    [
        "/alerts/acknowledge/{token}", "/alerts/silence", "/alerts/silence/{id:long}/end", "/alerts/{id:long}/acknowledge", "/alerts/{id:long}/close", "/firewall/block", "/firewall/panic", "/firewall/unblock", "/hold", "/hold/acknowledge",
        "/hold/restart/{service}", "/hold/resume", "/share/{name}/sign-in", "/share/{name}/sign-out", "/shares", "/shares/{name}/revoke", "/sign-in",
        "/sign-out",
    ];

    /// <summary>Forms that only ask: programs send long queries by POST, with a password and without a page that has a token. They change
    /// nothing, so what counts is that another site cannot read what they answer.</summary>
    private static readonly string[] Questions =
        ["/prometheus/api/v1/labels", "/prometheus/api/v1/query", "/prometheus/api/v1/query_range", "/prometheus/api/v1/series"];

    /// <summary>What takes JSON, or a method that no form has: another site's page cannot send it. ShareApiTests attack it.</summary>
    private static readonly string[] Programs = ["/api/v1/shares", "/api/v1/shares/{name}"];

    [Fact]
    public void Every_form_is_one_of_those_that_are_attacked_here()
    {
        var posts = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(method => method != "GET") == true)
            .ToLookup(endpoint => endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation == true);

        Assert.Equal(Forms, Paths(posts[true]));
        Assert.Equal([.. Programs, .. Questions], Paths(posts[false]));

        static IEnumerable<string> Paths(IEnumerable<RouteEndpoint> endpoints) =>
            endpoints.Select(endpoint => endpoint.RoutePattern.RawText!.TrimEnd('/')).Order(StringComparer.Ordinal);
    }

    [Theory, InlineData("labels"), InlineData("query"), InlineData("query_range"), InlineData("series")]
    public async Task A_question_of_another_site_has_no_session_and_its_answer_is_not_for_it(string question)
    {
        using var browser = server.Open(Place);
        using var signedIn = await browser.SignInAsync();
        // What a browser sends with another site's POST: no cookie that is lax.
        using var stranger = server.Open(Place);

        using var without = await stranger.SendAsync(Question());
        using var with = await browser.SendAsync(Question());

        Assert.Contains(signedIn.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("metrics-session=", StringComparison.Ordinal)
            && cookie.Contains("; samesite=lax", StringComparison.OrdinalIgnoreCase));
        Assert.True(without.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Found);
        Assert.NotEqual(HttpStatusCode.Unauthorized, with.StatusCode);
        Assert.DoesNotContain(with.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));

        HttpRequestMessage Question() => new(HttpMethod.Post, "/prometheus/api/v1/" + question)
        {
            Headers = { { "Origin", "https://evil.example" }, { "Sec-Fetch-Site", "cross-site" } },
            Content = new FormUrlEncodedContent([KeyValuePair.Create(question is "query" or "query_range" ? "query" : "match[]", "{__name__!=\"\"}")]),
        };
    }

    /// <summary>All of them, with something in the places of their parameters.</summary>
    public static TheoryData<string> Addresses => [.. Forms.Select(form => Parameter().Replace(form, match => match.Value.EndsWith(":long}", StringComparison.Ordinal) ? "1" : "x"))];

    [Theory, MemberData(nameof(Addresses))]
    public async Task A_form_of_another_site_does_nothing(string form)
    {
        using var attacker = server.Open(Place);
        using var own = await attacker.GetAsync("/sign-in");
        var html = await own.Content.ReadAsStringAsync();
        var token = html[(html.IndexOf("value=\"", StringComparison.Ordinal) + 7)..].Split('"')[0];
        using var browser = server.Open(Place);
        using var signedIn = await browser.SignInAsync();

        using var without = await browser.PostAsync(form, ("name", "evil"), ("graphs", "*"), ("user", "anna"), ("password", SecuredServer.Password));
        using var foreign = await browser.PostAsync(form, ("__RequestVerificationToken", token), ("name", "evil"), ("graphs", "*"), ("user", "anna"));
        using var inside = await browser.GetAsync("/status");

        Assert.Equal([400, 400, 200], new[] { without, foreign, inside }.Select(answer => (int)answer.StatusCode));
    }

    [Theory]
    [InlineData("/assets/{0}/..%2f..%2f..%2fetc%2fpasswd"), InlineData("/assets/{0}/....//....//etc/passwd"), InlineData("/assets/{0}//etc/passwd")]
    [InlineData("/g/..%2f..%2fetc%2fpasswd"), InlineData("/g/%2e%2e%2f%2e%2e/day.svg"), InlineData("/g/x/..%2fday.svg"), InlineData("/g/x%00/day.svg")]
    [InlineData("/share/..%2f..%2fetc/"), InlineData("/s/..%2f..%2fstate.db/"), InlineData("/../../../../etc/passwd"), InlineData("/..;/status"), InlineData("/%2e%2e/status")]
    [InlineData("/sign-in?to=/../../etc/passwd"), InlineData("/shares?graph=../../etc/passwd"), InlineData("/api/v1/fetch?series=../../etc/passwd"), InlineData("/?range=../x&theme=../y")]
    public async Task Paths_that_climb_lead_nowhere(string path)
    {
        using var browser = server.Open(Place);
        using var signedIn = await browser.SignInAsync();
        var raw = await RawAsync($"GET {string.Format(path, Metrics.Web.Endpoints.AssetFiles.Hash)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nCookie: metrics-session={browser.Cookie("metrics-session")}\r\n\r\n");

        Assert.DoesNotContain("root:", raw);
        Assert.DoesNotContain("SQLite format", raw);
        Assert.DoesNotMatch("^HTTP/1.1 5", raw);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 421")]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 421")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost:80evil\r\n\r\n", "HTTP/1.1 4")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n", "HTTP/1.1 421")]
    public async Task Requests_for_other_hosts_are_refused(string request, string expected) => Assert.StartsWith(expected, await RawAsync(request));

    [Theory]
    [InlineData("/?%0d%0aSet-Cookie:%20evil=1"), InlineData("/sign-in?to=/%0d%0aSet-Cookie:%20evil=1"), InlineData("/%0d%0aSet-Cookie:%20evil=1"), InlineData("/share/x%0d%0aSet-Cookie:%20evil=1/")]
    [InlineData("/g/x%0d%0aSet-Cookie:%20evil=1/day.svg?series=%0d%0aevil:%20x")]
    public async Task Nothing_of_an_address_becomes_a_header(string path)
    {
        using var browser = server.Open(Place);
        using var answer = await browser.GetAsync(path);

        Assert.DoesNotContain(answer.Headers, header => header.Key.Equals("evil", StringComparison.OrdinalIgnoreCase)
            || header.Value.Any(value => value.StartsWith("evil=", StringComparison.Ordinal)));
    }

    [Theory, InlineData("/"), InlineData("/sign-in"), InlineData("/sign-out"), InlineData("/shares"), InlineData("/share/x/"), InlineData("/s/x/"), InlineData("/nothing")]
    [InlineData("/alerts"), InlineData("/alerts/1"), InlineData("/alerts/acknowledge/x"), InlineData("/d/"), InlineData("/usage/2026-03"), InlineData("/offenders"), InlineData("/live"), InlineData("/help")]
    [InlineData("/firewall"), InlineData("/hold"), InlineData("/network"), InlineData("/g/net.eth9"), InlineData("/g/net.eth9?from=x")]
    public async Task No_page_can_be_framed_has_scripts_or_styles_of_its_own_or_tells_what_runs_here(string path)
    {
        using var browser = server.Open(Place);
        using var signedIn = await browser.SignInAsync();
        using var answer = await browser.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.EndsWith("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.DoesNotContain("<script>", html);
        Assert.DoesNotContain("<style", html);
        Assert.DoesNotMatch("\\s(style|on[a-z]+)=\"", html);
        foreach (var secret in (string[])[Installation.Version, "Kestrel", "Microsoft", "   at ", server["data"], "AspNetCore"])
            Assert.DoesNotContain(secret, html + answer.Headers);
    }

    [Fact]
    public async Task A_title_that_is_a_script_stays_text()
    {
        using var browser = server.Open(Place);
        using var signedIn = await browser.SignInAsync();
        using var made = await browser.SubmitAsync("/shares", ("name", "script"), ("title", "<script>alert(1)</script>"), ("note", "\"><img src=x>"), ("graphs", "net.*"), ("kind", "link"));
        using var list = await browser.GetAsync("/shares");
        var share = server.Services.GetRequiredService<Metrics.Web.Shares.ShareDirectory>().Find("script")!;
        using var shared = await browser.GetAsync("/" + share.Path(server.Services.GetRequiredService<Metrics.Web.Shares.ShareLinks>()));

        foreach (var html in (string[])[await made.Content.ReadAsStringAsync(), await list.Content.ReadAsStringAsync(), await shared.Content.ReadAsStringAsync()])
        {
            Assert.Contains("&lt;script&gt;", html);
            Assert.DoesNotContain("<script>", html);
            Assert.DoesNotContain("<img src=x", html);
        }
    }

    [Fact]
    public async Task A_body_without_an_end_is_cut_off()
    {
        using var socket = Connect();
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        var chunk = Encoding.ASCII.GetBytes("1000\r\n" + new string('a', 4096) + "\r\n");
        var sent = 0;
        try
        {
            for (; sent < 64 << 20; sent += 4096)
                await stream.WriteAsync(chunk);
        }
        catch (IOException)
        {
            // Cut off while we were talking.
        }

        Assert.InRange(sent, 0, 32 << 20);
    }

    [Fact]
    public async Task Headers_that_never_end_are_cut_off()
    {
        using var socket = Connect();
        await using var stream = socket.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray());
        using var reader = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 408", await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Compressed_bodies_are_not_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(new byte[32 << 20]);
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.Add("Content-Encoding", "gzip");
        content.Headers.Add("Content-Type", "application/x-www-form-urlencoded");

        using var answer = await server.Client.PostAsync("/sign-in", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Parameter();

    private TcpClient Connect() => new(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);

    private async Task<string> RawAsync(string request)
    {
        using var socket = Connect();
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }
}
