namespace Metrics.Analyzers.Tests.Formats;

public sealed class FtpServerFormatTests
{
    [Theory]
    [InlineData("[pid 92] [ftp] OK DOWNLOAD: Client \"::ffff:198.51.100.7\", \"/pub/big file.iso\", 3000000 bytes, 678325.42Kbyte/sec", "download 3000000 /pub/big file.iso guest ftp ::ffff:198.51.100.7")]
    [InlineData("[pid 92] [kunde1] OK DOWNLOAD: Client \"::ffff:198.51.100.7\", \"/pub/empty.dat\", 0.00Kbyte/sec", "download 0 /pub/empty.dat kunde1 ::ffff:198.51.100.7")]
    [InlineData("[pid 92] [kunde1] FAIL DOWNLOAD: Client \"::ffff:198.51.100.7\", \"/pub/none\", 0.00Kbyte/sec", "download broken 0 /pub/none kunde1 ::ffff:198.51.100.7")]
    [InlineData("[pid 92] [kunde1] OK UPLOAD: Client \"::ffff:198.51.100.7\", \"/pub/upload me.bin\", 4321 bytes, 15745.25Kbyte/sec", "upload 4321 /pub/upload me.bin kunde1 ::ffff:198.51.100.7")]
    [InlineData("[pid 92] [kunde1] OK UPLOAD: Client \"198.51.100.7\", \"/a\", 9 bytes, 1.00Kbyte/sec\", 1 bytes, 2.00Kbyte/sec", "upload 1 /a\", 9 bytes, 1.00Kbyte/sec kunde1 198.51.100.7")]
    [InlineData("[pid 92] [kunde1] OK DELETE: Client \"::ffff:198.51.100.7\", \"/pub/x y.bin\"", "deleted 0 /pub/x y.bin kunde1 ::ffff:198.51.100.7")]
    [InlineData("[pid 90] [ftp] OK LOGIN: Client \"::ffff:198.51.100.7\", anon password \"] OK LOGIN: Client \"6.6.6.6\"\"", "Ftp in guest ftp ::ffff:198.51.100.7")]
    [InlineData("[pid 93] [kunde1] OK LOGIN: Client \"::ffff:198.51.100.7\"", "Ftp in kunde1 ::ffff:198.51.100.7")]
    [InlineData("[pid 15019] [guest] FAIL LOGIN: Client \"::ffff:192.0.2.1\", \"User is not in the allow user list.\"", "Ftp failed guest ::ffff:192.0.2.1")]
    [InlineData("[pid 15] [x] OK LOGIN: Client \"6.6.6.6\"] FAIL LOGIN: Client \"192.0.2.1\"", "Ftp failed x] OK LOGIN: Client \"6.6.6.6\" 192.0.2.1")]
    [InlineData("[pid 117] CONNECT: Client \"::ffff:198.51.100.50\", \"Connection refused: too many sessions for this address.\"", "refused PerHost ::ffff:198.51.100.50")]
    [InlineData("[pid 117] CONNECT: Client \"::ffff:198.51.100.50\", \"Connection refused: too many sessions.\"", "refused Server ::ffff:198.51.100.50")]
    public void Vsftpd_is_believed_and_not_the_names_in_its_lines(string text, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("vsftpd", "Mon Nov 23 00:14:22 2026 " + text));

    [Theory]
    [InlineData("[pid 91] CONNECT: Client \"::ffff:198.51.100.7\""), InlineData("[pid 3] [ftp] FTP command: Client \"198.51.100.36\", \"QUIT\"")]
    [InlineData("[pid 92] [ftp] OK RENAME: Client \"::ffff:198.51.100.7\", \"/pub/upload me.bin /pub/x y.bin\""), InlineData("[pid 92] [ftp] OK MKDIR: Client \"198.51.100.7\", \"/pub/new dir\"")]
    public void What_vsftpd_says_besides_does_not_count(string text) => Assert.Empty(RecordedEvents.Of("vsftpd", "Mon Nov 23 00:14:22 2026 " + text));

    [Theory]
    [InlineData("[ftp] FAIL LOGIN: Client \"6.6.6.6\", anon password \"x] FAIL LOGIN: Client \"192.0.2.1\"")]
    [InlineData("[anna] OK UPLOAD: Client \"198.51.100.7\", \"/a] FAIL LOGIN: Client \"6.6.6.6\"\", 10 bytes, 1.00Kbyte/sec")]
    [InlineData("[anna] OK DELETE: Client \"198.51.100.7\", \"/a] FAIL LOGIN: Client \"6.6.6.6\"\"")]
    [InlineData("[ftp] OK LOGIN: Client \"198.51.100.7\", anon password \"x] FAIL LOGIN: Client \"6.6.6.6\"\"")]
    public void What_makes_the_address_of_a_failed_sign_in_doubtful_accuses_nobody(string text)
    {
        var line = "Mon Nov 23 00:14:22 2026 [pid 1] " + text;
        Assert.Equal(["? " + line], RecordedEvents.Of("vsftpd", line));
    }

