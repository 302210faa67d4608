using Metrics.Analyzers.Usage;

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

    [Fact]
    public void What_a_real_ProFTPD_did_is_counted_from_the_logs_of_its_sample_configuration()
    {
        using var network = new NetworkNamespace(FtpDone.Client, FtpDone.Guest, FtpDone.Downloader, FtpDone.Guesser);
        using var server = new ProFtpdServer(network);
        var done = new FtpDone(network, server.Files);
        done.Everything();
        server.Settle();
        using (var transfers = Done.AnalyzeOf(FtpDone.Domain, "proftpd_extended", server.WriteLog))
            Done.Same(done.Transfers, transfers);
        using (var all = Done.AnalyzeOf(FtpDone.Domain, "proftpd_extended", server.ExtendedLog))
        {
            Assert.Equal(done.Sessions, all["", "", Measure.FtpSessions]);
            Assert.Equal(done.WrongPasswords, all["", "", Measure.FtpSignInsFailed]);
            Assert.Equal([("passwords.ftp", FtpDone.Guesser)], all.Offenders.All.Select(o => (o.Detector, o.Subject)));
        }
        // This format does not say why somebody was kept out.
        using var signIns = Done.AnalyzeOf(FtpDone.Domain, "proftpd_extended", server.AuthLog);
        Assert.Equal(done.Sessions, signIns["", "", Measure.FtpSessions]);
        Assert.Equal(done.WrongPasswords + done.OneTooManys, signIns["", "", Measure.FtpSignInsFailed]);
        Assert.Equal(done.Sessions - done.GuestSessions, signIns[FtpDone.Domain, FtpDone.User, Measure.FtpSessions]);
        Assert.Equal(done.GuestSessions, signIns[FtpDone.Domain, "anonymous", Measure.FtpSessions]);
        Assert.Equal(
            [("passwords.ftp", FtpDone.Downloader), ("passwords.ftp", FtpDone.Guesser)], signIns.Offenders.All.Select(o => (o.Detector, o.Subject)).Order());
    }
}
