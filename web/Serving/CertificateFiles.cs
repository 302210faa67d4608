using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Metrics.Web.Configuration;

namespace Metrics.Web.Serving;

/// <summary>The certificate of the configuration, read again when its files have changed: whoever renews it does not have to tell us. A
/// new one that cannot be used leaves the old one in force.</summary>
internal sealed partial class CertificateFiles : IDisposable
{
    /// <summary>How often the files are looked at, when somebody connects.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly string certificate;
    private readonly string key;
    private readonly TimeProvider time;
    private readonly ILogger<CertificateFiles> log;
    private readonly Lock gate = new();
    private (DateTime, DateTime) read;
    private long looked;

    // Of what was said already, so that a fault that stays is one line and not one every ten seconds.
    private string fault = "";
    private SslServerAuthenticationOptions current;

    // One that was replaced is left to the collector: connections may still be made with it.
    private X509Certificate2? leaf;

    /// <summary>Reads the files.</summary>
    /// <exception cref="StartRefusedException">They cannot be used.</exception>
    public CertificateFiles(ServerOptions options, TimeProvider time, ILogger<CertificateFiles> log)
    {
        (certificate, this.time, this.log) = (options.Certificate, time, log);
        key = options.CertificateKey.Length > 0 ? options.CertificateKey : certificate;
        try
        {
            read = Times();
            current = Read();
            looked = time.GetTimestamp();
        }
        catch (Exception e) when (IsFault(e))
        {
            throw new StartRefusedException($"The certificate {certificate} with the key {key} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>What a connection needs.</summary>
    public SslServerAuthenticationOptions Current()
    {
        lock (gate)
        {
            if (time.GetElapsedTime(looked) < Interval)
                return current;
            looked = time.GetTimestamp();
            try
            {
                if (Times() is var times && times != read)
                {
                    // The times first: a file that is still being written is then read again.
                    read = times;
                    current = Read();
                    fault = "";
                    LogRead(certificate);
                }
            }
            catch (Exception e) when (IsFault(e))
            {
                if (fault != e.Message)
                    LogFailed(certificate, e.Message);
                fault = e.Message;
            }
            return current;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            leaf?.Dispose();
    }

    private SslServerAuthenticationOptions Read()
    {
        var own = X509Certificate2.CreateFromPemFile(certificate, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificate);
        var options = new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(own, chain, offline: true) };
        leaf = own;
        return options;
    }

    /// <summary>Of the files themselves: what is configured often are links to them.</summary>
    private (DateTime, DateTime) Times()
    {
        using var first = File.OpenHandle(certificate);
        using var second = File.OpenHandle(key);
        return (File.GetLastWriteTimeUtc(first), File.GetLastWriteTimeUtc(second));
    }

    private static bool IsFault(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate {Path} has changed and is in force.")]
    private partial void LogRead(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate {Path} has changed and cannot be used; the one before stays in force: {Reason}")]
    private partial void LogFailed(string path, string reason);
}
