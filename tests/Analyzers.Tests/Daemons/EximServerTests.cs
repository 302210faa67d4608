namespace Metrics.Analyzers.Tests.Daemons;

public sealed class EximServerTests
{
    [Fact]
    public void What_a_real_Exim_did_is_counted_and_who_tries_addresses_or_passwords_is_pointed_at()
    {
        using var network = new NetworkNamespace(MailDone.Client, MailDone.Guesser);
        using var others = new RemoteServers(network);
        using var server = new EximServer(network, others);
        var done = new MailDone(network);
        done.Everything();
        done.SignIns();
        server.Settle();
        using var analyzer = Done.Analyze("exim", server.Log, MailDone.Domains);
        Done.Same(done.Totals, analyzer);
        done.SameBytes(analyzer, server.MailboxBytes);
        Assert.Equal(
            [("harvesting", MailDone.Guesser), ("passwords.mail", MailDone.Guesser)],
            analyzer.Offenders.All.Select(o => (o.Detector, o.Subject)).Order());
    }
}
