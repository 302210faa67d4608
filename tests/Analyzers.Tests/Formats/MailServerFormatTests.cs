namespace Metrics.Analyzers.Tests.Formats;

public sealed class MailServerFormatTests
{
    [Fact]
    public void A_message_of_Sendmail_has_its_recipients_one_by_one() => Assert.Equal(
        [
            "accepted news@bulk.example 44246 to 1 Network 203.0.113.5",
            "Delivered carla from news@bulk.example",
            "Delivered anna from news@bulk.example",
            "Delivered bernd@example.org from news@bulk.example",
            "Delivered joe@remote.example from news@bulk.example by [192.0.2.3] [192.0.2.3]",
            "Deferred x@slow.example from news@bulk.example by [192.0.2.4] [192.0.2.4]",
        ],
        RecordedEvents.Of("sendmail",
            "Nov 23 00:12:49 web01 sendmail[98]: 6AN0CnLU000098: from=<news@bulk.example>, size=44246, class=0, nrcpts=1, msgid=<m3.794245337@gen.example>, proto=ESMTP, daemon=MTA, relay=[203.0.113.5]",
            "Nov 23 00:12:49 web01 sendmail[99]: 6AN0CnLU000098: to=carla, delay=00:00:00, xdelay=00:00:00, mailer=local, pri=164480, dsn=2.0.0, stat=Sent",
            "Nov 23 00:12:49 web01 sendmail[99]: 6AN0CnLU000098: to=anna,<bernd@example.org>, ctladdr=<anna@example.org> (2001/100), delay=00:00:00, xdelay=00:00:00, mailer=local, pri=164480, dsn=2.0.0, stat=Sent",
            "Nov 23 00:12:49 web01 sendmail[99]: 6AN0CnLU000098: to=joe@remote.example, delay=2+00:00:00, xdelay=00:00:00, mailer=esmtp, pri=164480, relay=[192.0.2.3] [192.0.2.3], dsn=2.0.0, stat=Sent (2.0.0 Ok: queued as S790944)",
            "Nov 23 00:12:49 web01 sendmail[91]: 6AN0CnLU000098: to=<x@slow.example>, ctladdr=<dirk@shop.example.net> (2004/100), delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=40951, relay=[192.0.2.4] [192.0.2.4], dsn=4.3.0, reply=451 4.7.1 Greylisting in action, stat=Deferred: 451 4.7.1 Greylisting in action"));

    [Fact]
    public void A_report_of_Sendmail_is_of_the_server_itself() => Assert.Equal(
        ["Bounced nobodyhere@remote.example from  by [192.0.2.3] [192.0.2.3]", "accepted  0 to 1 Bounce", "Delivered anna@example.org from "],
        RecordedEvents.Of("sendmail",
            "Nov 23 00:12:49 web01 sendmail[132]: 6AN0CnYu000122: to=<nobodyhere@remote.example>, ctladdr=<anna@example.org> (2001/100), delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=48117, relay=[192.0.2.3] [192.0.2.3], dsn=5.1.1, reply=550 5.1.1 <nobodyhere@remote.example>: Recipient address rejected: User unknown, stat=User unknown",
            "Nov 23 00:12:49 web01 sendmail[132]: 6AN0CnYu000122: 6AN0CnYu000132: DSN: User unknown",
            "Nov 23 00:12:49 web01 sendmail[132]: 6AN0CnYu000132: to=<anna@example.org>, delay=00:00:00, xdelay=00:00:00, mailer=local, pri=0, dsn=2.0.0, stat=Sent"));