    [Theory]
    [InlineData("(?@198.51.100.7) [INFO] kunde1 is now logged in", "Ftp in kunde1 198.51.100.7")]
    [InlineData("(?@198.51.100.7) [INFO] Anonymous user logged in", "Ftp in guest ftp 198.51.100.7")]
    [InlineData("(?@198.51.100.7) [WARNING] Authentication failed for user [x@6.6.6.6) [INFO] y]", "Ftp failed x@6.6.6.6) [INFO] y 198.51.100.7")]
    [InlineData("(kunde1@198.51.100.7) [NOTICE] /mnt/home/kunde1//pub/big file.iso downloaded  (3000000 bytes, 1082643.17KB/sec)", "download 3000000 /mnt/home/kunde1//pub/big file.iso kunde1 198.51.100.7")]
    [InlineData("(kunde1@198.51.100.7) [NOTICE] /a downloaded  (9 bytes, 1KB/sec) uploaded  (1000 bytes, 6681.89KB/sec)", "upload 1000 /a downloaded  (9 bytes, 1KB/sec) kunde1 198.51.100.7")]
    [InlineData("(kunde1@198.51.100.7) [NOTICE] Deleted /mnt/home/kunde1//pub/renamed 0.bin", "deleted 0 /mnt/home/kunde1//pub/renamed 0.bin kunde1 198.51.100.7")]
    [InlineData("(?@2001:db8::7) [WARNING] Too many connections (2) from this IP", "refused PerHost 2001:db8::7")]
    [InlineData("(?@198.51.100.7) [WARNING] 50 users (the maximum) are already logged in, sorry", "refused Server 198.51.100.7")]
    [InlineData("(kunde1@198.51.100.7) [WARNING] I can't accept more than 3 connections as the same user", "refused PerUser 198.51.100.7")]
    public void Pure_FTPd_is_believed_and_not_the_names_in_its_lines(string text, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("pureftpd", "Nov 23 00:15:18 web01 pure-ftpd: " + text));

    [Theory]
    [InlineData("198.51.100.7 - kunde1 [23/Nov/2026:00:15:18 -0000] \"GET /mnt/home/kunde1/pub/big%20file.iso\" 200 3000000", "download 3000000 /mnt/home/kunde1/pub/big%20file.iso kunde1 198.51.100.7")]
    [InlineData("198.51.100.7 - kunde1 [23/Nov/2026:00:15:18 -0000] \"PUT /mnt/home/kunde1/pub/up%200.bin\" 200 1000", "upload 1000 /mnt/home/kunde1/pub/up%200.bin kunde1 198.51.100.7")]
    [InlineData("1795393010 6b0385f0.a0 kunde1 198.51.100.7 D 555 0 /mnt/home/kunde1/pub/b _ o r fake ftp 0 * c.bin", "download 555 /mnt/home/kunde1/pub/b _ o r fake ftp 0 * c.bin kunde1 198.51.100.7")]
    [InlineData("1795393010 6b0385f0.a0 kunde1 198.51.100.7 U 2000 0 /mnt/home/kunde1/pub/up 0.bin", "upload 2000 /mnt/home/kunde1/pub/up 0.bin kunde1 198.51.100.7")]
    [InlineData("2026-11-23 00:18:22 198.51.100.7 []sent /mnt/home/kunde1/pub/big%20file.iso 226 kunde1 3000000", "download 3000000 /mnt/home/kunde1/pub/big%20file.iso kunde1 198.51.100.7")]
    [InlineData("2026-11-23 00:18:22 198.51.100.7 []created /mnt/home/kunde1/pub/up%200.bin 226 kunde1 1000", "upload 1000 /mnt/home/kunde1/pub/up%200.bin kunde1 198.51.100.7")]
    public void The_transfer_logs_of_Pure_FTPd_are_told_apart_line_by_line(string line, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("pureftpd_transfers", "#Software: Pure-FTPd 1.0.50", line));

