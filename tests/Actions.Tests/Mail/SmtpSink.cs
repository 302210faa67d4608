using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace Metrics.Actions.Tests.Mail;

/// <summary>A real SMTP server on loopback that keeps what it takes, and behaves badly when told to.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2? certificate;
    private readonly Task accepting;
    private int taken;

    /// <summary>Starts it.</summary>
    /// <param name="certificate">Offers STARTTLS with it.</param>
    public SmtpSink(X509Certificate2? certificate = null)
    {
        this.certificate = certificate;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What was taken, in order; each was answered with 250 and its number.</summary>
    public ConcurrentQueue<(string Recipient, MimeMessage Mail)> Mails { get; } = new();

    /// <summary>Answers to the mails that come, instead of taking them: "451 later"; empty text: the connection is cut before the answer.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>Answers to recipients; one that is not here is welcome.</summary>
    public Dictionary<string, string> Recipients { get; init; } = [];

    /// <summary>User and password that must be given; null: nobody has to sign in.</summary>
    public (string User, string Password)? Account { get; init; }

    /// <summary>When it said that a mail is taken: stamps of <see cref="System.Diagnostics.Stopwatch"/>, each from just before the 250.</summary>
    public ConcurrentQueue<long> Stamps { get; } = new();

    /// <summary>How long it thinks between having a mail and saying that it is taken.</summary>
    public TimeSpan Thinks { get; init; }

    /// <summary>Commands it was given.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
        }
        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
            try
            {
                await TalkAsync(client.GetStream());
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
            }
    }

    private async Task TalkAsync(Stream stream)
    {
        var (signedIn, secured, recipient) = (Account is null, false, "");
        await SayAsync("220 sink");
        while (await LineAsync() is { } line)
        {
            Commands.Enqueue(line);
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync($"250-sink\r\n{(certificate is null || secured ? "" : "250-STARTTLS\r\n")}{(Account is null ? "" : "250-AUTH PLAIN\r\n")}250 8BITMIME");
                    break;
                case "STARTTLS":
                    await SayAsync("220 go");
                    var encrypted = new SslStream(stream);
                    await encrypted.AuthenticateAsServerAsync(certificate!);
                    (stream, secured) = (encrypted, true);
                    break;
                case "AUTH":
                    signedIn = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])) == $"\0{Account!.Value.User}\0{Account.Value.Password}";
                    await SayAsync(signedIn ? "235 welcome" : "535 no");
                    break;
                case "MAIL" when !signedIn:
                    await SayAsync("530 sign in first");
                    break;
                case "RCPT":
                    recipient = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
                    await SayAsync(Recipients.GetValueOrDefault(recipient, "250 yes"));
                    break;
                case "DATA":
                    await SayAsync("354 go on");
                    var mail = await MailAsync();
                    if (Refusals.TryDequeue(out var refusal))
                    {
                        if (refusal.Length == 0)
                            return;
                        await SayAsync(refusal);
                        break;
                    }
                    Mails.Enqueue((recipient, mail));
                    if (Thinks > TimeSpan.Zero)
                        await Task.Delay(Thinks, stop.Token);
                    Stamps.Enqueue(System.Diagnostics.Stopwatch.GetTimestamp());
                    await SayAsync($"250 2.0.0 Ok: taken as number {Interlocked.Increment(ref taken)}");
                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    await SayAsync("250 ok");
                    break;
            }
        }

        async Task SayAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), stop.Token);

        async Task<string?> LineAsync()
        {
            var line = new List<byte>();
            var one = new byte[1];
            while (await stream.ReadAsync(one, stop.Token) == 1)
            {
                if (one[0] == '\n')
                    return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                line.Add(one[0]);
            }
            return null;
        }

        async Task<MimeMessage> MailAsync()
        {
            var text = new StringBuilder();
            while (await LineAsync() is { } line and not ".")
                text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
            return await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), stop.Token);
        }
    }
}
