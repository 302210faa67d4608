using System.Collections;
using Metrics.Web.Configuration;

namespace Metrics.Web.Tests.Configuration;

public class ConfigFaultTests
{
    /// <summary>Every file in tests/Fixtures/config, and what is said about it.</summary>
    public static TheoryData<string, string[]> Faults => new()
    {
        {
            "alert-form",
            [
                "3:1: alert.chat.webhook needs the chat, such as https://api.telegram.org/botTOKEN/sendMessage?chat_id=-100123.",
                "7:1: alert.phone.webhook needs the topic, such as https://ntfy.sh/TOPIC.",
                "10:8: alert.office.form takes metrics, slack, mattermost, discord, telegram, teams, ntfy; found \"irc\".",
                "14:1: alert.anna.form needs webhook.",
            ]
        },
        { "alert-without-way", ["1:2: alert.anna needs mail, webhook or command."] },
        {
            "block-faults",
            [
                "2:14: block.ssh.detectors has \"passwords.sssh\", which is none of downloads, harvesting, passwords.ftp, passwords.mail, passwords.ssh, traps.",
                "3:7: block.ssh.for takes 1m to 365d; found 10s.",
                "4:11: block.ssh.except takes addresses and networks such as 10.0.0.0/8; found \"10.0.0.0/33\".",
                "6:2: block.nothing needs detectors.",
                "10:14: traps.ports takes 1 to 65535; found 0.",
            ]
        },
        { "duration-without-unit", ["2:8: collector.step takes a duration with its unit in quotes, such as \"10s\" or \"5m\"; found \"10\"."] },
        { "empty-title", ["2:9: server.title takes 1 to 100 characters; found 0."] },
        { "graph-as-list", ["1:3: [[graph.up]] is a list of sections; write [graph.up]."] },
        { "graph-kind", ["3:17: graph.up.kind takes line, area or stack; found \"lin\"; did you mean \"line\"?"] },
        {
            "graph-level",
            ["3:33: graph.up.thresholds takes levels such as [80, { value = 95, label = \"full\", level = \"critical\" }], where level is reference, warning or critical; found level = \"bad\"."]
        },
        { "graph-outside", ["1:1: graph.title stands outside of a graph; write it below [graph.NAME]."] },
        {
            "graph-text",
            [
                "5:20: Stack underflow: \"+\" takes 2 values, found 1.",
                "6:7: Found \"bit\", which is not defined above; expected a number or variable; did you mean \"bits\"?",
            ]
        },
        {
            "graph-text-on-a-line",
            [
                "2:32: Found \"AVRAGE\"; expected AVERAGE, MIN, MAX or LAST; did you mean \"AVERAGE\"?",
                "3:1: graph.up.kind stands beside rrdgraph, which says it itself; leave one out.",
            ]
        },
        {
            "graph-three-faults",
            [
                "3:8: graph.up.unit takes a unit; found \"bit/ss\"; did you mean \"bit/s\"?",
                "4:11: graph.up.section takes a name of its own; /status is another page.",
                "5:7: graph.up.max takes a number, such as 1e9; found \"1e9\".",
            ]
        },
        { "graph-unknown-key", ["1:2: graph.up needs series or rrdgraph.", "2:1: graph.up has no setting seris; did you mean series?"] },
        { "graph-without-series", ["1:2: graph.up needs series or rrdgraph."] },
        {
            "list-faults",
            [
                "2:27: logs.domains takes host names without port; found \"no host\".",
                "4:5: logs.postfix takes an absolute path; found \"mail.log\".",
                "6:5: logs.postfix takes a list of texts, such as [\"a\", \"b\"]; found the integer 7.",
                "7:5: logs.postfix takes an absolute path; found \"other.log\".",
                "11:11: detectors.spared takes addresses and networks such as 10.0.0.0/8; found \"10.0.0.0/33\".",
                "11:42: detectors.spared takes addresses and networks such as 10.0.0.0/8; found \"nobody\".",
            ]
        },
        { "mail-address", ["2:7: mail.to takes mail addresses; found \"nobody\"."] },
        { "mail-plain-password", ["6:7: mail.tls \"none\" would send the password so that others can read it; take starttls or implicit."] },
        { "mail-without-password", ["4:8: mail.user needs mail.password_credential or mail.password_file."] },
        { "mail-without-sender", ["2:8: mail.host needs mail.from: who the mails are from."] },
        {
            "mailserver-faults",
            [
                "1:2: mailserver.exim.units is empty and there is no start: Exim could be stopped, and by nobody started again.",
                "6:8: mailserver.old.kind takes postfix, exim, opensmtpd, sendmail or qmail; found \"exchange\".",
                "8:2: mailserver.none needs kind: postfix, exim, opensmtpd, sendmail or qmail.",
                "9:10: mailserver.none.units takes names of units; found \"--force\".",
            ]
        },
        { "no-address", ["2:10: server.listen takes addresses with ports, such as [\"127.0.0.1:8080\", \"[::1]:8080\"], or a socket such as \"unix:/run/metrics/http.sock\"; found a list."] },
        { "no-directory", ["2:13: collector.proc_root takes a directory; there is none at /no/such/directory."] },
        { "not-a-base-path", ["2:13: server.base_path takes a path such as /metrics; found \"/metrics/../\"."] },
        { "not-a-duration", ["2:8: collector.step takes a duration with its unit in quotes, such as \"10s\" or \"5m\"; found the integer 10."] },
        { "not-a-header", ["2:15: access.user_header takes the name of a header; found \"X-Remote User\"."] },
        { "not-a-host", ["2:10: server.hosts takes host names without port; found \"stats.example.net:443\"."] },
        { "not-a-list", ["2:9: server.tiles takes a list of texts, such as [\"a\", \"b\"]; found the number 1.5."] },
        { "not-a-proxy", ["2:12: server.proxies takes addresses, networks such as 10.0.0.0/8, and \"unix\"; found \"10.0.0.0/33\"."] },
        { "not-a-text", ["2:9: server.title takes a text in quotes, of one line; found true."] },
        { "not-a-zone", ["2:12: server.timezone takes the name of a time zone, such as \"Europe/Berlin\"; found \"Europe/Atlantis\"."] },
        { "not-an-address", ["2:29: server.listen takes addresses with ports, such as [\"127.0.0.1:8080\", \"[::1]:8080\"], or a socket such as \"unix:/run/metrics/http.sock\"; found \"127.0.0.1\"."] },
        { "not-toml", ["2:11: Unexpected token end-of-line found while expecting a value"] },
        { "not-yes-or-no", ["2:19: access.plain_passwords takes true or false; found \"yes\"."] },
        { "outside-of-section", ["1:1: refresh stands outside of a section; it belongs below [server]."] },
        { "refresh-too-short", ["2:11: server.refresh takes 10s to 1h; found 5s."] },
        { "relative-path", ["2:8: store.path takes an absolute path; found \"data\"."] },
        { "report-without-domain", ["5:2: report.web needs domains or server."] },
        { "report-without-mail", ["1:2: report.web goes by mail and needs mail.host."] },
        {
            "rule-faults",
            [
                "2:13: There is no function avgg; did you mean avg?",
                "5:9: rule.disk.level takes warning or critical; found \"bad\".",
                "9:1: rule.both.alerts has \"bob\", which is no [alert.NAME].",
                "10:1: rule.both.when stands beside warning or critical; leave one out.",
                "12:8: rule.lines.text takes a text in quotes, of one line; found \"two\uFFFD\uFFFDlines\".",
                "13:11: rule.lines.alerts takes a list of texts, such as [\"a\", \"b\"]; found \"an\uFFFDna\".",
                "15:2: \"an\uFFFDna\" is no name of an alert; it takes 1 to 60 letters, digits, - and _.",
            ]
        },
        { "section-as-list", ["1:3: [[server]] is a list of sections; write [server]."] },
        { "step-too-long", ["2:8: collector.step takes 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60 seconds; found 7s."] },
        { "sync-too-long", ["2:8: store.sync takes 0s to 1m; found 2m."] },
        { "table-as-value", ["2:1: server.refresh takes a duration with its unit in quotes, such as \"10s\" or \"5m\"; found a table."] },
        {
            "three-faults",
            [
                "2:1: there is no setting server.listn; did you mean server.listen?",
                "3:11: server.refresh takes a duration with its unit in quotes, such as \"10s\" or \"5m\"; found the integer 60.",
                "6:16: collector.network_step takes 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60 seconds; found 0s.",
            ]
        },
        { "too-many-tiles", ["2:9: server.tiles takes at most 6 names; found 7."] },
        { "unknown-everything", ["1:2: there is no section [grafana]; there are [server], [access], [store], [collector], [logs], [detectors], [mail], [firewall], [guard], [traps], [hold], [graph.NAME], [log.NAME], [report.NAME], [rule.NAME], [alert.NAME], [silence.NAME], [blocklist.NAME], [block.NAME], [mailserver.NAME], [service.NAME]."] },
        { "unknown-key", ["2:1: there is no setting server.refesh; did you mean server.refresh?"] },
        { "unknown-key-of-section", ["2:1: there is no setting store.directory; there are store.path, store.sync."] },
        { "unknown-section", ["1:2: there is no section [sever]; did you mean [server]?"] },
        { "unknown-source", ["2:13: collector.disabled has \"netwrok\", which is no source; did you mean \"network\"?"] },
        { "written-twice", ["3:1: The key `server.refresh` is already defined at (2,1) with `refresh = \"30s\"` and cannot be redefined"] },
    };

