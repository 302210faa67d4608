namespace Metrics.Analyzers.Tests.Formats;

public sealed class EximTests
{
    [Fact]
    public void A_message_is_followed_from_its_arrival_to_its_end() => Assert.Equal(
        [
            "accepted boss@partner.example 3400 to 3 Network 203.0.113.5",
            "Delivered anna@example.org from boss@partner.example",
            "Delivered joe@remote.example from boss@partner.example by 192.0.2.3",
            "Deferred x@slow.example from boss@partner.example",
        ],
        RecordedEvents.Of("exim",
            "2026-11-23 00:11:23 1xVHeV-00000w-0I <= boss@partner.example H=(client.example) [203.0.113.5] P=esmtp S=3400 id=m2.205823359@gen.example T=\"t2 S=9 <= x\" for dirk@shop.example.net bernd@example.org info@example.org",
            "2026-11-23 00:11:23 1xVHeV-00000w-0I => anna <info@example.org> F=<boss@partner.example> R=localuser T=local_delivery S=3565 QT=0s",
            "2026-11-23 00:11:23 1xVHeV-00000w-0I -> joe@remote.example <all@example.org> F=<boss@partner.example> R=remote1 T=remote_smtp S=45089 H=192.0.2.3 [192.0.2.3] C=\"250 2.0.0 Ok: queued as S588624\" QT=0s",
            "2026-11-23 00:11:23 1xVHeV-00000w-0I == x@slow.example R=remote1 T=remote_smtp defer (-44) : SMTP error after RCPT TO:<x@slow.example>: 451 4.7.1 Greylisting",
            "2026-11-23 00:11:23 1xVHeV-00000w-0I Completed"));

    [Fact]
    public void Names_of_4_97_and_lines_with_a_process_number_and_a_zone_are_read() => Assert.Equal(
        ["Mail in anna 192.0.2.1", "accepted anna@example.org 500 to 0 Authenticated 192.0.2.1 anna"],
        RecordedEvents.Of("exim",
            "2026-11-23 01:11:23 +0100 [4711] 1xVHeV-000000000w1-0I00 <= anna@example.org H=client.example ([192.0.2.99]) [192.0.2.1]:4711 P=esmtpsa A=plain_server:anna S=500 id=x@y"));

    [Fact]
    public void A_report_of_a_failure_is_of_the_server_itself() => Assert.Equal(
        ["Bounced nobody@remote.example from anna@example.org by 192.0.2.3", "accepted  19932 to 1 Bounce"],
        RecordedEvents.Of("exim",
            "2026-11-23 00:11:24 1xVHeW-00001S-1C <= anna@example.org U=www P=local S=10",
            "2026-11-23 00:11:24 1xVHeW-00001S-1C ** nobody@remote.example F=<anna@example.org> R=remote1 T=remote_smtp H=192.0.2.3 [192.0.2.3]: 550 User unknown",
            "2026-11-23 00:11:24 1xVHeW-00001X-1S <= <> R=1xVHeW-00001S-1C U=Debian-exim P=local S=19932 T=\"Mail delivery failed\" for anna@example.org").Skip(1));

    [Theory]
    [InlineData("exim", "Nov 23 00:11:23 mx exim[4711]: 2026-11-23 00:11:23 ")]
    [InlineData("exim", "2026-11-23T00:11:23.123456+00:00 mx exim[4711]: ")]
    [InlineData("mail", "Nov 23 00:11:23 mx exim4[4711]: ")]
    [InlineData("syslog", "2026-11-23T00:11:23.123456+00:00 mx exim[4711]: 2026-11-23 00:11:23 ")]
    public void What_comes_through_the_system_log_is_the_same(string format, string before) => Assert.Equal(
        ["accepted boss@partner.example 3400 to 1 Network 203.0.113.5", "Delivered anna@example.org from boss@partner.example", "rejected UnknownRecipient 203.0.113.9 a@b.example to c@example.org"],
        RecordedEvents.Of(format,
            before + "1xVHeV-00000w-0I <= boss@partner.example H=(client.example) [203.0.113.5] P=esmtp S=3400 for anna@example.org",
            before + "1xVHeV-00000w-0I => anna <anna@example.org> R=localuser T=local_delivery S=3565 QT=0s",
            before + "1xVHeV-00000w-0I Completed",
            before + "H=(evil) [203.0.113.9] F=<a@b.example> rejected RCPT <c@example.org>: Unrouteable address"));

