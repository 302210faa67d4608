using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Metrics.Bench.Store;

/// <summary>Debian's VictoriaMetrics: raw samples in text lines over HTTP, without archives, flushed to its files at the end.</summary>
internal sealed class VictoriaMetricsPeer : IStorePeer
{
    private const string Program = "/usr/bin/victoria-metrics";

    private readonly PeerLoad load;
    private readonly Process server;
    private readonly HttpClient client;

    public VictoriaMetricsPeer(PeerLoad load)
    {
        if (!File.Exists(Program))
            throw new FileNotFoundException("The comparison needs VictoriaMetrics: apt-get install victoria-metrics.", Program);
        this.load = load;
        var address = $"127.0.0.1:{FreePort()}";
        client = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        server = Process.Start("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", Program,
            $"-storageDataPath={load.Directory}/victoria", $"-httpListenAddr={address}", "-retentionPeriod=10y"]);
        for (var attempt = 0; !IsUp(); attempt++)
        {
            if (attempt == 100 || server.HasExited)
                throw new InvalidOperationException("VictoriaMetrics does not start.");
            Thread.Sleep(100);
        }
    }

    public string Name => "VictoriaMetrics, text over HTTP";

    public void Append(int round)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < load.Series; i++)
            lines.Append(CultureInfo.InvariantCulture, $"v{{s=\"{i}\"}} {PeerLoad.Value(i, round)} {load.Time(round)}000\n");
        Post("/api/v1/import/prometheus", lines.ToString());
    }

    public void Finish() => Post("/internal/force_flush", "");

    public void Dispose()
    {
        client.Dispose();
        if (!server.HasExited)
            server.Kill();
        server.WaitForExit();
        server.Dispose();
    }

    private void Post(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "text/plain") };
        using var answer = client.Send(request);
        answer.EnsureSuccessStatusCode();
    }

    private bool IsUp()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
            using var answer = client.Send(request);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