    [Theory, MemberData(nameof(Faults))]
    public void Each_fault_is_named_with_its_place_and_what_was_expected(string name, string[] expected)
    {
        var file = Checkout.Path($"tests/Fixtures/config/{name}.toml");

        var config = ConfigReader.Read(file, new Hashtable());

        Assert.Equal(expected.Select(message => $"{file}:{message}"), config.Faults.Select(fault => fault.ToString()));
    }

    [Fact]
    public void Each_bad_file_has_a_row_in_the_table() =>
        Assert.Equal(
            Directory.EnumerateFiles(Checkout.Path("tests/Fixtures/config")).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
            Faults.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void A_file_that_was_asked_for_must_be_there()
    {
        var fault = Assert.Single(ConfigReader.Read("/no/such/metrics.toml", new Hashtable()).Faults);

        Assert.StartsWith("/no/such/metrics.toml: the file cannot be read: ", fault.ToString());
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_no_configuration()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["metrics.toml"], [0x5B, 0xFF, 0xFE, 0x5D]);

        var fault = Assert.Single(ConfigReader.Read(directory["metrics.toml"], new Hashtable()).Faults);

        Assert.Equal($"{directory["metrics.toml"]}: the file is not valid UTF-8.", fault.ToString());
    }

    [Fact]
    public void A_huge_file_is_not_read()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("metrics.toml", new string('#', (1 << 20) + 1));

