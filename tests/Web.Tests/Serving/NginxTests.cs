using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Metrics.Web.Tests.Access;
using Metrics.Web.Tests.Commands;

namespace Metrics.Web.Tests.Serving;

/// <summary>Debian's nginx in front, as docs/access.md sets it up: a path of its own, and a Unix socket behind it.</summary>
public sealed class NginxTests : IAsyncLifetime
{
    private const string Host = "stats.example";

    private readonly TemporaryDirectory directory = new();
    private ServerProcess server = null!;
    private Process nginx = null!;
    private Uri address = null!;

    public async ValueTask InitializeAsync()
    {
        directory.Write("metrics.toml", $"""
            server.listen = ["unix:{directory["http.sock"]}"]
            server.proxies = ["unix"]
            server.hosts = ["{Host}"]
            access.plain_passwords = true
            """);
        var added = await TypeAsync("correct horse\n", "user", "add", "anna");
        Assert.Equal(0, added.ExitCode);
        server = new ServerProcess("--config", directory["metrics.toml"], "--data", directory["data"]);
        await server.AddressAsync();
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            address = new Uri($"http://{free.LocalEndpoint}/");
        }
        nginx = StartNginx();
        await Eventually(async () =>
        {
            using var client = Open();
            using var answer = await client.GetAsync("/stats/healthz");
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }

    public ValueTask DisposeAsync()
    {
        nginx.Kill(entireProcessTree: true);
        nginx.WaitForExit();
        nginx.Dispose();
        server.Dispose();
        directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Sign_in_pages_pictures_and_shares_work_below_the_path_of_the_proxy()
    {
        using var browser = Open();
        using var asked = await browser.GetAsync("/stats/status");
        var signIn = new Uri(new Uri(address, "/stats/status"), asked.Headers.Location!);
        Assert.Equal("/stats/sign-in", signIn.AbsolutePath);

        using var signedIn = await browser.SubmitAsync(signIn.PathAndQuery, ("user", "anna"), ("password", "correct horse"));
        Assert.Equal("/stats/status", new Uri(signIn, signedIn.Headers.Location!).AbsolutePath);
        Assert.All(signedIn.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("path=/stats", cookie));
        using var status = await browser.GetAsync("/stats/status");
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
        var html = await status.Content.ReadAsStringAsync();
        using var style = await browser.GetAsync("/stats/" + html[html.IndexOf("assets/", StringComparison.Ordinal)..].Split('"')[0]);
        Assert.Equal(HttpStatusCode.OK, style.StatusCode);

        var link = await RunAsync("share", "add", "colo", "--graphs", "*");
        var path = "/stats" + new Uri(link.Output).AbsolutePath;
        using var visitor = Open();
        using var shared = await visitor.GetAsync(path);
        await RunAsync("share", "revoke", "colo");
        using var revoked = await visitor.GetAsync(path);
        Assert.Equal([200, 410], new[] { shared, revoked }.Select(answer => (int)answer.StatusCode));

        await TypeAsync("invited\n", "share", "add", "folder", "--graphs", "*", "--user", "visitor");
        using var opened = await visitor.SubmitAsync("/stats/share/folder/", ("user", "visitor"), ("password", "invited"));
        using var folder = await visitor.GetAsync("/stats/share/folder/");
        Assert.Equal([303, 200], new[] { opened, folder }.Select(answer => (int)answer.StatusCode));
        Assert.Contains("path=/stats/share/folder", Assert.Single(opened.Headers.GetValues("Set-Cookie"), one => one.StartsWith("metrics-share", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Other_hosts_are_refused_through_the_proxy_too()
    {
        using var browser = new FormClient(address, host: "evil.example");
        using var answer = await browser.GetAsync("/stats/healthz");

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public void The_socket_is_for_its_user_and_group() => Assert.Equal(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(directory["http.sock"]));

    [Fact]
    public async Task A_socket_left_behind_by_a_kill_is_in_nobodys_way()
    {
        server.Signal("KILL");
        await server.ExitAsync();
        Assert.True(File.Exists(directory["http.sock"]));

        server.Dispose();
        server = new ServerProcess("--config", directory["metrics.toml"], "--data", directory["data"]);
        await server.AddressAsync();

        using var browser = Open();
        using var answer = await browser.GetAsync("/stats/healthz");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private FormClient Open() => new(address, host: Host);

    private Process StartNginx()
    {
        var configuration = directory.Write("nginx.conf", $$"""
            user root;
            daemon off;
            pid {{directory["nginx.pid"]}};
            error_log {{directory["nginx.log"]}};
            events { }
            http {
                access_log off;
                client_body_temp_path {{directory["body"]}};
                proxy_temp_path {{directory["proxy"]}};
                fastcgi_temp_path {{directory["fastcgi"]}};
                uwsgi_temp_path {{directory["uwsgi"]}};
                scgi_temp_path {{directory["scgi"]}};
                server {
                    listen {{address.Authority}};
                    location /stats/ {
                        proxy_pass http://unix:{{directory["http.sock"]}}:/;
                        proxy_set_header Host $host;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_set_header X-Forwarded-Prefix /stats;
                    }
                }
            }
            """);
        try
        {
            return Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-c", configuration]) { RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("The test needs Debian's nginx: apt-get install -y nginx-light", e);
        }
    }

    private Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.MetricsAsync([.. arguments, "--config", directory["metrics.toml"], "--data", directory["data"]]);

    private Task<CommandRun> TypeAsync(string input, params string[] arguments) =>
        CommandRun.TypingAsync(input, [.. arguments, "--config", directory["metrics.toml"], "--data", directory["data"]]);

    private static Task Eventually(Func<Task<bool>> condition) => Waiting.UntilAsync(condition, "nginx did not serve within 30 seconds.");
}
