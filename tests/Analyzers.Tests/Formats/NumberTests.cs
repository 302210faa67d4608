using System.Globalization;
using System.Text;
using Metrics.Analyzers.Text;

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

    [Theory]
    [InlineData(1), InlineData(2)]
    public void A_number_is_read_as_its_digits_say_whatever_is_behind_it(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var digits = string.Concat(Enumerable.Range(0, random.Next(18)).Select(_ => random.Next(10)));
            // Bytes next to the digits, and others; now and then nothing.
            var rest = random.Next(3) == 0 ? [] : Enumerable.Range(0, random.Next(1, 12)).Select(n => (byte)(n == 0 ? "/:\0 \u00B0\u00B9\u00FF"[random.Next(7)] : random.Next(256))).ToArray();
            var cursor = new LineCursor([.. Encoding.ASCII.GetBytes(digits), .. rest]);
            var isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var expected) && expected <= 1L << 53;

            Assert.Equal(isNumber, cursor.Number(out var value));
            Assert.Equal((isNumber ? expected : 0, isNumber ? rest.Length : rest.Length + digits.Length), (value, cursor.Rest.Length));
        }
    }

    [Fact]
    public void The_largest_size_is_two_to_the_fifty_third() => Assert.Equal(
        ["200 9007199254740992 / 203.0.113.9"],
        RecordedEvents.Of("combined", "203.0.113.9 - - [23/Nov/2026:00:14:09 +0000] \"GET / HTTP/1.1\" 200 9007199254740992"));
}
