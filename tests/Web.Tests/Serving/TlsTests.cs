using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Metrics.Web.Configuration;
using Metrics.Web.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Web.Tests.Serving;

public sealed class TlsTests(TlsTests.TlsServer server) : IClassFixture<TlsTests.TlsServer>
{
    /// <summary>A server with a certificate of its own.</summary>
    public sealed class TlsServer : TestServer
    {
        internal FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

        private protected override TimeProvider Time => Clock;

        private protected override void Prepare(MetricsSettings settings)
        {
            Write(this["cert.pem"], this["key.pem"], "CN=first");
            settings.Server.Certificate = this["cert.pem"];
            settings.Server.CertificateKey = this["key.pem"];
        }
    }

    [Fact]
    public async Task A_changed_certificate_is_in_force_without_a_restart_and_a_broken_one_never_is()
    {
        // Whichever test came before has left its own.
        Renew("CN=one");
        Assert.Equal("CN=one", await SubjectAsync());
        Write(server["cert.pem"], server["key.pem"], "CN=second");
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("CN=second", await SubjectAsync());
        File.WriteAllText(server["cert.pem"], "no certificate");
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("CN=second", await SubjectAsync());
        Write(server["cert.pem"], server["key.pem"], "CN=third");
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("CN=third", await SubjectAsync());
    }

    [Fact]
    public async Task Connections_and_handshakes_that_have_begun_are_not_disturbed_by_another_certificate()
    {
        Renew("CN=before");
        using var open = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=before" } }) { BaseAddress = server.Client.BaseAddress };
        Assert.Equal("ok\n", await open.GetStringAsync("/healthz"));
        using var socket = new TcpClient(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);
        var meanwhile = "";
        // Asked with the server's certificate in hand and our part of the handshake still to be said.
        await using var half = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) =>
        {
            Assert.Equal("CN=before", certificate!.Subject);
            Renew("CN=after");
            meanwhile = SubjectAsync().GetAwaiter().GetResult();
            // What nobody holds any more goes now.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return meanwhile == "CN=after";
        });

        await half.AuthenticateAsClientAsync("localhost");
        await half.WriteAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(half);

        Assert.Equal("CN=after", meanwhile);
        Assert.StartsWith("HTTP/1.1 200", await reader.ReadToEndAsync());
        Assert.Equal("ok\n", await open.GetStringAsync("/healthz"));
        Assert.Equal("CN=after", await SubjectAsync());
    }

    [Fact]
    public void A_broken_certificate_is_said_once_and_the_one_before_stays()
    {
        using var directory = new TemporaryDirectory();
        var (options, clock, log) = (new ServerOptions { Certificate = directory["cert.pem"], CertificateKey = directory["key.pem"] }, new FakeTimeProvider(), new Lines<CertificateFiles>());
        Write(options.Certificate, options.CertificateKey, "CN=good");
        using var files = new CertificateFiles(options, clock, log);
        var good = files.Current();

        File.WriteAllText(options.Certificate, "no certificate");
        for (var look = 0; look < 3; look++)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Same(good, files.Current());
        }
        Assert.StartsWith($"Error: The certificate {options.Certificate} has changed and cannot be used; the one before stays in force: ", Assert.Single(log.All));

        File.Delete(options.Certificate);
        for (var look = 0; look < 3; look++)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Same(good, files.Current());
        }
        Assert.Equal(2, log.All.Count);
        Write(options.Certificate, options.CertificateKey, "CN=better");
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.NotSame(good, files.Current());
        Assert.Equal($"Information: The certificate {options.Certificate} has changed and is in force.", log.All[^1]);
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_one_sentence()
    {
        using var directory = new TemporaryDirectory();
        var options = new ServerOptions { Certificate = directory.Write("cert.pem", "nothing") };

        var refused = Assert.Throws<StartRefusedException>(() => new CertificateFiles(options, TimeProvider.System, NullLogger<CertificateFiles>.Instance));

        Assert.StartsWith($"The certificate {directory["cert.pem"]} with the key {directory["cert.pem"]} cannot be used: ", refused.Message);
    }

    private void Renew(string subject)
    {
        Write(server["cert.pem"], server["key.pem"], subject);
        server.Clock.Advance(TimeSpan.FromSeconds(10));
    }

    private async Task<string> SubjectAsync()
    {
        var subject = "";
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => (subject = certificate!.Subject).Length > 0;
        using var client = new HttpClient(handler) { BaseAddress = server.Client.BaseAddress };
        using var answer = await client.GetAsync("/healthz");
        Assert.Equal((HttpStatusCode.OK, "https"), (answer.StatusCode, client.BaseAddress!.Scheme));
        return subject;
    }

    private static void Write(string certificateFile, string keyFile, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
    }
}