    [Theory]
    [InlineData("ruleset=check_rcpt, arg1=<camila.pinto@camilopinto.pt>, relay=[2.180.185.27], reject=553 5.1.8 <camila.pinto@camilopinto.pt>... Domain of sender address camila.pinto@andrewweitzman.com does not exist", "rejected Sender 2.180.185.27  to camila.pinto@camilopinto.pt")]
    [InlineData("ruleset=check_rcpt, arg1=<user@host.com>, relay=r186.example [186.54.117.93], reject=550 5.7.1 <user@host.com>... Rejected: IP in SpamHaus PBL, see http://www.spamhaus.org/", "rejected BlockList 186.54.117.93  to user@host.com")]
    [InlineData("ruleset=check_relay, arg1=mx.example, arg2=192.0.2.7, relay=mx.example [192.0.2.7], reject=554 5.7.1 Rejected: 192.0.2.7 listed at zen.example", "rejected BlockList 192.0.2.7  to ")]
    [InlineData("ruleset=check_rcpt, arg1=<\"x>, relay=[6.6.6.6], reject=550 y\"@a.example>, relay=z@[6.6.6.6] [192.0.2.7] (may be forged), reject=550 5.7.1 <\"x>, relay=[6.6.6.6], reject=550 y\"@a.example>... Relaying denied", "rejected Relay 192.0.2.7  to \"x>, relay=[6.6.6.6], reject=550 y\"@a.example")]
    [InlineData("AUTH failure (CRAM-MD5): user not found (-20) SASL(-13): user not found: user: scan@server.example.com property: userPassword not found in sasldb /usr/local/etc/sasldb2, user=scan, relay=[6.6.6.6], relay=[IPv6:2001:db8::7]", "Mail failed scan, relay=[6.6.6.6] 2001:db8::7")]
    [InlineData("AUTH=server, relay=mx.example [192.0.2.7], authid=anna, mech=PLAIN, bits=0", "Mail in anna 192.0.2.7")]
    [InlineData("rejecting commands from example.com [1.2.3.4] due to pre-greeting traffic after 6 seconds", "rejected Tarpit 1.2.3.4  to ")]
    [InlineData("Milter: data, reject=554 5.7.1 virus Eicar detected by ClamAV", "rejected Virus   to ")]
    public void Sendmail_is_believed_and_not_its_clients(string text, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("sendmail", "Feb 23 07:57:28 web01 sm-mta[6519]: s1N7vR47006519: " + text));

    [Theory]
    [InlineData("rA37ZTSC026255: from=<anton@domain.com>, size=0, class=0, nrcpts=0, bodytype=8BITMIME, proto=ESMTP, daemon=MTA, relay=163.23.32.95.dsl-dynamic.vsi.ru [95.32.23.163]")]
    [InlineData("s1D0GoSs025815: [217.193.142.180]: expn info [rejected]"), InlineData("alias database /mnt/aliases rebuilt by root"), InlineData("56VFYCxS024291: lost input channel from mail.aqicn.org [139.162.120.196] to MTA-v4 after rcpt")]
    public void What_Sendmail_did_not_queue_does_not_count(string text) => Assert.Empty(RecordedEvents.Of("sendmail", "Nov  3 11:35:30 web01 sendmail[26254]: " + text));

    [Fact]
    public void A_message_of_qmail_is_followed_and_numbers_are_used_again() => Assert.Equal(
        [
            "accepted web-shop5@example175.net 5623 to 0 Network",
            "accepted joe2661@remote667.invalid 4683 to 0 Network",
            "Delivered j.doe6@example99.net from joe2661@remote667.invalid",
            "Delivered mary12890@remote926.example from web-shop5@example175.net by 203.0.113.231",
            "Delivered bernd3@example103.net from joe2661@remote667.invalid",
        ],
        RecordedEvents.Of("qmail",
            "@400000006b3645e33278faf0 new msg 200183",
            "@400000006b3645e332883ce7 info msg 200183: bytes 5623 from <web-shop5@example175.net> qp 11116 uid 0",
            "@400000006b3645e42451c499 starting delivery 79: msg 200183 to remote mary12890@remote926.example",
            "@400000006b3645e424596595 status: local 19/20 remote 98/100",
            "@400000006b3645f60f9e3534 new msg 200186",
            "@400000006b3645f60fad772b info msg 200186: bytes 4683 from <joe2661@remote667.invalid> qp 16488 uid 2020",
            "@400000006b3645e80a8a7b50 starting delivery 80: msg 200186 to local example99.net-j.doe6@example99.net",
            "@400000006b3645e80ed683fa delivery 80: success: did_0+0+1/",
            "@400000006b3645e90019e439 delivery 79: success: 203.0.113.231_accepted_message./Remote_host_said:_250_2.0.0_Ok:_queued_as_F010761954/",
            "@400000006b3645e900386916 end msg 200183",
            "@40000000433225852aa9a374 rblsmtp: something else",
            "@400000006b3645f62749057c starting delivery 79: msg 200186 to local 104-bernd3@example103.net",
            "@400000006b3645f6326a4953 delivery 79: success: did_1+0+0/",
            "@400000006b3645f63288ce30 end msg 200186"));

