using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Metrics.Web.Tests.Access;

/// <summary>A browser without a window: keeps cookies, fills in forms, and does not follow redirects.</summary>
internal sealed partial class FormClient : IDisposable
{
    private readonly HttpClient client;

    public FormClient(Uri server, string? from = null, bool isSecure = true, string? host = null)
    {
        Cookies = new CookieContainer();
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server };
        client.DefaultRequestHeaders.Host = host;
        if (from is not null)
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", isSecure ? "https" : "http");
        }
    }

    /// <summary>What the server has asked to keep. Those for https are sent too: the test stands behind the proxy.</summary>
    public CookieContainer Cookies { get; }

    /// <summary>The value of a cookie for a path; null when there is none.</summary>
    public string? Cookie(string name, string path = "/") => Cookies.GetCookies(Secure(path))[name]?.Value;

    /// <summary>Asks for a page.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Asks for a page as a program does, with user and password.</summary>
    public Task<HttpResponseMessage> GetWithPasswordAsync(string path, string user, string password)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        request.Headers.Accept.ParseAdd("*/*");
        return SendAsync(request);
    }

    /// <summary>Loads a page, fills in its last form and sends it off.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, params IEnumerable<(string Name, string Value)> fields)
    {
        using var loaded = await GetAsync(page);
        var html = await loaded.Content.ReadAsStringAsync();
        var form = html[html.LastIndexOf("<form", StringComparison.Ordinal)..];
        var action = WebUtility.HtmlDecode(Action().Match(form).Groups[1].Value);
        var all = Hidden().Matches(form).Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)))
            .Where(field => !fields.Any(own => own.Name == field.Item1)).Concat(fields);
        return await PostAsync(new Uri(new Uri(client.BaseAddress!, page), action).PathAndQuery, all);
    }

    /// <summary>Sends a form off without having loaded it.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, params IEnumerable<(string Name, string Value)> fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        });

    /// <summary>Signs in as a user.</summary>
    public Task<HttpResponseMessage> SignInAsync(string user = SecuredServer.Administrator, string password = SecuredServer.Password, string to = "/") =>
        SubmitAsync("/sign-in?to=" + Uri.EscapeDataString(to), ("user", user), ("password", password));

    /// <summary>Sends any request.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (request.Headers.Accept.Count == 0)
                request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
            var path = Secure(request.RequestUri!.OriginalString);
            if (Cookies.GetCookieHeader(path) is { Length: > 0 } cookies)
                request.Headers.Add("Cookie", cookies);
            var answer = await client.SendAsync(request);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                Cookies.SetCookies(path, cookie);
            return answer;
        }
    }

    public void Dispose() => client.Dispose();

    private Uri Secure(string path) => new(new UriBuilder(client.BaseAddress!) { Scheme = "https" }.Uri, path);

    [GeneratedRegex("<form[^>]* action=\"([^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
