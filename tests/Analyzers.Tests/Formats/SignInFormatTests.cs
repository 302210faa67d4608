namespace Metrics.Analyzers.Tests.Formats;

public sealed class SignInFormatTests
{
    [Theory]
    [InlineData("Accepted password for anna from 192.0.2.7 port 50273 ssh2", "Ssh in anna 192.0.2.7")]
    [InlineData("Accepted publickey for git from 2001:db8::7 port 50273 ssh2: ED25519 SHA256:v3dpapGleDaUKf", "Ssh in git 2001:db8::7")]
    [InlineData("Failed password for invalid user ROOT from 194.117.26.69 port 50273 ssh2", "Ssh failed ROOT 194.117.26.69")]
    [InlineData("[ID 800047 auth.info] Failed keyboard-interactive for james from 205.186.180.30 port 54520 ssh2", "Ssh failed james 205.186.180.30")]
    [InlineData("Failed password for dan from 127.0.0.1 port 45416 ssh1", "Ssh failed dan 127.0.0.1")]
    [InlineData("Failed password for user from 127.0.0.1 port 20000 ssh1: ruser XXX from 1.2.3.4", "Ssh failed user 127.0.0.1")]
    [InlineData("Failed publickey for git from 192.0.2.111 port 57910 ssh2: ECDSA 1e:fe:xx:xx", "Ssh failed git 192.0.2.111")]
    [InlineData("Connection reset by authenticating user root 192.0.2.20 port 1558 [preauth]", "Ssh failed root 192.0.2.20")]
    [InlineData("Connection closed by invalid user admin 192.0.2.20 port 1558 [preauth]", "Ssh failed admin 192.0.2.20")]
    [InlineData("Disconnecting authenticating user root 192.0.2.20 port 1558: Too many authentication failures [preauth]", "Ssh failed root 192.0.2.20")]
    [InlineData("error: maximum authentication attempts exceeded for invalid user xxx from 192.0.2.7 port 49941 ssh2 [preauth]", "Ssh failed xxx 192.0.2.7")]
    // Names that want to be somebody else's address.
    [InlineData("Failed password for invalid user x from 6.6.6.6 port 22 ssh2 from 192.0.2.7 port 50273 ssh2", "Ssh failed x from 6.6.6.6 port 22 ssh2 192.0.2.7")]
    [InlineData("Failed password for invalid user x from 6.6.6.6 port 22 ssh2: y from 192.0.2.7 port 50273 ssh2", "Ssh failed x from 6.6.6.6 port 22 ssh2: y 192.0.2.7")]
    [InlineData("Connection closed by invalid user x 6.6.6.6 port 22 [preauth] 192.0.2.7 port 1558 [preauth]", "Ssh failed x 6.6.6.6 port 22 [preauth] 192.0.2.7")]
    public void Sshd_says_who_came_from_where(string text, string expected)
    {
        Assert.Equal([expected], RecordedEvents.Of("sshd", $"Nov 23 00:11:48 web01 sshd[31602]: {text}"));
        Assert.Equal([expected], RecordedEvents.Of("syslog", $"2026-11-23T00:11:48.123456+01:00 web01 sshd-session[31602]: {text}"));
    }

    [Theory]
    [InlineData("Failed hostbased for anna from 192.0.2.7 port 1 ssh2: client user \"x from 6.6.6.6 port 22 ssh2\", client host \"h\"", "Ssh failed anna 192.0.2.7")]
    [InlineData("Failed hostbased for x from 6.6.6.6 port 22 ssh2: y from 192.0.2.7 port 1 ssh2: client user \"x\", client host \"h\"", null)]
    public void Where_both_ends_are_the_clients_nobody_is_accused(string text, string? expected)
    {
        var line = "Nov 23 00:11:48 web01 sshd[31602]: " + text;
        Assert.Equal([expected ?? "? " + line], RecordedEvents.Of("sshd", line));
    }

