namespace Metrics.Analyzers.Tests.Formats;

public sealed class NumberTests
{
    [Theory]
    [InlineData("combined", "203.0.113.9 - - [23/Nov/2026:00:14:09 +0000] \"GET / HTTP/1.1\" 200 9223372036854775807")]
    [InlineData("combined", "203.0.113.9 - - [23/Nov/2026:00:14:09 +0000] \"GET / HTTP/1.1\" 200 9007199254740993")]
    [InlineData("postfix", "Nov 23 00:11:48 web01 postfix/qmgr[42]: 3F1B25AA: from=<a@b.example>, size=9223372036854775807, nrcpt=1 (queue active)")]
    [InlineData("exim", "2026-11-23 00:11:23 1xVHeV-00000w-0I <= a@b.example U=www P=local S=9223372036854775807")]
    [InlineData("exim", "2026-11-23 00:11:23 1xVHeV-00000w-0I <= a@b.example U=www P=local S=-5")]
    [InlineData("xferlog", "Mon Nov 23 00:14:09 2026 1 198.51.100.7 9223372036854775807 /srv/a b _ o r anna ftp 0 * c")]
    [InlineData("vsftpd", "Mon Nov 23 00:14:22 2026 [pid 92] [anna] OK DOWNLOAD: Client \"192.0.2.7\", \"/a\", 9223372036854775807 bytes, 1.00Kbyte/sec")]
    [InlineData("vsftpd", "Mon Nov 23 00:14:22 2026 [pid 92] [anna] OK DOWNLOAD: Client \"192.0.2.7\", \"/a\", -5 bytes, 1.00Kbyte/sec")]
    [InlineData("proftpd_extended", "198.51.100.7 UNKNOWN anna [23/Nov/2026:00:14:09 +0000] \"RETR a\" 226 9223372036854775807")]
    public void A_size_that_no_file_has_is_none(string format, string line) => Assert.Equal(["? " + line], RecordedEvents.Of(format, line));

    [Fact]
    public void The_largest_size_is_two_to_the_fifty_third() => Assert.Equal(
        ["200 9007199254740992 / 203.0.113.9"],
        RecordedEvents.Of("combined", "203.0.113.9 - - [23/Nov/2026:00:14:09 +0000] \"GET / HTTP/1.1\" 200 9007199254740992"));
}