    [Theory]
    [InlineData("H=(evil) [203.0.113.9] F=<a@b.example> rejected RCPT <c@example.org>: Unrouteable address", "rejected UnknownRecipient 203.0.113.9 a@b.example to c@example.org")]
    [InlineData("H=([198.51.100.1]) [203.0.113.9]:25 F=<\"blocked using x\"@b.example> temporarily rejected RCPT <c@example.org>: greylisted, try later", "rejected Greylist 203.0.113.9 \"blocked using x\"@b.example to c@example.org")]
    [InlineData("H=mx.example (evil) [203.0.113.9] X=TLS1.3 F=<a@b.example> rejected RCPT <c@d.example>: relay not permitted", "rejected Relay 203.0.113.9 a@b.example to c@d.example")]
    public void A_refusal_has_its_reason_and_the_address_that_the_server_saw(string text, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("exim", "2026-11-23 00:11:24 " + text));

    [Fact]
    public void A_failed_sign_in_is_of_the_address_behind_what_the_client_said() => Assert.Equal(
        ["Mail failed [192.0.2.1] 203.0.113.9"],
        RecordedEvents.Of("exim", "2026-11-23 00:11:24 plain_server authenticator failed for ([192.0.2.1]) [203.0.113.9]: 535 Incorrect authentication data (set_id=[192.0.2.1])"));

    [Theory]
    [InlineData("dovecot_login authenticator failed for (x) [203.0.113.240]: 535 Incorrect authentication data (set_id=y) [198.51.100.211]:4711: 535 Incorrect authentication data (set_id=z)")]
    [InlineData("H=(x) [203.0.113.239] F=<a@b.c) [198.51.100.212]:4711 F=<a@b.c> rejected RCPT <u1@example.org>: Unrouteable address")]
    [InlineData("H=mx.example (x) [203.0.113.239] F=<a@b.c) [2001:db8::1]:4711 F=<a@b.c> rejected RCPT <u1@example.org>: Unrouteable address")]
    public void A_line_that_two_peers_can_be_read_in_is_of_nobody(string text) =>
        Assert.Equal(["? 2026-11-23 00:11:24 " + text], RecordedEvents.Of("exim", "2026-11-23 00:11:24 " + text));

    [Fact]
    public void A_message_goes_through_a_filter_on_this_machine_once() => Assert.Equal(
        ["accepted a@b.example 3400 to 0 Network 203.0.113.5", "Delivered anna@example.org from a@b.example"],
        RecordedEvents.Of("exim",
            "2026-11-23 00:11:23 1xVHeV-00000w-0I <= a@b.example H=(client.example) [203.0.113.5] P=esmtp S=3400 id=m2@gen.example",
            "2026-11-23 00:11:23 1xVHeV-00000x-0J <= a@b.example H=localhost (filter) [127.0.0.1] P=esmtp S=3500 id=m2@gen.example",
            "2026-11-23 00:11:23 1xVHeV-00000w-0I => info@example.org R=filter T=filter_smtp S=3565 H=localhost [127.0.0.1] C=\"250 OK id=1xVHeV-00000x-0J\"",
            "2026-11-23 00:11:23 1xVHeV-00000w-0I Completed",
            "2026-11-23 00:11:23 1xVHeV-00000x-0J => anna <info@example.org> R=localuser T=local_delivery S=3565",
            "2026-11-23 00:11:23 1xVHeV-00000x-0J Completed"));
}
