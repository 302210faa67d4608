using System.Text;
using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Usage;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Tests;

/// <summary>A process ends behind every line of a log, and another goes on: the database is the one of a process that reads it all.</summary>
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

    private static string[] Mailbox(string user) =>
    [
        .. Enumerable.Range(0, 3).SelectMany(i => new[] { user, user.ToLowerInvariant(), "b" }.Select(name =>
            $"Nov 23 11:00:0{i} web01 postfix/local[1]: 0A1B2C3D: to=<{name}@example.org>, relay=local, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered)")),
        .. new[] { user, user.ToUpperInvariant(), "B", "c" }.Select(name =>
            $"Nov 23 11:00:04 web01 postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[198.51.100.8]: 550 5.1.1 <x>: User unknown; from=<x@y.example> to=<{name}@example.org> proto=ESMTP helo=<y>"),
    ];

    private static void Compare(string format, Func<string, byte[]> bytes, string[] lines)
    {
        using var once = new TestAnalyzer(format, ["example.org"]);
        File.WriteAllBytes(once.Log, [.. lines.SelectMany(line => bytes(line + "\n"))]);
        once.ReadAll();
        Assert.True(once.Commit());
        Assert.Equal((lines.Length, 0), (once.Status.Lines, once.Status.UnknownLines));
        using var restarted = new TestAnalyzer(format, ["example.org"]);
        foreach (var line in lines)
        {
            File.AppendAllBytes(restarted.Log, bytes(line + "\n"));
            restarted.ReadAll();
            Assert.True(restarted.Commit());
            restarted.Crash();
        }
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
                "SELECT 'top', domain, kind, month, CAST(name AS TEXT), count, bytes, error FROM top ORDER BY 2, 3, 4, 5",
                "SELECT 'addresses', domain, month FROM addresses ORDER BY 2, 3",
                "SELECT 'state', hex(key), hex(value) FROM log_state ORDER BY 2",
                "SELECT 'position', offset, hex(head) FROM position",
            }.SelectMany(query => connection.Rows(query, row => string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(row.GetValue)))),
        ];
    }
}
