using System.Net;
using System.Text.RegularExpressions;
using Metrics.Web.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Access;

public sealed partial class SignInTests(SecuredServer server) : IClassFixture<SecuredServer>
{
    private static int places;

    // A place of its own for each test, so that the wrong passwords of one do not slow another.
    private readonly string place = $"203.0.113.{Interlocked.Increment(ref places)}";

    [Theory, InlineData("/"), InlineData("/status"), InlineData("/metrics"), InlineData("/openapi.json"), InlineData("/api/v1/series"), InlineData("/nothing/here")]
    public async Task Nothing_is_shown_to_those_who_are_not_signed_in(string path)
    {
        using var browser = server.Open(place);
        using var page = await browser.GetAsync(path);
        using var program = await server.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
        Assert.Equal("Basic realm=\"Metrics\", charset=\"UTF-8\"", program.Headers.WwwAuthenticate.ToString());
        Assert.DoesNotContain("eth9", await program.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_graph_that_there_is_looks_like_one_that_there_is_not()
    {
        using var one = await server.Client.GetAsync($"/g/{server.Graph}/day.svg");
        using var none = await server.Client.GetAsync("/g/nothing/day.svg");

        Assert.Equal(HttpStatusCode.Unauthorized, one.StatusCode);
        Assert.Equal(await one.Content.ReadAsStringAsync(), await none.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_card_has_the_theme_of_its_address_after_a_wrong_password_too()
    {
        using var browser = server.Open(place);
        using var shown = await browser.GetAsync("/sign-in?theme=dark");
        var card = await shown.Content.ReadAsStringAsync();
        using var none = await browser.GetAsync("/sign-in?theme=loud");

        Assert.Contains("data-theme=\"dark\"", card);
        Assert.Contains("action=\"./sign-in?theme=dark\"", card);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }

    [Theory, InlineData("/healthz"), InlineData("/readyz")]
    public async Task Health_is_open_and_says_nothing_else(string path)
    {
        using var answer = await server.Client.GetAsync(path);

        Assert.InRange((await answer.Content.ReadAsStringAsync()).Length, 1, 20);
    }

    [Fact]
    public async Task A_page_leads_to_the_sign_in_and_from_there_back()
    {
        using var browser = server.Open(place);
        using var asked = await browser.GetAsync($"/g/{server.Graph}?theme=dark");
        var signIn = new Uri(new Uri($"https://stats.example/g/{server.Graph}"), asked.Headers.Location!);
        using var answer = await browser.SubmitAsync(signIn.PathAndQuery, ("user", SecuredServer.Administrator), ("password", SecuredServer.Password));
        using var page = await browser.GetAsync($"/g/{server.Graph}");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"./g/{server.Graph}?theme=dark", answer.Headers.Location!.OriginalString);
        Assert.Contains("Sign out anna", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_of_plain_http()
    {
        using var browser = server.Open(place);
        using var answer = await browser.SignInAsync();

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("metrics-session=", StringComparison.Ordinal));
        Assert.Contains("; secure", cookie);
        Assert.Contains("; httponly", cookie);
        Assert.Contains("; samesite=lax", cookie);
        Assert.Contains("; path=/", cookie);
    }

    [Fact]
    public async Task An_unknown_user_is_answered_as_a_wrong_password_is()
    {
        using var browser = server.Open(place);
        using var wrong = await browser.SignInAsync(password: "battery staple");
        using var unknown = await browser.SignInAsync(user: "nobody", password: "battery staple");

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        var expected = Token().Replace(await wrong.Content.ReadAsStringAsync(), "").Replace(SecuredServer.Administrator, "nobody");
        Assert.Equal(expected, Token().Replace(await unknown.Content.ReadAsStringAsync(), ""));
        Assert.Null(browser.Cookie("metrics-session"));
    }

    [Fact]
    public async Task A_session_cookie_from_before_the_sign_in_is_worth_nothing_after_it()
    {
        using var attacker = server.Open(place);
        using (await attacker.SignInAsync(SecuredServer.Owner))
        {
        }
        var planted = attacker.Cookie("metrics-session")!;
        using var victim = server.Open(place);
        victim.Cookies.Add(new Uri("https://127.0.0.1/"), new Cookie("metrics-session", planted));

        using var answer = await victim.SignInAsync();

        Assert.NotEqual(planted, victim.Cookie("metrics-session"));
        using var page = await attacker.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_copies_of_the_cookie_too()
    {
        using var browser = server.Open(place);
        using var signedIn = await browser.SignInAsync();
        using var copy = server.Open(place);
        copy.Cookies.Add(new Uri("https://127.0.0.1/"), new Cookie("metrics-session", browser.Cookie("metrics-session")));
        using var before = await copy.GetAsync("/status");

        using var answer = await browser.SubmitAsync("/sign-out");

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        using var after = await copy.GetAsync("/status");
        Assert.Equal(HttpStatusCode.Found, after.StatusCode);
    }

    [Fact]
    public async Task Another_password_and_the_removal_of_the_user_end_the_sessions()
    {
        var users = server.Services.GetRequiredService<UserDirectory>();
        var passwords = server.Services.GetRequiredService<Passwords>();
        users.Add("temp", Role.Administrator, [], passwords.Hash(SecuredServer.Password));
        using var browser = server.Open(place);
        using var first = await browser.SignInAsync("temp");
        using var inside = await browser.GetAsync("/status");
        users.SetPassword("temp", passwords.Hash("another horse"));
        using var changed = await browser.GetAsync("/status");
        using var second = await browser.SignInAsync("temp", "another horse");
        using var again = await browser.GetAsync("/status");
        users.Remove("temp");
        using var removed = await browser.GetAsync("/status");

        Assert.Equal([200, 302, 200, 302], new[] { inside, changed, again, removed }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task Programs_send_user_and_password_with_the_request()
    {
        using var client = server.Open(place);
        using var right = await client.GetWithPasswordAsync("/metrics", SecuredServer.Administrator, SecuredServer.Password);
        using var wrong = await client.GetWithPasswordAsync("/metrics", SecuredServer.Administrator, "battery staple");
        using var owner = await client.GetWithPasswordAsync("/metrics", SecuredServer.Owner, SecuredServer.Password);
        using var never = await client.GetWithPasswordAsync("/metrics", SecuredServer.Proxied, "");

        Assert.Equal([200, 401, 403, 401], new[] { right, wrong, owner, never }.Select(answer => (int)answer.StatusCode));
        Assert.Contains("metrics_password_failures_total", await right.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Basic"), InlineData("Basic ?"), InlineData("Basic YQ=="), InlineData("Basic /w=="), InlineData("Bearer abc"), InlineData("Basic Og==")]
    public async Task Credentials_that_are_none_are_refused(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        request.Headers.Add("X-Forwarded-For", place);
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task An_owner_sees_his_domains_and_nothing_else()
    {
        using var browser = server.Open(place);
        using var signedIn = await browser.SignInAsync(SecuredServer.Owner);
        foreach (var path in (string[])["/live", "/status", "/metrics", "/api/v1/series", $"/g/{server.Graph}", $"/g/{server.Graph}/day.svg"])
        {
            using var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        }

        Assert.True(await MayAsync(SecuredServer.Owner, "a.example"));
        Assert.True(await MayAsync(SecuredServer.Owner, "A.EXAMPLE"));
        Assert.False(await MayAsync(SecuredServer.Owner, "b.example"));
        Assert.False(await MayAsync(SecuredServer.Owner, "a.example.b.example"));
        Assert.False(await MayAsync(SecuredServer.Owner, null));
        Assert.True(await MayAsync(SecuredServer.Administrator, "b.example"));
    }

    [Fact]
    public async Task Guessing_is_slowed_for_a_place_and_not_for_others()
    {
        using var guesser = server.Open("2001:db8::1");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
        {
            using var guess = await guesser.SignInAsync($"user{i}", "guess");
            statuses.Add(guess.StatusCode);
            if (guess.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.NotNull(guess.Headers.RetryAfter);
        }
        // The same customer with another of his addresses.
        using var neighbour = server.Open("2001:db8::2");
        using var neighbours = await neighbour.SignInAsync("user11", "guess");
        using var other = server.Open(place);
        using var others = await other.SignInAsync();

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.Unauthorized, 10).Append(HttpStatusCode.TooManyRequests), statuses);
        Assert.Equal(HttpStatusCode.TooManyRequests, neighbours.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, others.StatusCode);
    }

    [Fact]
    public async Task Guessing_is_slowed_for_an_account_wherever_it_comes_from()
    {
        HttpStatusCode last = default;
        for (var i = 0; i < 11; i++)
        {
            using var guesser = server.Open($"198.51.100.{i}");
            using var guess = await guesser.SignInAsync("popular", "guess");
            last = guess.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task Passwords_are_not_taken_over_plain_http_from_elsewhere()
    {
        using var browser = server.Open(place, isSecure: false);
        using var form = await browser.SignInAsync();
        using var basic = await browser.GetWithPasswordAsync("/metrics", SecuredServer.Administrator, SecuredServer.Password);

        Assert.Equal(HttpStatusCode.Forbidden, form.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, basic.StatusCode);
    }

    [Theory]
    [InlineData(SecuredServer.Proxied, 200), InlineData(SecuredServer.Owner, 403), InlineData("nobody", 401), InlineData("", 401)]
    public async Task A_trusted_proxy_may_say_who_somebody_is(string user, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Forwarded-For", place);
        request.Headers.TryAddWithoutValidation("X-Remote-User", user);

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/"), InlineData("//evil.example/"), InlineData("/\\evil.example"), InlineData("\\/evil.example"), InlineData("evil.example")]
    [InlineData("/a\r\nSet-Cookie: x=y"), InlineData("/ /evil"), InlineData("javascript:alert(1)"), InlineData("/\tx"), InlineData("")]
    public async Task After_the_sign_in_nobody_is_sent_elsewhere(string to)
    {
        using var browser = server.Open(place);
        using var answer = await browser.SubmitAsync("/sign-in", ("user", SecuredServer.Administrator), ("password", SecuredServer.Password), ("to", to));

        Assert.Equal("./", answer.Headers.Location!.OriginalString);
        Assert.False(answer.Headers.Contains("x"));
    }

    private async Task<bool> MayAsync(string user, string? domain)
    {
        var context = new DefaultHttpContext { RequestServices = server.Services };
        context.Request.RouteValues["domain"] = domain;
        var principal = AccessClaims.Principal(server.Services.GetRequiredService<UserDirectory>().Find(user)!, "test");
        var authorization = server.Services.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(principal, context, AccessPolicies.Domain)).Succeeded;
    }

    [GeneratedRegex("<input type=\"hidden\"[^>]*>")]
    private static partial Regex Token();
}