        var fault = Assert.Single(ConfigReader.Read(directory["metrics.toml"], new Hashtable()).Faults);

        Assert.Equal($"{directory["metrics.toml"]}: the file is larger than 1 MiB, so it is no configuration.", fault.ToString());
    }

    [Fact]
    public void A_fault_in_the_environment_names_the_variable()
    {
        using var directory = new TemporaryDirectory();
        var environment = new Hashtable { ["METRICS_SERVER__REFRSH"] = "60s", ["METRICS_STORE__SYNC"] = "1", ["METRICS_PORT"] = "tcp://10.0.0.1:80" };

        var config = ConfigReader.Read(directory.Write("metrics.toml", ""), environment);

        Assert.Equal(
            [
                "METRICS_SERVER__REFRSH: there is no setting server.refrsh; did you mean server.refresh?",
                "METRICS_STORE__SYNC: store.sync takes a duration with its unit in quotes, such as \"10s\" or \"5m\"; found \"1\".",
            ],
            config.Faults.Select(fault => fault.ToString()));
    }

    [Fact]
    public void Control_characters_of_a_file_do_not_reach_the_terminal()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("metrics.toml", "[server]\n\"\\u001B[31m\" = 1\ntimezone = \"\\u001B[2J\"\n");

        var faults = ConfigReader.Read(directory["metrics.toml"], new Hashtable()).Faults;

        Assert.Equal(2, faults.Count);
        Assert.DoesNotContain(faults, fault => fault.ToString().Any(char.IsControl));
    }
}
