namespace Metrics.Analyzers.Tests.Daemons;

public sealed class PostfixServerTests
{
    [Fact]
    public void What_a_real_Postfix_did_is_counted_and_who_tries_addresses_is_pointed_at()
    {
        using var network = new NetworkNamespace(MailDone.Client, MailDone.Guesser);
        using var others = new RemoteServers(network);
        using var server = new PostfixServer(network);
        var done = new MailDone(network);
        done.Everything();
        server.Settle();
        using var analyzer = Done.Analyze("postfix", server.Log, MailDone.Domains);
        Done.Same(done.Totals, analyzer);
        done.SameBytes(analyzer, server.MailboxBytes);
        var offender = Assert.Single(analyzer.Offenders.All);
        Assert.Equal(("harvesting", MailDone.Guesser), (offender.Detector, offender.Subject));
    }
}
