using System.Globalization;
using System.Text;
using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>Writes an access log of known content, in combined format with or without the virtual host. Same seed, same bytes.</summary>
public static class AccessLog
{
    private static readonly string[] Domains = ["example.org", "shop.example.net", "verein.example"];

    /// <summary>The agent that visits every page.</summary>
    private const int Bot = 2;

    private static readonly string[] Agents =
        ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "curl/8.14.1", "examplebot/2.1 (+https://bot.example/)", "a \\\" 200 17 \\\"b"];

    /// <summary>The domains of the server that writes the log.</summary>
    public static IReadOnlyList<string> LocalDomains => Domains;

    /// <summary>Writes a log.</summary>
    /// <param name="output">Takes its lines.</param>
    /// <param name="totals">Takes the truth.</param>
    /// <param name="requests">How many.</param>
    /// <param name="seed">Of the chance.</param>
    /// <param name="begin">Seconds since the epoch of the first line.</param>
    /// <param name="withHost">Whether lines begin with the virtual host; otherwise all of them are of the first domain.</param>
    public static void Write(Stream output, Totals totals, int requests, int seed, long begin, bool withHost)
    {
        var random = new Random(seed);
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        for (var i = 0; i < requests; i++)
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(begin + (i / 200)).ToOffset(TimeSpan.FromHours(2));
            var domain = withHost ? Domains[random.Next(3)] : Domains[0];
            var (status, bytes) = (new[] { 200, 200, 200, 206, 301, 304, 404, 500 }[random.Next(8)], random.Next(200_000));
            var agent = random.Next(Agents.Length);
            var line = string.Create(CultureInfo.InvariantCulture,
                $"198.51.{random.Next(100, 104)}.{random.Next(256)} - {(random.Next(20) == 0 ? "a b" : "-")} [{time:dd/MMM/yyyy:HH:mm:ss} +0200] \"GET /path/{random.Next(5000)}/page.html?q={i} HTTP/1.1\" {status} {(bytes < 1000 ? "-" : bytes)} \"https://search.example/?q=%22x\" \"{Agents[agent]}\"");
            writer.WriteLine(withHost ? $"{(random.Next(2) == 0 ? "www." : "")}{domain}:443 {line}" : line);
            var sent = bytes < 1000 ? 0 : bytes;
            totals.Rank(domain, TopKind.WebAgents, Agents[agent], sent);
            if (agent != Bot)
                totals.Rank(domain, TopKind.WebReferrers, "https://search.example/", sent);
            foreach (var account in new[] { "", domain })
            {
                if (agent == Bot)
                {
                    totals.Add(account, "", Measure.WebBots, 1);
                    totals.Add(account, "", Measure.WebBotBytes, sent);
                }
                totals.Add(account, "", Measure.WebRequests, 1);
                totals.Add(account, "", Measure.WebBytes, sent);
                totals.Add(account, "", (Measure)((int)Measure.WebStatusOther + (status / 100) - 1), 1);
            }
        }
    }
}
