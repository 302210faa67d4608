namespace Metrics.Analyzers.Tests.Daemons;

public sealed class ProFtpdServerTests
{
    [Fact]
    public void What_a_real_ProFTPD_did_is_counted_and_the_download_manager_and_the_password_guesser_are_pointed_at()
    {
        using var network = new NetworkNamespace(FtpDone.Client, FtpDone.Guest, FtpDone.Downloader, FtpDone.Guesser);
        using var server = new ProFtpdServer(network);
        var done = new FtpDone(network, server.Files);
        done.Everything();
        server.Settle();
        using (var transfers = Done.Analyze("xferlog", server.Xferlog, FtpDone.Domain))
            Done.Same(done.Transfers, transfers);
        using var connections = Done.Analyze("proftpd", server.SystemLog, FtpDone.Domain);
        Done.Same(done.Connections, connections);
        Assert.Equal(
            [("downloads", FtpDone.Downloader), ("passwords.ftp", FtpDone.Guesser)],
            connections.Offenders.All.Select(o => (o.Detector, o.Subject)).Order());
    }
}