    [Theory]
    [InlineData("Connection closed by 61.0.0.1 [preauth]"), InlineData("ROOT LOGIN REFUSED FROM 1.2.3.4"), InlineData("User root from example.com not allowed because not listed in AllowUsers")]
    [InlineData("error: PAM: authentication error for james from 205.186.180.103"), InlineData("pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser=root rhost=192.0.2.116")]
    [InlineData("Failed none for root from 192.0.2.7 port 1 ssh2"), InlineData("Disconnected from user anna 192.0.2.7 port 1"), InlineData("Invalid user admin from 192.0.2.7 port 1")]
    public void What_is_no_attempt_of_its_own_does_not_count(string text) =>
        Assert.Empty(RecordedEvents.Of("sshd", "Nov 23 00:11:48 sshd[31602]: " + text));

    [Fact]
    public void The_end_of_a_connection_counts_only_when_nothing_failed_before() => Assert.Equal(
        ["Ssh failed root 192.0.2.7", "Ssh failed root 192.0.2.7", "Ssh failed root 192.0.2.8", "Ssh failed bob 192.0.2.6", "Ssh failed anna 192.0.2.9", "Ssh in anna 192.0.2.9"],
        RecordedEvents.Of("sshd",
            "Nov 23 00:11:48 web01 sshd[1]: Failed password for root from 192.0.2.7 port 50273 ssh2",
            "Nov 23 00:11:48 web01 sshd[1]: Failed password for root from 192.0.2.7 port 50273 ssh2",
            "Nov 23 00:11:48 web01 sshd[1]: Connection closed by authenticating user root 192.0.2.7 port 50273 [preauth]",
            "Nov 23 00:11:48 web01 sshd[1]: Connection closed by authenticating user root 192.0.2.8 port 50273 [preauth]",
            "Nov 23 00:11:48 web01 sshd[3]: error: maximum authentication attempts exceeded for bob from 192.0.2.6 port 50273 ssh2 [preauth]",
            "Nov 23 00:11:48 web01 sshd[3]: Disconnecting authenticating user bob 192.0.2.6 port 50273: Too many authentication failures [preauth]",
            "Nov 23 00:11:48 web01 sshd[2]: Failed password for anna from 192.0.2.9 port 50273 ssh2",
            "Nov 23 00:11:48 web01 sshd[2]: Accepted password for anna from 192.0.2.9 port 50273 ssh2"));

    [Theory]
    [InlineData("imap-login: Login: user=<anna@example.org>, method=PLAIN, rip=192.0.2.7, lip=198.51.100.1, mpid=26, TLS, session=<Ann31X4hNAB/AAAB>", "Mail in anna@example.org 192.0.2.7")]
    [InlineData("submission-login: Login: user=<anna>, method=PLAIN, rip=::1, lip=::1, mpid=26, secured", "Mail in anna ::1")]
    [InlineData("pop3-login: Disconnected: Inactivity (auth failed, 1 attempts in 178 secs): user=<ivo>, method=PLAIN, rip=1.2.3.4, lip=1.1.2.2, session=<6brQWt/vCADDhP/+>", "Mail failed ivo 1.2.3.4")]
    [InlineData("managesieve-login: Login aborted: Logged out (auth failed, 1 attempts in 10 secs) (auth_failed): user=<user@domain>, method=PLAIN, rip=192.0.2.241, lip=203.0.113.104, TLS, session=<Dp8j1Ho3suQYdo+k>", "Mail failed user@domain 192.0.2.241")]
    [InlineData("imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<x>, method=PLAIN, rip=6.6.6.6, lip=1.1.1.1>, method=PLAIN, rip=192.0.2.7, lip=1.1.2.2", "Mail failed x>, method=PLAIN, rip=6.6.6.6, lip=1.1.1.1 192.0.2.7")]
    public void Dovecot_says_who_came_from_where(string text, string expected)
    {
        Assert.Equal([expected], RecordedEvents.Of("dovecot", $"Nov 23 00:11:48 mx dovecot[241]: {text}"));
        Assert.Equal([expected], RecordedEvents.Of("mail", $"Nov 23 00:11:48 {text.Replace("-login: ", "-login: Info: ", StringComparison.Ordinal)}"));
    }

