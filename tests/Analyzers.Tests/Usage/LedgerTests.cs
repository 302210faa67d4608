using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Usage;

/// <summary>Accounts have room for few measures until they need more.</summary>
public sealed class LedgerTests
{
    private const long Hour = 1_795_500_000;
    private const Measure LastOfFew = (Measure)(Account.FewMeasures - 1);
    private const Measure FirstOfMany = (Measure)Account.FewMeasures;
    private readonly Ledger ledger = new(["example.org"], TimeZoneInfo.Utc, 10);

    [Fact]
    public void An_account_that_makes_room_keeps_what_it_has_counted()
    {
        var anna = User("anna"u8);
        var counts = ledger.At(anna, Hour);
        counts.Add(Measure.MailSent, 3);
        Assert.Equal((Account.FewMeasures, false), (anna.Counts!.Length, anna.NeedsAll));
        counts.Add(LastOfFew, 1);
        Assert.False(anna.NeedsAll);
        counts.Add(FirstOfMany, 5);
        Assert.Equal((Account.Measures, true), (anna.Counts.Length, anna.NeedsAll));
        counts.Add(Measure.MailSent, 4);
        counts.Add(Measure.WebBytes, 9);
        counts.Add((Measure)(Account.Measures - 1), 1);

        var all = new[] { (Measure.MailSent, 7L), (LastOfFew, 1), (FirstOfMany, 5), (Measure.WebBytes, 9), ((Measure)(Account.Measures - 1), 1) };
        Assert.Equal(
            new[] { ("example.org", "anna"), ("example.org", ""), ("", "") }.SelectMany(who => all.Select(one => (who.Item1, who.Item2, Hour, one.Item1, one.Item2))),
            Taken());
        Assert.Empty(Taken());
    }

    [Fact]
    public void The_server_makes_room_for_what_it_gets_of_a_domain_that_did()
    {
        ledger.At(ledger.Server, Hour).Add(Measure.MailAccepted);
        Assert.Equal(Account.FewMeasures, ledger.Server.Counts!.Length);
        ledger.At(User("anna"u8), Hour).Add(Measure.FtpUploads);

        Assert.Equal(
            [
                ("example.org", "anna", Hour, Measure.FtpUploads, 1), ("example.org", "", Hour, Measure.FtpUploads, 1),
                ("", "", Hour, Measure.MailAccepted, 1), ("", "", Hour, Measure.FtpUploads, 1),
            ],
            Taken());
    }

    [Fact]
    public void An_account_that_has_made_room_has_it_in_the_next_hour_too()
    {
        ledger.At(User("anna"u8), Hour).Add(Measure.FtpUploads, 5);
        ledger.At(User("berta"u8), Hour).Add(Measure.MailSent, 2);

        ledger.At(User("anna"u8), Hour + 3_600).Add(Measure.MailSent);
        ledger.At(User("berta"u8), Hour + 3_600).Add(Measure.FtpUploads);

        Assert.Equal([Account.Measures, Account.Measures], new[] { User("anna"u8), User("berta"u8) }.Select(user => user.Counts!.Length));
        Assert.Equal(
            [("anna", Hour, Measure.FtpUploads, 5), ("anna", Hour + 3_600, Measure.MailSent, 1), ("berta", Hour, Measure.MailSent, 2), ("berta", Hour + 3_600, Measure.FtpUploads, 1)],
            Taken().Where(row => row.User.Length > 0).Select(row => (row.User, row.Hour, row.Measure, row.Value)).Order());
    }

    private Account User(ReadOnlySpan<byte> name) => ledger.User(ledger.Domain("example.org"u8)!, name);

    private List<(string Domain, string User, long Hour, Measure Measure, long Value)> Taken() =>
        [.. ledger.Take().SelectMany(row => row.Values.Select(one => (row.Account.Domain, row.Account.User, row.Hour, one.Measure, one.Value)))];
}
