using System.Net;
using Metrics.Actions.Alerts;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Actions.Tests.Alerts;

public sealed class ChannelTests : IDisposable
{
    private static readonly byte[] Body = "{\"text\":\"full; rm -rf /\"}"u8.ToArray();

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_webhook_is_signed_and_says_by_its_header_which_message_it_is()
    {
        File.WriteAllText(directory["secret"], "key\n");
        using var listener = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/hook/";
        listener.Prefixes.Add(address);
        listener.Start();
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_790_000_000));
        using var channel = new WebhookChannel(Options(new Receiver("chat") { Webhook = address, SecretFile = directory["secret"] }), time);
        var sending = channel.SendAsync(Message("webhook", "chat"), TestContext.Current.CancellationToken);

        var context = await listener.GetContextAsync();
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body, TestContext.Current.CancellationToken);
        context.Response.StatusCode = 204;
        context.Response.Close();

        Assert.True((await sending).Accepted);
        Assert.Equal(Body, body.ToArray());
        // printf '1790000000.{"text":"full; rm -rf /"}' | openssl dgst -sha256 -hmac key
        Assert.Equal($"t=1790000000,v1={Hmac}", context.Request.Headers["Metrics-Signature"]);
        Assert.Equal(32, context.Request.Headers["Metrics-Delivery"]!.Length);
    }

    [Fact]
    public async Task A_redirection_is_not_followed_and_an_answer_without_end_is_not_read()
    {
        using var moved = new HttpListener();
        var elsewhere = $"http://127.0.0.1:{FreePort()}/";
        moved.Prefixes.Add(elsewhere);
        moved.Start();
        var asked = moved.GetContextAsync();

        var redirected = await PostAsync($"HTTP/1.1 307 Elsewhere\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n");
        var endless = await PostAsync("HTTP/1.1 200 Ok\r\nContent-Length: 1000000000000\r\n\r\nand so on");
        var bodyless = await PostAsync("HTTP/1.1 200 Ok\u001b[2J\r\n\r\n");
        var nothing = await PostAsync("", TimeSpan.FromSeconds(1));

        Assert.Equal(Delivery.Failed("307 Elsewhere"), redirected);
        Assert.False(asked.IsCompleted);
        Assert.Equal(Delivery.Taken("200 Ok"), endless);
        Assert.DoesNotContain('\u001b', bodyless.Answer);
        Assert.Equal(Delivery.Failed("No answer within 10 s."), nothing);
    }

    private static async Task<Delivery> PostAsync(string answer, TimeSpan? patience = null)
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var channel = new WebhookChannel(Options(new Receiver("hook") { Webhook = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/" }), TimeProvider.System);
        using var cancel = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(30));
        var sending = channel.SendAsync(Message("webhook", "hook"), cancel.Token);
        // The connection stays open until the channel has had enough.
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer), TestContext.Current.CancellationToken);
        return await sending;
    }

    [Fact]
    public async Task A_command_gets_its_input_without_a_shell_and_what_fails_is_told()
    {
        var options = Options(
            new Receiver("file") { Command = ["/usr/bin/tee", directory["out; touch x"]] }, new Receiver("false") { Command = ["/bin/false"] },
            new Receiver("none") { Command = ["/no/such/program"] });
        var channel = new CommandChannel(options);

        Assert.True((await channel.SendAsync(Message("command", "file"), TestContext.Current.CancellationToken)).Accepted);
        Assert.Equal(Body, File.ReadAllBytes(directory["out; touch x"]));
        Assert.Equal(Delivery.Failed("/bin/false ended with 1."), await channel.SendAsync(Message("command", "false"), TestContext.Current.CancellationToken));
        Assert.False((await channel.SendAsync(Message("command", "none"), TestContext.Current.CancellationToken)).Accepted);
        Assert.False((await channel.SendAsync(Message("command", "gone"), TestContext.Current.CancellationToken)).Accepted);
    }

    [Fact]
    public async Task A_command_that_hangs_is_ended()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        var delivery = await new CommandChannel(Options(new Receiver("slow") { Command = ["/bin/sleep", "600"] })).SendAsync(Message("command", "slow"), patience.Token);

        Assert.False(delivery.Accepted);
        Assert.Contains("was ended", delivery.Answer, StringComparison.Ordinal);
    }

    private const string Hmac = "89f8aa59d1122f0dff93e5ae480d3a0cb6efb650899ec4106af18d1b177a02cf";

    private static AlertSettings Options(params Receiver[] receivers) => new(new AlertOptions
    {
        Rules = [],
        Receivers = [.. receivers],
        Mail = new MailOptions(),
        Server = "test",
        Zone = TimeZoneInfo.Utc,
        Step = TimeSpan.FromSeconds(10),
    });

    private static OutboxMessage Message(string way, string target) => new("key", way, target, "full", Body);

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
