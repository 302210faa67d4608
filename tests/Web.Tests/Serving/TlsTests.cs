using System.Net;
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
        Assert.Equal("CN=first", await SubjectAsync());
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
    public void A_certificate_that_cannot_be_used_is_one_sentence()
    {
        using var directory = new TemporaryDirectory();
        var options = new ServerOptions { Certificate = directory.Write("cert.pem", "nothing") };

        var refused = Assert.Throws<StartRefusedException>(() => new CertificateFiles(options, TimeProvider.System, NullLogger<CertificateFiles>.Instance));

        Assert.StartsWith($"The certificate {directory["cert.pem"]} with the key {directory["cert.pem"]} cannot be used: ", refused.Message);
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
