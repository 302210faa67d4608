namespace Metrics.Analyzers.Tests.Formats;

public sealed class MailFilterFormatTests
{
    [Theory]
    [InlineData("spamd[24888]: spamd: result: Y 999 - DKIM_SIGNED,GTUBE scantime=0.2,size=3818,user=debian-spamd,uid=112,required_score=5.0,rhost=::1,raddr=::1,rport=38494,mid=<x@y>", "Spam  to ")]
    [InlineData("spamd[24888]: spamd: result: . 0 - NO_RELAYS scantime=0.0,size=557,user=root", "Clean  to ")]
    [InlineData("spamd[12]: (GREY) 192.0.2.7: <a@b.example> -> <c@example.org>", "Greylisted 192.0.2.7 to c@example.org")]
    [InlineData("spamd[12]: 192.0.2.7: disconnected after 360 seconds. lists: nixspam", "rejected Tarpit 192.0.2.7  to ")]
    [InlineData("rspamd[456]: <demo01>; task; rspamd_task_write_log: id: <m@gen.example>, qid: <4F1D02>, ip: 192.0.2.41, from: <j@b.example>, (default: T (reject): [18.20/15.00] [BAYES_SPAM(5.10)]), len: 4521, rcpts: <c@example.org>,<d@example.org>, mime_rcpts: <x@y>", "Spam 192.0.2.41 to c@example.org")]
    [InlineData("rspamd[456]: <demo01>; proxy; rspamd_task_write_log: id: <x, ip: 6.6.6.6, from: y>, qid: <4F1D02>, ip: 192.0.2.41, from: <j@b.example>, (default: F (no action): [1.20/15.00] []), len: 1, rcpts: <c@example.org>", "Clean  to c@example.org")]
    [InlineData("rspamd[456]: <demo01>; task; rspamd_task_write_log: id: <m@gen.example>, ip: 2001:db8::7, from: <>, (default: F (greylist): [5.20/15.00] []), len: 1", "Greylisted 2001:db8::7 to ")]
    [InlineData("rspamd[456]: <demo01>; task; rspamd_task_write_log: id: <m@gen.example>, ip: 192.0.2.7, from: <>, (default: T (reject): [5.20/15.00] [CLAM_VIRUS(0.00){Eicar;}]), len: 1", "Virus 192.0.2.7 to ")]
    [InlineData("amavis[1296]: (01296-01) Blocked SPAM, [192.0.2.83] [20.200.15.23] <sender@domain.example> -> <account@example.org>, Message-ID: <4996@x>, Hits: 11.322, Size: 62306, 2629 ms", "Spam 192.0.2.83 to account@example.org")]
    [InlineData("amavis[1088]: (01088-09) Blocked INFECTED (EICAR-Test-File) {DiscardedInbound,Quarantined}, [IPv6:2001:db8::1]:4711 [6.6.6.6] <\"x> -> <y\"@b.example> -> <account@example.org>,<b@example.org>, quarantine: v", "Virus 2001:db8::1 to account@example.org")]
    [InlineData("amavis[1088]: (01088-09) Passed CLEAN {RelayedInbound}, LOCAL [192.0.2.7]:1 <> -> <a@example.org>, Hits: -1.9", "Clean 192.0.2.7 to a@example.org")]
    [InlineData("clamav-milter[18878]: Message from <a@b.example> to <c@example.org> infected by Eicar-Test-Signature", "Virus  to c@example.org")]
    [InlineData("clamd[7]: instream(127.0.0.1@52106): Win.Test.EICAR_HDB-1 FOUND", "Virus  to ")]
    [InlineData("postgrey[1583]: action=greylist, reason=new, client_name=otherserver.example, client_address=192.0.2.7/32, sender=x, client_address=6.6.6.6, recipient=y@example.org", "Greylisted 192.0.2.7 to y@example.org")]
    [InlineData("milter-greylist: s1N7vR47006519: addr mx.example[192.0.2.7] from <a@b.example> to <c@example.org> delayed for 00:05:00 (ACL 123)", "Greylisted 192.0.2.7 to c@example.org")]
    [InlineData("sqlgrey: grey: new: 192.0.2(192.0.2.7), a@b.example -> c@example.org", "Greylisted 192.0.2.7 to c@example.org")]
    public void Filters_say_what_a_message_is(string text, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("filters", "Nov 23 00:11:48 web01 " + text));

    [Theory]
    [InlineData("amavis[1]: (1-1) Passed BAD-HEADER, [192.0.2.7] <> -> <a@b>"), InlineData("spamd[1]: spamd: got connection over /tmp/x"), InlineData("spamd[1]: 192.0.2.7: connected (5/3)")]
    [InlineData("spamd[1]: 192.0.2.7: disconnected after 12 seconds."), InlineData("postgrey[1]: action=pass, reason=triplet found, client_name=x, client_address=192.0.2.7, recipient=y"), InlineData("clamd[7]: /home/x/a: Eicar FOUND")]
    public void What_filters_say_besides_does_not_count(string text) => Assert.Empty(RecordedEvents.Of("filters", "Nov 23 00:11:48 web01 " + text));

    [Theory]
    [InlineData("2026-11-23 00:11:48 #456(normal) <demo01>; task; rspamd_task_write_log: id: <m@gen.example>, ip: 192.0.2.41, from: <j@b.example>, (default: F (add header): [8.20/15.00] []), len: 4521", "Spam 192.0.2.41 to ")]
    [InlineData("Mon Nov 23 00:11:48 2026 -> instream(127.0.0.1@52106): Win.Test.EICAR_HDB-1(44d88612:68) FOUND", "Virus  to ")]
    public void Filters_with_logs_of_their_own_are_read(string line, string expected) => Assert.Equal([expected], RecordedEvents.Of("filters", line));

    [Fact]
    public void Postfix_says_who_comes_too_often() => Assert.Equal(
        ["rejected Rate 192.0.2.7  to "],
        RecordedEvents.Of("mail", "Nov 23 00:11:48 web01 postfix/smtpd[306]: warning: Connection rate limit exceeded: 31 from mx.example[192.0.2.7] for service smtp"));
}
