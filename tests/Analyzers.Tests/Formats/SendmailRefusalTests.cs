using System.Text;
using Metrics.Analyzers.Formats;

namespace Metrics.Analyzers.Tests.Formats;

/// <summary>Sendmail refuses recipients in lines without the client, and says at the end of the message who that was.</summary>
public sealed class SendmailRefusalTests
{
    private const string Stamp = "Nov 23 00:12:49 web01 sm-mta[31]: ";
    private const string Nothing = "from=<x@bulk.example>, size=0, class=0, nrcpts=0, proto=SMTP, daemon=MTA, relay=";

    private const long November2026 = 1_795_500_000;

    [Fact]
    public void Refusals_of_a_message_are_of_the_client_that_its_end_names() => Assert.Equal(
        [
            "rejected UnknownRecipient 198.51.100.32  to c@example.net",
            "rejected UnknownRecipient 198.51.100.31  to a@example.net",
            "rejected UnknownRecipient 198.51.100.31  to b@example.net",
            "rejected Greylist 198.51.100.31  to d@example.net",
        ],
        RecordedEvents.Of("sendmail",
            Stamp + "6AN0CnLU000031: <a@example.net>... User unknown",
            Stamp + "6AN0CnLU000032: <c@example.net>... No such user here",
            Stamp + "6AN0CnLU000031: b@example.net... User unknown",
            Stamp + "6AN0CnLU000031: Milter: to=<d@example.net>, reject=451 4.7.1 Greylisting in action",
            Stamp + "6AN0CnLU000032: " + Nothing + "h [IPv6:198.51.100.32] (may be forged)",
            Stamp + "6AN0CnLU000031: " + Nothing + "root@h [198.51.100.31]",
            Stamp + "6AN0CnLU000031: " + Nothing + "h [198.51.100.33]"));

    [Fact]
    public void A_message_that_others_get_says_who_asked_for_the_unknown_ones() => Assert.Equal(
        ["rejected UnknownRecipient 198.51.100.31  to b@example.net", "accepted a@bulk.example 900 to 1 Network 198.51.100.31"],
        RecordedEvents.Of("sendmail",
            Stamp + "6AN0CnLU000031: <b@example.net>... User unknown",
            Stamp + "6AN0CnLU000031: from=<a@bulk.example>, size=900, class=0, nrcpts=1, msgid=<x, relay=h [6.6.6.6]>, proto=ESMTP, daemon=MTA, relay=h [198.51.100.31]"));

