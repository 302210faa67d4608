using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Metrics.Actions.Outbox;

namespace Metrics.Actions.Alerts;

/// <summary>Posts JSON documents. With a secret the header <c>Metrics-Signature</c> is <c>t=SECONDS,v1=HEX</c>, where HEX is the HMAC-SHA256 of
/// "SECONDS.BODY"; <c>Metrics-Delivery</c> is the same for the same message, however often it is tried.</summary>
public sealed class WebhookChannel : IChannel, IDisposable
{
    /// <summary>Its name in the outbox.</summary>
    public const string Name = "webhook";

    private const int MostAnswerBytes = 4096;

    private readonly AlertSettings settings;
    private readonly TimeProvider time;

    // A redirection could lead anywhere; who has moved says so in the configuration.
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostAnswerBytes,
    };

    /// <summary>Knows who is posted to.</summary>
    public WebhookChannel(AlertSettings settings, TimeProvider time) => (this.settings, this.time) = (settings, time);

    /// <inheritdoc/>
    public string Way => Name;

    /// <inheritdoc/>
    public TimeSpan Patience => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        if (settings.Current.Receivers.FirstOrDefault(one => one.Name == message.Target) is not { Webhook.Length: > 0 } receiver)
            return Delivery.Failed($"alert.{message.Target} has no webhook any more.");
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(receiver)) { Content = new ByteArrayContent(message.Content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("Metrics-Delivery", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Key)).AsSpan(0, 16)));
        if (receiver.SecretFile.Length > 0 || receiver.SecretCredential.Length > 0)
            request.Headers.Add("Metrics-Signature", Sign(SecretFile.Read(receiver.SecretCredential, receiver.SecretFile), message.Content, time.GetUtcNow().ToUnixTimeSeconds()));
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            var answer = $"{(int)response.StatusCode} {response.ReasonPhrase}";
            return response.IsSuccessStatusCode ? Delivery.Taken(answer) : Delivery.Failed(answer);
        }
        catch (OperationCanceledException)
        {
            return Delivery.Failed($"No answer within {Patience.TotalSeconds:0} s.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <summary>Where to post to: ntfy takes documents at the address above its topics.</summary>
    private static Uri AddressOf(Receiver receiver) =>
        receiver.Form == WebhookForm.Ntfy ? new Uri(new Uri(receiver.Webhook.TrimEnd('/')), ".") : new Uri(receiver.Webhook);

    /// <summary>The signature of a body.</summary>
    internal static string Sign(string secret, byte[] body, long unixSeconds)
    {
        var seconds = unixSeconds.ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds + "."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