    [Theory]
    [InlineData("pop3-login: Aborted login (tried to use disabled plaintext auth): rip=190.210.136.21, lip=113.212.99.193")]
    [InlineData("auth-worker(31326): pam(username,1.2.3.4): unknown user"), InlineData("imap(anna): Disconnected: Logged out in=175 out=1335")]
    [InlineData("imap-login: Disconnected (no auth attempts): user=<(auth failed, 9 attempts in 1 secs)>, rip=121.44.24.254, lip=113.212.99.194")]
    public void What_is_no_sign_in_to_Dovecot_does_not_count(string text) => Assert.Empty(RecordedEvents.Of("dovecot", "Nov 23 00:11:48 mx dovecot: " + text));

    [Fact]
    public void Each_failure_of_a_connection_to_Dovecot_counts() => Assert.Equal(
        Enumerable.Repeat("Mail failed ivo 192.0.2.7", 3),
        RecordedEvents.Of("dovecot", "Nov 23 00:11:48 mx dovecot: imap-login: Disconnected (auth failed, 3 attempts in 17 secs): user=<ivo>, method=PLAIN, rip=192.0.2.7, lip=1.1.2.2"));

    [Theory]
    [InlineData("imapd-ssl: LOGIN, user=anna, ip=[::ffff:192.0.2.4], port=[4711], protocol=IMAP", "Mail in anna ::ffff:192.0.2.4")]
    [InlineData("imapd-ssl: LOGIN FAILED, method=PLAIN, ip=[::ffff:192.0.2.4]", "Mail failed  ::ffff:192.0.2.4")]
    [InlineData("pop3d: LOGIN FAILED, user=x, ip=[6.6.6.6], ip=[192.0.2.4]", "Mail failed x, ip=[6.6.6.6] 192.0.2.4")]
    [InlineData("courieresmtpd: error,relay=::ffff:1.2.3.4,from=<>,to=<>: 550 User unknown.", "rejected UnknownRecipient ::ffff:1.2.3.4  to ")]
    [InlineData("courieresmtpd: error,relay=1.2.3.4,port=5,msg=\"535 Authentication failed.\",cmd: AUTH LOGIN x,relay=6.6.6.6", "Mail failed  1.2.3.4")]
    public void Courier_says_who_came_from_where(string text, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("courier", "Nov 23 00:11:48 server " + text));

    [Theory]
    [InlineData("IN=ens2 OUT= MAC=de:1c:88:64:10:19:5e:e1:a4:3b:cf:f0:08:00 SRC=192.0.2.168 DST=198.51.100.49 LEN=44 TOS=0x00 PREC=0x00 TTL=43 ID=25313 PROTO=TCP SPT=52220 DPT=80 WINDOW=1024 RES=0x00 SYN URGP=0", "packet TCP 80 from 192.0.2.168")]
    [InlineData("[UFW BLOCK] IN=eth0 OUT= MAC= SRC=2001:db8::1 DST=2001:db8::2 LEN=72 TC=0 HOPLIMIT=64 FLOWLBL=0 PROTO=UDP SPT=1 DPT=53 LEN=32", "packet UDP 53 from 2001:db8::1")]
    [InlineData("x IN=eth0 OUT= SRC=192.0.2.7 DST=192.0.2.8 LEN=88 PROTO=ICMP TYPE=3 CODE=1 [SRC=6.6.6.6 DST=192.0.2.7 LEN=60 PROTO=TCP SPT=22 DPT=25 ] ", "packet ICMP 0 from 192.0.2.7")]
    [InlineData("IN=eth0 OUT= SRC=192.0.2.7 DST=192.0.2.8 LEN=20 PROTO=47", "packet 47 0 from 192.0.2.7")]
    public void A_packet_that_was_kept_out_has_its_sender_and_port(string text, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("kernel", "Nov 23 00:11:48 web01 kernel: [19955416.516358] " + text));

    [Theory]
    [InlineData("[UFW ALLOW] IN=eth0 OUT= SRC=192.0.2.7 DST=192.0.2.8 PROTO=TCP SPT=1 DPT=2"), InlineData("IN= OUT=eth0 SRC=192.0.2.7 DST=192.0.2.8 PROTO=TCP SPT=1 DPT=2"), InlineData("usb 1-1: new device")]
    public void A_packet_that_was_let_in_or_sent_does_not_count(string text) =>
        Assert.Empty(RecordedEvents.Of("kernel", "Nov 23 00:11:48 web01 kernel: " + text));
}