    [Theory]
    [InlineData("<from=<x>, size=0, class=0, nrcpts=0, relay=h [6.6.6.6]>... User unknown")]
    [InlineData("from=\"x, size=0, class=0, nrcpts=0, relay=h [6.6.6.6]\"@example.net... User unknown")]
    [InlineData("from=\"x, size=0, class=0, nrcpts=1, relay=h [6.6.6.6]\"@[6.6.6.6]... User unknown")]
    [InlineData("from=\"x, size=0, class=0, nrcpts=0, relay=root@localhost\"@example.net... User unknown")]
    [InlineData("from=\"x, size=0, class=0, nrcpts=0\"@example.net... User unknown")]
    [InlineData("ruleset=\"x, arg1=<a@example.net>, relay=h [6.6.6.6], reject=550 User unknown\"@example.net... User unknown")]
    [InlineData("ruleset=x(, arg1=<a@example.net>, relay=h [6.6.6.6], reject=550 User unknown)@example.net... User unknown")]
    public void No_recipient_names_or_hides_the_client(string text)
    {
        var events = RecordedEvents.Of("sendmail",
            Stamp + "6AN0CnLU000031: <a@example.net>... User unknown",
            Stamp + "6AN0CnLU000031: " + text,
            Stamp + "6AN0CnLU000031: from=<x, relay=h [6.6.6.6]>, size=0, class=0, nrcpts=0, proto=SMTP, daemon=MTA, relay=[6.6.6.6]@h [198.51.100.31]");

        Assert.Contains("rejected UnknownRecipient 198.51.100.31  to a@example.net", events);
        Assert.DoesNotContain(events, e => e.StartsWith("accepted", StringComparison.Ordinal) || e.Contains(" 6.6.6.6", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ruleset=check_rcpt, arg1=<u@example.net>, relay=h [198.51.100.30], reject=550 5.7.1 <u@example.net>... Relaying denied", "rejected Relay 198.51.100.30  to u@example.net")]
    [InlineData("NOQUEUE: ruleset=check_relay, arg1=h, arg2=198.51.100.30, relay=h [198.51.100.30], reject=550 5.7.1 Access denied", "rejected Other 198.51.100.30  to ")]
    [InlineData("NOQUEUE: rejecting commands from h [198.51.100.30] due to pre-greeting traffic after 6 seconds", "rejected Tarpit 198.51.100.30  to ")]
    [InlineData("NOQUEUE: AUTH failure (PLAIN): user not found (-20), user=anna, relay=h [198.51.100.30]", "Mail failed anna 198.51.100.30")]
    [InlineData("NOQUEUE: <u@example.net>... User unknown", "rejected UnknownRecipient   to u@example.net")]
    public void A_refusal_before_any_message_counts(string text, string expected) => Assert.Equal([expected], RecordedEvents.Of("sendmail", Stamp + text));

    [Fact]
    public void A_refusal_whose_client_is_never_named_counts_some_hours_on() => Assert.Equal(
        ["rejected UnknownRecipient   to a@example.net", "rejected UnknownRecipient 198.51.100.32  to b@example.net"],
        RecordedEvents.Of("sendmail",
            "Nov 23 00:00:00 web01 sm-mta[31]: 6AN0CnLU000031: <a@example.net>... User unknown",
            "Nov 23 00:00:01 web01 sm-mta[31]: 6AN0CnLU000032: <b@example.net>... User unknown",
            "Nov 23 02:00:01 web01 sm-mta[31]: alias database /mnt/aliases rebuilt by root",
            "Nov 23 02:00:01 web01 sm-mta[31]: 6AN0CnLU000031: " + Nothing + "h [198.51.100.31]",
            "Nov 23 02:00:01 web01 sm-mta[31]: 6AN0CnLU000032: " + Nothing + "h [198.51.100.32]"));

    [Fact]
    public void However_many_recipients_are_refused_each_counts_once()
    {
        var lines = Enumerable.Range(0, 3 * SendmailHeld.MostMessages).Select(i => $"{Stamp}6AN0CnLU{i:D6}: <a{i}@example.net>... User unknown")
            .Concat(Enumerable.Range(0, 2 * SendmailHeld.MostOfMessage).Select(i => $"{Stamp}6AN0CnLU999999: <b{i}@example.net>... User unknown"))
            .Concat(Enumerable.Range(0, 3 * SendmailHeld.MostMessages).Append(999_999).Select(i => $"{Stamp}6AN0CnLU{i:D6}: {Nothing}h [198.51.100.31]"))
            .Select(Encoding.ASCII.GetBytes).ToList();
        var (once, restarted) = (new RecordedEvents(), new RecordedEvents());

        var whole = KeptState.Read(lines, Make, once, () => int.MaxValue);
        KeptState.Read(lines, Make, restarted, () => 97);

        Assert.Equal(once.All, restarted.All);
        Assert.Equal((3 * SendmailHeld.MostMessages) + (2 * SendmailHeld.MostOfMessage), once.Lines.Distinct().Count());
        Assert.Equal(once.Lines.Count, once.Lines.Distinct().Count());
        Assert.InRange(once.Lines.Count(e => e.Contains(" 198.51.100.31 ", StringComparison.Ordinal)), SendmailHeld.MostMessages, SendmailHeld.MostMessages + SendmailHeld.MostOfMessage);
        Assert.DoesNotContain(whole.Rows, row => row.StartsWith("\\13", StringComparison.Ordinal));

        static ILogFormat Make() => LogFormats.Make("sendmail", TimeZoneInfo.Utc, () => November2026);
    }

    [Fact]
    public void Who_asks_for_many_unknown_recipients_is_an_offender()
    {
        using var analyzer = new TestAnalyzer("sendmail", ["example.net"]);
        File.WriteAllLines(analyzer.Log, Enumerable.Range(0, 25).Select(i => $"{Stamp}6AN0CnLU000031: <a{i}@example.net>... User unknown"));
        analyzer.ReadAll();
        Assert.True(analyzer.Commit());
        analyzer.Crash();
        Assert.Empty(analyzer.Offenders.All);
        File.AppendAllLines(analyzer.Log, [$"{Stamp}6AN0CnLU000031: {Nothing}h [198.51.100.31]"]);

        analyzer.ReadAll();
        Assert.True(analyzer.Commit());

        var offender = Assert.Single(analyzer.Offenders.All);
        Assert.Equal(("harvesting", "198.51.100.31"), (offender.Detector, offender.Subject));
        Assert.Contains(offender.Evidence, line => line.Contains("relay=h [198.51.100.31]", StringComparison.Ordinal));
        Assert.Equal(25, analyzer["", "", Metrics.Analyzers.Usage.Measure.MailRejectedUnknownRecipient]);
    }
}
