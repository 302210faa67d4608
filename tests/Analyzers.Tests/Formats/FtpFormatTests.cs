namespace Metrics.Analyzers.Tests.Formats;

public sealed class FtpFormatTests
{
    [Theory]
    [InlineData("0 198.51.100.7 3000000 /mnt/home/kunde1/pub/big_file.iso b _ o r kunde1 ftp 0 * c", "download 3000000 /mnt/home/kunde1/pub/big_file.iso kunde1 198.51.100.7")]
    [InlineData("1 h 555 /pub/b _ o r fake ftp 0 * c.bin b _ o r kunde1 ftp 0 * c", "download 555 /pub/b _ o r fake ftp 0 * c.bin kunde1 h")]
    [InlineData("1 ::ffff:198.51.100.7 0 /pub/none b _ o a me@example.com ftp 0 * i", "download broken 0 /pub/none guest me@example.com ::ffff:198.51.100.7")]
    [InlineData("0.25 h 9 /a b  c b CT i r anna ftp 1 anna c", "upload 9 /a b  c anna h")]
    [InlineData("1 h 9 /x b _ d r anna ftp 0 *", "deleted 9 /x anna h")]
    public void A_transfer_is_read_from_both_ends(string rest, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("xferlog", "Mon Nov 23 00:14:09 2026 " + rest));

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void A_transfer_is_read_as_its_words_say_however_they_come(int seed)
    {
        var random = new Random(seed);
        string[] words = ["b", "a", "_", "CUT", "o", "i", "d", "r", "g", "ftp", "0", "1", "*", "c", "", "/srv/example.org/a-path-that-is-longer-than-what-is-compared-at-once.iso", "anna"];
        string[] usual = ["/a", "b", "_", "o", "r", "anna", "ftp", "0", "*", "c"];
        for (var i = 0; i < 20_000; i++)
        {
            // The usual line with some words too many, too few or changed.
            var text = new List<string>(usual);
            for (var changes = random.Next(5); changes > 0; changes--)
            {
                var (at, kind) = (random.Next(text.Count), random.Next(3));
                if (kind != 0)
                    text.Insert(at, words[random.Next(words.Length)]);
                if (kind != 1)
                    text.RemoveAt(at);
            }
            var line = $"Mon Nov 23 00:14:09 2026 7 192.0.2.7 1234 {string.Join(' ', text)}";
            Assert.Equal([Plainly(string.Join(' ', text)) ?? "? " + line], RecordedEvents.Of("xferlog", line));
        }
    }

    // Word by word from the right.
    private static string? Plainly(string rest)
    {
        var words = rest.TrimEnd(' ').Split(' ').ToList();
        var broken = words.Count > 1 && words[^1] == "i";
        if (words.Count > 1 && words[^1] is "c" or "i")
            words.RemoveAt(words.Count - 1);
        if (words.Count < 4 || words[^2] is not ("0" or "1"))
            return null;
        for (var (user, tries) = (words.Count - 4, 0); user >= 5 && tries < 8; user--, tries++)
        {
            if (words[user - 1] is not ("a" or "g" or "r") || words[user - 2] is not ("o" or "i" or "d") || words[user - 3].Any(c => !"CUT_".Contains(c)) || words[user - 4] is not ("a" or "b"))
                continue;
            var deed = words[user - 2] switch { "i" => "upload", "o" => "download", _ => "deleted" };
            return $"{deed}{(broken ? " broken" : "")} 1234 {string.Join(' ', words[..(user - 4)])} {(words[user - 1] == "r" ? "" : "guest ")}{string.Join(' ', words[user..^3])} 192.0.2.7";
        }
        return null;
    }

    [Theory]
    [InlineData(""), InlineData("Mon Nov 23"), InlineData("Mon Nov 23 00:14:09 2026 x h 1 /a b _ o r u ftp 0 * c"), InlineData("Mon Nov 23 00:14:09 2026 1 h 1 /a o r u ftp 0 * c")]
    [InlineData("Mon Xxx 23 00:14:09 2026 1 h 1 /a b _ o r u ftp 0 * c"), InlineData("Mon Nov 23 00:14:09 2026 1 h 99999999999999999999 /a b _ o r u ftp 0 * c")]
    public void What_is_no_transfer_is_unknown(string line) => Assert.Equal(["? " + line], RecordedEvents.Of("xferlog", line));

    [Theory]
    [InlineData("Connection refused (MaxClientsPerHost 2)", "refused PerHost 198.51.100.50")]
    [InlineData("Connection refused (max clients per host 2).", "refused PerHost 198.51.100.50")]
    [InlineData("Connection refused (MaxHostsPerUser 2)", "refused PerUser 198.51.100.50")]
    [InlineData("Connection refused (max clients 2 per class x).", "refused PerClass 198.51.100.50")]
    [InlineData("Connection refused (max clients 30).", "refused Server 198.51.100.50")]
    [InlineData("USER kunde1: Login successful.", "Ftp in kunde1 198.51.100.50")]
    [InlineData("ANON ftpanon: Login successful.", "Ftp in guest ftpanon 198.51.100.50")]
    [InlineData("USER kunde1 (Login failed): Incorrect password", "Ftp failed kunde1 198.51.100.50")]
    [InlineData("USER x (203.0.113.1[203.0.113.1]) - Connection refused (MaxClientsPerHost 2): no such user found from h [198.51.100.50] to ::ffff:192.0.2.1:21", "Ftp failed x (203.0.113.1[203.0.113.1]) - Connection refused (MaxClientsPerHost 2) 198.51.100.50")]
    [InlineData("USER y: Login successful. (Login failed): Incorrect password", "Ftp failed y: Login successful. 198.51.100.50")]
    public void ProFTPD_is_believed_and_not_the_names_in_its_lines(string text, string expected)
    {
        Assert.Equal([expected], RecordedEvents.Of("proftpd", $"Nov 23 00:14:09 web01 proftpd[100]: 192.0.2.1 (h.example[198.51.100.50]) - {text}"));
        Assert.Equal([expected], RecordedEvents.Of("proftpd", $"2026-11-23 00:14:09,123 web01 proftpd[100] 192.0.2.1 (h.example[198.51.100.50]): {text}"));
    }

    [Fact]
    public void A_line_that_stands_for_several_counts_as_often() => Assert.Equal(
        Enumerable.Repeat("refused PerHost 198.51.100.50", 3),
        RecordedEvents.Of("proftpd", "Nov 23 00:14:09 web01 proftpd[100]: message repeated 3 times: [ 192.0.2.1 (h.example[198.51.100.50]) - Connection refused (MaxClientsPerHost 2)]"));
}
