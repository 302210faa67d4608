namespace Metrics.Analyzers.Tests.Formats;

public sealed class PostfixTests
{
    [Theory]
    [InlineData("smtpd[42]: warning: unknown[192.0.2.150]: SASL PLAIN authentication failed:", "Mail failed  192.0.2.150")]
    [InlineData("submission/smtpd[27]: warning: mx.example[192.0.2.152]: SASL LOGIN authentication failed: (reason unavailable), sasl_username=admin", "Mail failed admin 192.0.2.152")]
    [InlineData("smtpd[42]: warning: unknown[192.0.2.152]: SASL LOGIN authentication failed: x, sasl_username=x[6.6.6.6]: SASL y", "Mail failed x[6.6.6.6]: SASL y 192.0.2.152")]
    [InlineData("smtpd[42]: warning: Connection rate limit exceeded: 31 from mx.example[192.0.2.7] for service smtp", "rejected Rate 192.0.2.7  to ")]
    [InlineData("smtpd[42]: NOQUEUE: reject: RCPT from mx.example[192.0.2.11]: 454 4.7.1 Service unavailable; Client host [192.0.2.11] blocked using rbl.example; http://www.example/query?ip=192.0.2.11; from=<spammer@b.example> to=<anna@example.org> proto=ESMTP helo=<[6.6.6.6]>", "rejected BlockList 192.0.2.11 spammer@b.example to anna@example.org")]
    [InlineData("smtps/smtpd[42]: NOQUEUE: reject: EHLO from mx.example[192.0.2.11]: 504 5.5.2 <User>: Helo command rejected: need fully-qualified hostname; proto=SMTP helo=<User>", "rejected Helo 192.0.2.11  to ")]
    [InlineData("postscreen[42]: NOQUEUE: reject: RCPT from [2001:db8::7]:4984: 550 5.7.1 Service unavailable; client [2001:db8::7] blocked using zen.example; from=<h@q.example>, to=<a@example.org>, proto=ESMTP, helo=<q.example>", "rejected BlockList 2001:db8::7 h@q.example to a@example.org")]
    [InlineData("cleanup[42]: 0A618260345: milter-reject: END-OF-MESSAGE from unknown[192.0.2.100]: 5.7.1 Blocked by ClamAV - FOUND VIRUS: Eicar; from=<n@b.example> to=<a@example.org> proto=ESMTP helo=<x>", "rejected Virus 192.0.2.100 n@b.example to a@example.org")]
    public void What_Postfix_says_of_a_client_is_read(string text, string expected) =>
        Assert.Equal([expected], RecordedEvents.Of("postfix", "Nov 23 00:11:48 web01 postfix/" + text));

    [Fact]
    public void A_message_that_expires_fails_for_all_whose_delivery_was_deferred_last() => Assert.Equal(
        [
            "accepted a@b.example 484 to 3 Network 192.0.2.7",
            "Delivered x@slow.example from a@b.example by mx", "Deferred y@slow.example from a@b.example by none", "Deferred z@slow.example from a@b.example by none",
            "Deferred y@slow.example from a@b.example by none", "Deferred z@slow.example from a@b.example by none",
            "Bounced  from a@b.example", "Bounced  from a@b.example",
        ],
        RecordedEvents.Of("postfix", new[]
        {
            "smtpd[1]: 3F1B25AA: client=mx.example[192.0.2.7]",
            "qmgr[1]: 3F1B25AA: from=<a@b.example>, size=484, nrcpt=3 (queue active)",
            "smtp[1]: 3F1B25AA: to=<x@slow.example>, relay=mx, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (250 ok)",
            "smtp[1]: 3F1B25AA: to=<y@slow.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (timed out)",
            "smtp[1]: 3F1B25AA: to=<z@slow.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (timed out)",
            "qmgr[1]: 3F1B25AA: from=<a@b.example>, size=484, nrcpt=3 (queue active)",
            "smtp[1]: 3F1B25AA: to=<y@slow.example>, relay=none, delay=9, delays=9/0/0/0, dsn=4.4.1, status=deferred (timed out)",
            "smtp[1]: 3F1B25AA: to=<z@slow.example>, relay=none, delay=9, delays=9/0/0/0, dsn=4.4.1, status=deferred (timed out)",
            "qmgr[1]: 3F1B25AA: from=<a@b.example>, status=expired, returned to sender",
            "qmgr[1]: 3F1B25AA: removed",
        }.Select(text => "Nov 23 00:11:48 web01 postfix/" + text)));

    // Of the two names that the message has in the queue the second may stand before the first in the database.
    [Theory]
    [InlineData("0A111111", "0A222222"), InlineData("0A222222", "0A111111")]
    public void The_hop_to_a_filter_is_no_delivery_whichever_name_its_message_gets_there(string first, string second) => Assert.Equal(
        ["accepted a@b.example 400 to 1 Network 198.51.100.7", "Delivered c@example.org from a@b.example"],
        RecordedEvents.Of("postfix", new[]
        {
            $"smtpd[1]: {first}: client=mx.example[198.51.100.7]",
            $"cleanup[1]: {first}: message-id=<m1@gen.example>",
            $"qmgr[1]: {first}: from=<a@b.example>, size=400, nrcpt=1 (queue active)",
            $"smtpd[2]: {second}: client=localhost[127.0.0.1]",
            $"cleanup[1]: {second}: message-id=<m1@gen.example>",
            $"qmgr[1]: {second}: from=<a@b.example>, size=900, nrcpt=1 (queue active)",
            $"smtp[1]: {first}: to=<c@example.org>, relay=127.0.0.1[127.0.0.1]:10024, delay=0.4, delays=0.1/0/0/0.3, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as {second})",
            $"qmgr[1]: {first}: removed",
            $"local[1]: {second}: to=<c@example.org>, relay=local, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered to maildir)",
            $"qmgr[1]: {second}: removed",
        }.Select(text => "Nov 23 00:11:48 web01 postfix/" + text)));

    [Theory]
    [InlineData("discard[42]: 25F2E5E061: to=<a@example.org>, relay=none, delay=0.05, delays=0.05/0/0/0, dsn=2.0.0, status=sent (example.org)")]
    [InlineData("smtpd[42]: connect from unknown[192.0.2.1]"), InlineData("smtpd[42]: lost connection after DATA from mx.example[192.0.2.10]"), InlineData("qmgr[42]: warning: premature end-of-input")]
    [InlineData("smtpd[42]: disconnect from unknown[192.0.2.2] ehlo=1 auth=0/1 rset=1 quit=1 commands=3/4"), InlineData("local[311]: warning: /etc/postfix/aliases, line 1: record is in key value format")]
    public void What_Postfix_says_besides_does_not_count(string text) => Assert.Empty(RecordedEvents.Of("postfix", "Nov 23 00:11:48 web01 postfix/" + text));
}
