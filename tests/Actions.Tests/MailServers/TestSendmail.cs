using System.Collections.Immutable;
using Metrics.Actions.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>A real Sendmail on the machine, as it is usually set up: a daemon that delivers to a server outside, and a queue of its own for what programs hand in. Both queues
/// are run every second.</summary>
internal sealed class TestSendmail : ITestServer
{
    private const string Submission = "smmsp", Users = "smmsp:x:65526:65526::/nonexistent:/usr/sbin/nologin";

    private readonly MailNetwork network;

    private TestSendmail(MailNetwork network) => (this.network, Server) = (network, MailServerFactory.Make(new MailServerOptions("sendmail")
    {
        Kind = MailServerKind.Sendmail,
        // Not systemd's, wherever the test runs.
        Units = ImmutableArray<string>.Empty,
        Program = Program,
        Configuration = network["sendmail"],
        StartCommand = ["sh", "-ec", $"{Program} -C {network["sendmail/sendmail.cf"]} -bd -q1s; {Program} -Ac -C {network["sendmail/submit.cf"]} -q1s"],
    }, network, network.Network, network.State));

    /// <summary>The user that Debian's package would have made, and no name server to wait for, for the machine only.</summary>
    public static string Prepare =>
        $"mount -t tmpfs tmpfs /run; (cat /etc/passwd; echo {Users}) > /run/passwd; (cat /etc/group; echo {Submission}:x:65526:) > /run/group; "
        + "(echo 127.0.0.1 localhost; echo 127.0.0.1 web01.example.com $(hostname)) > /run/hosts; echo hosts files > /run/switch; "
        + "for file in passwd group hosts; do mount --bind /run/$file /etc/$file; done; mount --bind /dev/null /etc/resolv.conf";

    /// <summary>The program.</summary>
    public static string Program => Path.Combine(UnpackedPackages.Sendmail, "usr/libexec/sendmail/sendmail");

    public IMailServer Server { get; }

    /// <inheritdoc/>
    public bool IsBetweenQueues => Directory.EnumerateFiles(network["sendmail/submission"], "qf*").Any();

    public static async Task<ITestServer> StartAsync(MailNetwork network)
    {
        foreach (var name in new[] { "sendmail/run", "sendmail/queue", "sendmail/submission" })
            Directory.CreateDirectory(network[name]);
        DebianProgram.Run("coreutils", "chmod", "700", network["sendmail/queue"]);
        var features = Path.Combine(UnpackedPackages.Sendmail, "usr/share/sendmail/cf/");
        foreach (var (name, lines) in new[] { ("sendmail", Daemon(network)), ("submit", Submit(network)) })
        {
            // On a machine with much to do it would refuse connections, and put deliveries off.
            await File.WriteAllTextAsync(network[$"sendmail/{name}.mc"], $"""
                define(`MAIL_SETTINGS_DIR', `{network["sendmail"]}/')dnl
                include(`{features}m4/cf.m4')dnl
                OSTYPE(`linux')dnl
                define(`confDOMAIN_NAME', `web01.example.com')dnl
                define(`confSERVICE_SWITCH_FILE', `/run/switch')dnl
                define(`confDONT_PROBE_INTERFACES', `True')dnl
                define(`confTO_IDENT', `0')dnl
                define(`confREFUSE_LA', `9999')dnl
                define(`confQUEUE_LA', `9999')dnl
                define(`confEBINDIR', `/nonexistent')dnl
                FEATURE(`nocanonify')dnl
                {lines}
                """);
            await File.WriteAllTextAsync(network[$"sendmail/{name}.cf"], DebianProgram.Run("m4", "m4", $"-D_CF_DIR_={features}", network[$"sendmail/{name}.mc"]));
        }
        await network.RequireAsync("chown", $"{Submission}:{Submission}", network["sendmail/submission"]);
        await network.RequireAsync("chmod", "770", network["sendmail/submission"]);
        await File.WriteAllTextAsync(network["sendmail/aliases"], "");
        await File.WriteAllTextAsync(network["sendmail/local-host-names"], "");
        var server = new TestSendmail(network);
        await network.RequireAsync([.. server.Server.Options.StartCommand]);
        DebianProgram.Wait("Sendmail", () => network.Script(0, "exec 3<>/dev/tcp/127.0.0.1/25") == 0);
        return server;
    }

    public async Task HandInAsync(string sender, int number)
    {
        for (var i = 0; i < number; i++)
            await network.RequireAsync([Program, "-Ac", "-C", network["sendmail/submit.cf"], "-i", "-f", sender, "somebody@remote.example"],
                TestContext.Current.CancellationToken, $"Subject: {i}\n\nHello\n");
    }

    private static string Daemon(MailNetwork network) => $"""
        define(`QUEUE_DIR', `{network["sendmail/queue"]}')dnl
        define(`STATUS_FILE', `{network["sendmail/run/statistics"]}')dnl
        define(`confPID_FILE', `{network["sendmail/run/sendmail.pid"]}')dnl
        define(`ALIAS_FILE', `{network["sendmail/aliases"]}')dnl
        define(`SMART_HOST', `[{MailNetwork.Outside}]')dnl
        FEATURE(`no_default_msa')dnl
        FEATURE(`accept_unresolvable_domains')dnl
        DAEMON_OPTIONS(`Name=MTA, Family=inet, Addr=127.0.0.1, Port=25')dnl
        MAILER(`local')dnl
        MAILER(`smtp')dnl

        """;

    private static string Submit(MailNetwork network) => $"""
        define(`MSP_QUEUE_DIR', `{network["sendmail/submission"]}')dnl
        FEATURE(`msp', `[127.0.0.1]')dnl

        """;
}
