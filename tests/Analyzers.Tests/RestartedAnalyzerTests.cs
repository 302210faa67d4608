using System.Text;
using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Usage;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Tests;

/// <summary>A process ends behind any byte of a log, and another goes on: the database is the one of a process that reads it all.</summary>
public sealed class RestartedAnalyzerTests
{
    private static readonly string LongName = new('n', 300);

    [Theory]
    [InlineData("anna"), InlineData("*"), InlineData("\"\""), InlineData("\u00c4nne-\u00df"), InlineData("\u0130"), InlineData("a\0b")]
    [InlineData("n\u00fcnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnnn-nnnnnnnn\u00fcn")]
    public void Who_is_known_stays_known(string user) => Compare("mail", Encoding.UTF8.GetBytes, Mailbox(user));

    [Fact]
    public void Who_is_known_by_bytes_that_are_no_text_stays_known() => Compare("mail", Encoding.Latin1.GetBytes, Mailbox("a\u00ff\u00fe"));

    [Fact]
    public void Long_names_are_counted_on() => Compare(
        "vhost_combined", Encoding.UTF8.GetBytes,
        [.. Enumerable.Range(1, 8).Select(i => $"example.org:443 198.51.100.{i % 3} - - [23/Nov/2026:00:14:{i:00} +0000] \"GET /{LongName}{i % 2} HTTP/1.1\" 200 {i} \"https://x.example/{LongName}\" \"{LongName}\"")]);

    [Fact]
    public void Long_names_of_files_are_counted_on() => Compare(
        "xferlog", Encoding.UTF8.GetBytes,
        [.. Enumerable.Range(1, 8).Select(i => $"Mon Nov 23 00:14:{i:00} 2026 1 198.51.100.7 {i} /srv/example.org/{LongName}/{i % 2} b _ o r anna ftp 0 * c")]);

    [Theory]
    [InlineData("postfix", 1), InlineData("mail", 2), InlineData("sendmail", 3), InlineData("qmail", 4), InlineData("opensmtpd", 5), InlineData("exim", 6), InlineData("xferlog", 7), InlineData("vhost_combined", 8)]
    public void All_that_is_counted_ranked_and_kept_is_the_same(string format, int seed)
    {
        var random = new Random(seed);
        var (bytes, _) = GeneratedLog.Of(format, seed, 400);
        Compare(format, Pieces());

        IEnumerable<byte[]> Pieces()
        {
            for (int at = 0, length; at < bytes.Length; at += length)
                yield return bytes[at..(at + (length = Math.Min(random.Next(1, 15_000), bytes.Length - at)))];
        }
    }

    private static string[] Mailbox(string user) =>
    [
        .. Enumerable.Range(0, 3).SelectMany(i => new[] { user, user.ToLowerInvariant(), "b" }.Select(name =>
            $"Nov 23 11:00:0{i} web01 postfix/local[1]: 0A1B2C3D: to=<{name}@example.org>, relay=local, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered)")),
        .. new[] { user, user.ToUpperInvariant(), "B", "c" }.Select(name =>
            $"Nov 23 11:00:04 web01 postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[198.51.100.8]: 550 5.1.1 <x>: User unknown; from=<x@y.example> to=<{name}@example.org> proto=ESMTP helo=<y>"),
    ];

    private static void Compare(string format, Func<string, byte[]> bytes, string[] lines) => Compare(format, lines.Select(line => bytes(line + "\n")));

    private static void Compare(string format, IEnumerable<byte[]> pieces)
    {
        using var once = ExactTotalsTests.Make(format);
        using var restarted = ExactTotalsTests.Make(format);
        foreach (var piece in pieces)
        {
            File.AppendAllBytes(once.Log, piece);
            File.AppendAllBytes(restarted.Log, piece);
            restarted.ReadAll();
            Assert.True(restarted.Commit());
            restarted.Crash();
        }
        once.ReadAll();
        Assert.True(once.Commit());
        Assert.Equal(0, once.Status.UnknownLines);
        Assert.Equal(Tables(once), Tables(restarted));
    }

    private static List<string> Tables(TestAnalyzer analyzer)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(analyzer.Directory.FullName, UsageDatabase.FileName)};Pooling=False");
        connection.Open();
        return
        [
            .. new[]
            {
                "SELECT 'account', domain, user FROM account ORDER BY 2, 3",
                "SELECT 'usage', domain, user, measure, grain, begin, value FROM counted JOIN account ON account.id = account ORDER BY 2, 3, 4, 5, 6",
                // Of a list that names have gone from, it depends on the moment which.
                """
                SELECT 'top', domain, kind, month, CAST(name AS TEXT), count, bytes, error FROM top
                WHERE (domain, kind, month) NOT IN (SELECT domain, kind, month FROM top WHERE name = x'') ORDER BY 2, 3, 4, 5
                """,
                "SELECT 'addresses', domain, month FROM addresses ORDER BY 2, 3",
                "SELECT 'state', hex(key), hex(value) FROM log_state ORDER BY 2",
                "SELECT 'position', offset, hex(head) FROM position",
                "SELECT 'offender', detector, subject, first, last, times, reason, doubtful FROM offender ORDER BY 2, 3",
                "SELECT 'detector', detector, hex(key), hex(value) FROM detector_state WHERE detector = 'sending' ORDER BY 2, 3",
            }.SelectMany(query => connection.Rows(query, row => string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(row.GetValue)))),
        ];
    }
}
