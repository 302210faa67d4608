using System.Globalization;
using System.Text;
using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>Writes an xferlog of known content: downloads, uploads and deletions of users of several domains and of guests, whole and broken
/// ones, paths that look like the end of a line. Same seed, same bytes.</summary>
public static class XferLog
{
    private static readonly string[] Paths =
        ["pub/big_file.iso", "pub/b _ o r fake ftp 0 * c", "pub/b___o_r_fake_ftp_0_*_c.bin", "pub/\u00fcmlaut.txt", "index.html", "a b  c.txt", "old/2026/photo.jpg"];

    private static readonly string[] Domains = ["example.org", "shop.example.net", "verein.example"];

    /// <summary>The domains of the server that writes the log.</summary>
    public static IReadOnlyList<string> LocalDomains => Domains;

    /// <summary>Writes a log.</summary>
    /// <param name="output">Takes its lines.</param>
    /// <param name="totals">Takes the truth.</param>
    /// <param name="transfers">How many.</param>
    /// <param name="seed">Of the chance.</param>
    /// <param name="begin">Seconds since the epoch of the first line; stamps are of UTC.</param>
    public static void Write(Stream output, Totals totals, int transfers, int seed, long begin)
    {
        var random = new Random(seed);
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        for (var i = 0; i < transfers; i++)
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(begin + (i / 40));
            var (domain, user) = (Domains[random.Next(3)], random.Next(5) == 0 ? "anonymous" : $"web{random.Next(60)}");
            var (kind, complete, bytes, seconds) = ("oooooooiid"[random.Next(10)], random.Next(10) != 0, random.NextInt64(9_000_000), random.Next(90));
            var guest = user == "anonymous";
            var path = Paths[random.Next(Paths.Length)];
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{time:ddd MMM dd HH:mm:ss yyyy} {seconds} 198.51.100.{random.Next(256)} {bytes} /srv/{domain}/{path} b _ {kind} {(guest ? 'a' : 'r')} {(guest ? "mozilla@browser.example" : user)} ftp 0 * {(complete ? 'c' : 'i')}"));
            var counted = new List<(Measure Measure, long Value)>();
            if (kind == 'd')
            {
                counted.Add((Measure.FtpDeletions, 1));
            }
            else
            {
                counted.Add((kind == 'i' ? Measure.FtpUploadBytes : Measure.FtpDownloadBytes, bytes));
                counted.Add((complete
                    ? kind == 'i' ? Measure.FtpUploads : Measure.FtpDownloads
                    : kind == 'i' ? Measure.FtpUploadsBroken : Measure.FtpDownloadsBroken, 1));
                counted.Add((Measure.FtpMilliseconds, seconds * 1_000L));
                totals.Rank("", TopKind.FtpFiles, $"/srv/{domain}/{path}", bytes);
                totals.Rank(domain, TopKind.FtpFiles, $"/srv/{domain}/{path}", bytes);
                if (guest)
                    counted.Add((Measure.FtpAnonymous, 1));
            }
            foreach (var (measure, value) in counted)
                totals.Address($"{user}@{domain}", measure, value);
        }
    }
}
