using Metrics.LogGenerator;

namespace Metrics.Analyzers.Tests;

/// <summary>Generated logs of known content, read with crashes at any moment, rotations in between, in pieces: the totals are equal, not near.</summary>
public sealed class ExactTotalsTests
{
    [Theory]
    [InlineData("postfix", 1)]
    [InlineData("postfix", 2)]
    [InlineData("xferlog", 3)]
    [InlineData("combined", 4)]
    [InlineData("vhost_combined", 5)]
    [InlineData("sendmail", 6)]
    [InlineData("qmail", 7)]
    [InlineData("qmail", 8)]
    [InlineData("opensmtpd", 9)]
    [InlineData("mail", 10)]
    [InlineData("exim", 20)]
    public void The_totals_of_a_whole_log_are_exact(string format, int seed)
    {
        var (bytes, totals) = GeneratedLog.Of(format, seed, 5_000);
        using var analyzer = Make(format);
        File.WriteAllBytes(analyzer.Log, bytes);
        analyzer.ReadAll();
        Assert.True(analyzer.Commit());
        Assert.Equal(0, analyzer.Status.UnknownLines);
        Assert.NotEmpty(totals.All);
        UsageOf.Equals(totals, analyzer.Directory.FullName);
    }

    [Theory]
    [InlineData("postfix", 11)]
    [InlineData("postfix", 12)]
    [InlineData("xferlog", 13)]
    [InlineData("vhost_combined", 15)]
    [InlineData("sendmail", 16)]
    [InlineData("qmail", 17)]
    [InlineData("qmail", 18)]
    [InlineData("opensmtpd", 19)]
    [InlineData("exim", 21)]
    public void The_totals_are_exact_over_crashes_rotations_and_pieces(string format, int seed)
    {
        var (bytes, totals) = GeneratedLog.Of(format, seed, 1_000);
        using var analyzer = Make(format);
        var random = new Random(seed);
        var rotations = 0;
        for (var at = 0; at < bytes.Length;)
        {
            var piece = Math.Min(random.Next(1, 20_000), bytes.Length - at);

            using (var file = new FileStream(analyzer.Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
                file.Write(bytes, at, piece);
            at += piece;
            switch (random.Next(8))
            {
                case 0:
                    analyzer.ReadAll();
                    analyzer.Crash();
                    break;
                case 1:
                    analyzer.ReadAll();
                    Assert.True(analyzer.Commit());
                    analyzer.Crash();
                    break;
                case 2 when EndsInLine(analyzer.Log):
                    analyzer.ReadAll();
                    Assert.True(analyzer.Commit());
                    File.Move(analyzer.Log, $"{analyzer.Log}.{++rotations}");
                    break;
                case 3:
                    Assert.True(analyzer.Commit());
                    break;
                default:
                    analyzer.ReadAll();
                    break;
            }
        }
        analyzer.ReadAll();
        Assert.True(analyzer.Commit());
        UsageOf.Equals(totals, analyzer.Directory.FullName);
    }

    private static bool EndsInLine(string path) => File.Exists(path) && File.ReadAllBytes(path) is [.., (byte)'\n'];

    internal static TestAnalyzer Make(string format) => format switch
    {
        "postfix" or "mail" or "sendmail" or "qmail" or "opensmtpd" or "exim" => new(format, PostfixLog.LocalDomains),
        "xferlog" => new(format, XferLog.LocalDomains),
        "combined" => new(format, AccessLog.LocalDomains, AccessLog.LocalDomains[0]),
        _ => new(format, AccessLog.LocalDomains),
    };
}