    [Theory]
    [InlineData("@40000000433225840c8f0cbc rblsmtpd: 194.206.24.40 pid 26162: 451 We do not accept mail from IP addresses without reverse DNS.", "rejected BlockList 194.206.24.40  to ")]
    [InlineData("@40000000433225840c8f0cbc simscan:[26162]:SPAM REJECTED (12.3/5.0):0.9s:6.6.6.6:x:192.0.2.7:a@b.example:c@example.org", "Spam  to c@example.org")]
    [InlineData("@40000000433225840c8f0cbc simscan:[26162]:VIRUS:0.9s:Eicar:192.0.2.7:a@b.example:c@example.org", "Virus  to c@example.org")]
    [InlineData("Nov 23 00:12:49 web01 qmail: 1795392708.123456 info msg 987: bytes 7 from <x> qp 1 uid 2>@a> qp 18695 uid 49491", "accepted x> qp 1 uid 2>@a 7 to 0 Network")]
    [InlineData("Mar  9 11:10:37 server spamdyke[29207]: DENIED_RDNS_MISSING from: spam@source.example to: c@example.org origin_ip: 203.0.113.66 origin_rdns: (unknown) auth: (unknown) encryption: (none) reason: (empty)", "rejected Helo 203.0.113.66 spam@source.example to c@example.org")]
    [InlineData("@40000000433225840c8f0cbc spamdyke[29207]: DENIED_RBL_MATCH from: (unknown) to: c@example.org origin_ip: 203.0.113.66 origin_rdns: x.example auth: (unknown) encryption: (none) reason: bl.example", "rejected BlockList 203.0.113.66  to c@example.org")]
    [InlineData("Mar  9 11:10:37 server spamdyke[29207]: DENIED_GRAYLISTED from: a@b.example to: c@example.org origin_ip: 203.0.113.66 origin_rdns: x.example auth: (unknown) encryption: TLS reason: (empty)", "rejected Greylist 203.0.113.66 a@b.example to c@example.org")]
    [InlineData("@40000000433225840c8f0cbc CHKUSER rejected rcpt: from <a@b.example::> remote <helo.example:host.example:203.0.113.66> rcpt <nobody@example.org> : not existing recipient", "rejected UnknownRecipient 203.0.113.66 a@b.example to nobody@example.org")]
    [InlineData("@40000000433225840c8f0cbc CHKUSER rejected relaying: from <a@b.example:anna:> remote <helo:unknown:203.0.113.66> rcpt <c@d.example> : client not allowed to relay", "rejected Relay 203.0.113.66 a@b.example to c@d.example")]
    [InlineData("Mar  9 11:10:37 server qmail-smtpd: 1795392708.123456 CHKUSER rejected sender: from <a@b.invalid::> remote <helo:unknown:203.0.113.66> rcpt <> : invalid sender MX domain", "rejected Sender 203.0.113.66 a@b.invalid to ")]
    public void What_guards_qmail_says_is_read_too(string line, string expected) => Assert.Equal([expected], RecordedEvents.Of("qmail", line));

    [Theory]
    [InlineData("@40000000433225840c8f0cbc CHKUSER accepted rcpt: from <a@b.example::> remote <helo:unknown:203.0.113.66> rcpt <c@example.org> : found existing recipient")]
    [InlineData("Mar  9 11:10:37 server spamdyke[29207]: ALLOWED from: a@b.example to: c@example.org origin_ip: 203.0.113.66 origin_rdns: x.example auth: (unknown) encryption: (none) reason: 250_ok")]
    [InlineData("Mar  9 11:10:37 server spamdyke[29207]: DENIED_OTHER from: a@b.example to: c@example.org origin_ip: 203.0.113.66 origin_rdns: x.example auth: (unknown) encryption: (none) reason: 550_no_mailbox")]
    public void What_qmail_took_or_said_itself_is_no_refusal(string line) => Assert.Empty(RecordedEvents.Of("qmail", line));

    [Theory]
    [InlineData("Mar  9 11:10:37 server spamdyke[29207]: DENIED_RBL_MATCH from: a to: b origin_ip: 198.51.100.1 x@b.example to: c@example.org origin_ip: 203.0.113.66 origin_rdns: x auth: (unknown) encryption: (none) reason: (empty)")]
    [InlineData("@40000000433225840c8f0cbc CHKUSER rejected rcpt: from <a> remote <x:y:198.51.100.1> rcpt <c@d> : b@b.example::> remote <helo:unknown:203.0.113.66> rcpt <c@example.org> : not existing recipient")]
    public void A_refusal_that_two_clients_can_be_read_in_is_of_nobody(string line) => Assert.Equal(["? " + line], RecordedEvents.Of("qmail", line));

