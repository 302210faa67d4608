using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Metrics.Grapher;
using Metrics.Web.Serving;

namespace Metrics.Web.Endpoints;

/// <summary>The files of wwwroot, carried in the program itself: there is no directory to lose or to change.</summary>
internal static class AssetFiles
{
    private const string Prefix = "wwwroot/";

    /// <summary>The style sheet of all pages; the rules of the graphs in them are added to it.</summary>
    private const string StyleSheet = "metrics.css";

    private static readonly Dictionary<string, Answer> Files = Read();

    /// <summary>Changes whenever one of the files does.</summary>
    public static string Hash { get; } = HashOf(Files);

    /// <summary>A file by its path below wwwroot, or null.</summary>
    public static Answer? Find(string path) => Files.GetValueOrDefault(path);

    private static Dictionary<string, Answer> Read()
    {
        var assembly = typeof(AssetFiles).Assembly;
        var files = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            if (name == Prefix + StyleSheet)
                content = [.. content, .. Encoding.UTF8.GetBytes(GraphRenderer.StyleSheet)];
            files.Add(name[Prefix.Length..], new Answer(content, TypeOf(name), CompressionLevel.SmallestSize));
        }
        return files;
    }

    private static string HashOf(Dictionary<string, Answer> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, file) in files.OrderBy(one => one.Key, StringComparer.Ordinal))
            hash.AppendData(file.Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        _ => "text/plain; charset=utf-8",
    };
}