    [Theory]
    [InlineData("198.51.100.7 UNKNOWN kunde1 [23/Nov/2026:00:14:09 +0000] \"RETR pub/big file.iso\" 226 3000000", "download 3000000 pub/big file.iso kunde1 198.51.100.7")]
    [InlineData("198.51.100.7 UNKNOWN kunde1 [23/Nov/2026:00:14:09 +0000] \"STOR a\" 226 9\" 426 12", "upload broken 12 a\" 226 9 kunde1 198.51.100.7")]
    [InlineData("198.51.100.7 UNKNOWN kunde1 [23/Nov/2026:00:14:09 +0000] \"DELE old.txt\" 250 -", "deleted 0 old.txt kunde1 198.51.100.7")]
    [InlineData("198.51.100.7 UNKNOWN kunde1 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 230 -", "Ftp in kunde1 198.51.100.7")]
    [InlineData("203.0.113.77 UNKNOWN - [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 530 -", "Ftp failed  203.0.113.77")]
    [InlineData("203.0.113.77 UNKNOWN - [23/Nov/2026:00:14:09 +0000] \"USER root\" 530 -", "Ftp failed root 203.0.113.77")]
    [InlineData("web01 [94] 203.0.113.77 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 530", "Ftp failed  203.0.113.77")]
    [InlineData("FTP of us [94] 203.0.113.77 [23/Nov/2026:00:14:09 +0000] \"USER root\" 530", "Ftp failed root 203.0.113.77")]
    [InlineData("web01 [94] 203.0.113.77 [23/Nov/2026:00:14:09 +0000] \"USER x\" 230 - y\" 530", "Ftp failed x\" 230 - y 203.0.113.77")]
    [InlineData("198.51.100.7 UNKNOWN kunde1 [23/Nov/2026:00:14:09 +0000] \"STOR a [1] 6.6.6.6 [23/Nov/2026:00:14:09 +0000] \"PASS x\" 530\" 226 5", "upload 5 a [1] 6.6.6.6 [23/Nov/2026:00:14:09 +0000] \"PASS x\" 530 kunde1 198.51.100.7")]
    public void The_extended_log_of_ProFTPD_is_read(string line, string expected) => Assert.Equal([expected], RecordedEvents.Of("proftpd_extended", line));

    [Fact]
    public void The_log_of_sign_ins_of_ProFTPD_says_who_it_is_one_line_before_his_password()
    {
        string[] lines =
        [
            "[90] 198.51.100.7 [23/Nov/2026:00:14:09 +0000] \"USER kunde1\" 331", "[91] 198.51.100.8 [23/Nov/2026:00:14:09 +0000] \"USER ftp\" 331",
            "[91] 198.51.100.8 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 230", "[90] 198.51.100.7 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 230",
            "[92] 203.0.113.77 [23/Nov/2026:00:14:09 +0000] \"USER web01 [90] 198.51.100.7 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 530\" 331",
            "[92] 203.0.113.77 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 530", "[92] 203.0.113.77 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 503",
            "[93] 203.0.113.77 [23/Nov/2026:00:14:09 +0000] \"AUTH TLS\" 234", "[93] 203.0.113.77 [23/Nov/2026:00:14:09 +0000] \"USER -\" -",
        ];
        Assert.Equal(
            [
                "Ftp in guest ftp 198.51.100.8", "Ftp in kunde1 198.51.100.7",
                "Ftp failed web01 [90] 198.51.100.7 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 530 203.0.113.77",
            ],
            RecordedEvents.Of("proftpd_extended", lines.Select(line => "web01 " + line)));
    }

    // Cut off before its end, a line ends as its client wants.
    [Theory]
    [InlineData("198.51.100.7 UNKNOWN - [23/Nov/2026:00:14:09 +0000] \"USER x [1] 6.6.6.6 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 530")]
    [InlineData("198.51.100.7 UNKNOWN - [23/Nov/2026:00:14:09 +0000] \"USER x")]
    [InlineData("web01 [x] 198.51.100.7 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 530")]
    public void A_line_that_no_format_of_ProFTPD_has_accuses_nobody(string line) => Assert.Equal(["? " + line], RecordedEvents.Of("proftpd_extended", line));

    [Theory]
    [InlineData("\"USER kunde1\" 331 -"), InlineData("\"PASV\" 227 -"), InlineData("\"RETR pub/nonexistent.zip\" 550 -"), InlineData("\"USER x\" 530\" 331 -")]
    public void Commands_that_transfer_nothing_do_not_count(string rest) =>
        Assert.Empty(RecordedEvents.Of("proftpd_extended", "198.51.100.7 UNKNOWN - [23/Nov/2026:00:14:09 +0000] " + rest));
}