    [Fact]
    public void A_message_of_OpenSMTPD_goes_through_a_filter_once() => Assert.Equal(
        [
            "Mail in gilles 192.0.2.1",
            "accepted gilles@poolp.example 303 to 1 Authenticated 192.0.2.1 gilles",
            "Delivered joe@remote.example from gilles@poolp.example by 198.51.100.25 (mx.example)",
        ],
        RecordedEvents.Of("opensmtpd",
            "Jul  6 06:01:46 ams-1 smtpd[75295]: 5df87c972116a049 smtp connected address=192.0.2.1 host=poolp.example",
            "Jul  6 06:01:46 ams-1 smtpd[75295]: 5df87c972116a049 smtp authentication user=gilles result=ok",
            "Jul  6 06:01:46 ams-1 smtpd[75295]: 5df87c972116a049 smtp message msgid=3d4c4a42 size=303 nrcpt=1 proto=ESMTP",
            "Jul  6 06:01:46 ams-1 smtpd[75295]: 5df87c972116a049 smtp envelope evpid=3d4c4a424797fe79 from=<gilles@poolp.example> to=<joe@remote.example>",
            "Jul  6 06:01:46 ams-1 smtpd[75295]: 5df87c9c42abeddb smtp connected address=127.0.0.1 host=localhost",
            "Jul  6 06:01:46 ams-1 smtpd[75295]: 5df87c9c42abeddb smtp message msgid=f6e94209 size=802 nrcpt=1 proto=ESMTP",
            "Jul  6 06:01:46 ams-1 smtpd[75295]: 5df87c9c42abeddb smtp envelope evpid=f6e94209918f7e7b from=<gilles@poolp.example> to=<joe@remote.example>",
            "Jul  6 06:01:46 ams-1 smtpd[75295]: 5df87c9b982c840c mta delivery evpid=3d4c4a424797fe79 from=<gilles@poolp.example> to=<joe@remote.example> rcpt=<-> source=\"127.0.0.1\" relay=\"127.0.0.1 (localhost)\" delay=0s result=\"Ok\" stat=\"250 2.0.0: f6e94209 Message accepted for delivery\"",
            "Jul  6 06:01:46 ams-1 smtpd[75295]: 5df87c9ffd0e785d mta delivery evpid=f6e94209918f7e7b from=<gilles@poolp.example> to=<joe@remote.example> rcpt=<-> source=\"192.0.2.1\" relay=\"198.51.100.25 (mx.example)\" delay=0s result=\"Ok\" stat=\"250 ok\""));

    [Fact]
    public void A_server_on_this_machine_that_hands_nothing_back_is_where_mail_goes() => Assert.Equal(
        ["accepted a@b.example 484 to 1 Network 192.0.2.7", "Delivered list@example.org from a@b.example by 127.0.0.1[127.0.0.1]:10025"],
        RecordedEvents.Of("postfix",
            "Nov 23 00:11:48 web01 postfix/smtpd[306]: CF7B45D: client=unknown[192.0.2.7]",
            "Nov 23 00:11:48 web01 postfix/cleanup[308]: CF7B45D: message-id=<m0@gen.example>",
            "Nov 23 00:11:48 web01 postfix/qmgr[303]: CF7B45D: from=<a@b.example>, size=484, nrcpt=1 (queue active)",
            "Nov 23 00:11:48 web01 postfix/smtp[309]: CF7B45D: to=<list@example.org>, relay=127.0.0.1[127.0.0.1]:10025, delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4F1D02)",
            "Nov 23 00:11:48 web01 postfix/qmgr[303]: CF7B45D: removed"));

    [Fact]
    public void What_Postfix_forwards_is_delivered_where_it_goes() => Assert.Equal(
        ["accepted a@b.example 484 to 1 Network 192.0.2.7", "Delivered joe@remote.example from a@b.example by mx.example[198.51.100.25]:25"],
        RecordedEvents.Of("postfix",
            "Nov 23 00:11:48 web01 postfix/smtpd[306]: CF7B45D: client=unknown[192.0.2.7]",
            "Nov 23 00:11:48 web01 postfix/cleanup[308]: CF7B45D: message-id=<m0@gen.example>",
            "Nov 23 00:11:48 web01 postfix/qmgr[303]: CF7B45D: from=<a@b.example>, size=484, nrcpt=1 (queue active)",
            "Nov 23 00:11:48 web01 postfix/cleanup[308]: D56ED5F: message-id=<m0@gen.example>",
            "Nov 23 00:11:48 web01 postfix/local[311]: CF7B45D: to=<anna@example.org>, relay=local, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (forwarded as D56ED5F)",
            "Nov 23 00:11:48 web01 postfix/qmgr[303]: D56ED5F: from=<a@b.example>, size=600, nrcpt=1 (queue active)",
            "Nov 23 00:11:48 web01 postfix/qmgr[303]: CF7B45D: removed",
            "Nov 23 00:11:48 web01 postfix/smtp[309]: D56ED5F: to=<joe@remote.example>, orig_to=<anna@example.org>, relay=mx.example[198.51.100.25]:25, delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 ok)",
            "Nov 23 00:11:48 web01 postfix/qmgr[303]: D56ED5F: removed"));
}
