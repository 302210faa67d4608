using Metrics.Actions;
using Metrics.Actions.Alerts;
using Metrics.Actions.Blocking;
using Metrics.Actions.Hold;
using Metrics.Actions.Incidents;
using Metrics.Actions.MailServers;
using Metrics.Actions.Rules;
using Metrics.Actions.Services;
using Metrics.Analyzers;
using Metrics.Web.Alerts;
using Metrics.Web.Configuration;
using Metrics.Web.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Browser.Tests;

/// <summary>A server on a bad day: incidents of both levels, mail that is held, somebody who guesses passwords, a firewall with much to do. All but the
/// guard is real: its rules have raised the incidents, its logs have shown the offender, and the hold has gone its steps.</summary>
internal sealed class TroubledServer : IAsyncDisposable
{
    private const long Seconds = 30 * 3_600;

    private static readonly string[] Domains = ["example.org", "shop.example.com", "xn--mller-kva.example"];

    private readonly TemporaryDirectory directory = new();
    private MadeUpServer server = null!;

    private TroubledServer()
    {
    }

    /// <summary>Where it is.</summary>
    public string Address => server.Address;

    /// <summary>The guard beside it.</summary>
    public MadeUpGuard Guard { get; private set; } = null!;

    /// <summary>Number of an incident that lasts and is critical.</summary>
    public long Critical { get; private set; }

    /// <summary>The way to the card on which somebody says that he looks after an incident.</summary>
    public string Card { get; private set; } = "";

    /// <summary>Starts it, and waits until everything has gone wrong.</summary>
    public static async Task<TroubledServer> StartAsync()
    {
        var troubled = new TroubledServer();
        troubled.server = await MadeUpServer.StartAsync(Seconds, troubled.Prepare);
        await troubled.BreakAsync();
        return troubled;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await Guard.DisposeAsync();
        directory.Dispose();
    }

    private void Prepare(MetricsSettings settings)
    {
        settings.Guard.Socket = directory["guard.sock"];
        settings.Guard.User = "nobody";
        Guard = new MadeUpGuard(settings.Guard);
        settings.Mail.Link = "https://stats.example";
        settings.Rules =
        [
            new Rule("warm") { Text = "NVMe 1 is warm", Warning = RuleExpression.Parse("hwmon.nvme.temp1 > 40") },
            new Rule("space") { Text = "File system * is nearly full", Critical = RuleExpression.Parse("fs.*.used / fs.*.size > 0.8") },
            new Rule("load") { Text = "Much is waiting for a processor", Warning = RuleExpression.Parse("load.1m > 0.01") },
            new Rule("processes") { Text = "There are many processes, and some have names as long as /usr/lib/x86_64-linux-gnu/a-helper", Warning = RuleExpression.Parse("proc.total > 10") },
            new Rule("typing-error") { Warning = RuleExpression.Parse("load.1min > 5") },
        ];
        settings.Alerts = [new Receiver("anna") { Command = ["/bin/true"] }];
        settings.Silences = [new PlannedSilence("backup") { When = [WeeklyHours.Read("sun 02:00-04:00")!.Value], Rules = ["load"], Comment = "The weekly backup" }];
        settings.Hold.Armed = true;
        settings.MailServers = [new MailServerOptions("postfix"), new MailServerOptions("exim") { Kind = MailServerKind.Exim }];
        settings.Services = [new ServiceOptions("apache") { When = RuleExpression.Parse("tcp.established > 5000") }, new ServiceOptions("named")];
        settings.Blocks = [new BlockRule("guessers") { Detectors = ["passwords.ftp"], DryRun = false }];
        foreach (var (format, text) in TroubledLogs.All(TimeZoneInfo.ConvertTime(MadeUpServer.Moment, settings.Server.TimeZone)))
            settings.Logs.Paths[format] = [directory.Write(format + ".log", text)];
        settings.Logs.Domains = Domains;
        using var analyzer = new LogAnalyzer(settings.Store.Path, settings.Logs.Options(settings.Server.TimeZone), new Microsoft.Extensions.Time.Testing.FakeTimeProvider(MadeUpServer.Moment));
        while (analyzer.Read())
        {
        }
        analyzer.Commit();
    }

    private async Task BreakAsync()
    {
        var services = server.Services;
        var (incidents, actions) = (services.GetRequiredService<IncidentTable>(), services.GetRequiredService<ActionsService>());
        var (holds, restarts) = (services.GetRequiredService<HoldTable>(), services.GetRequiredService<RestartTable>());
        incidents.AddSilence("processes", "", MadeUpServer.Moment.AddHours(8), "Known since the migration", "anna");
        holds.Begin(HoldLevel.Filter, isArmed: true, "1482 messages wait in the queue, 1301 of them of newsletter@shop.example.com", "");
        restarts.Ask("apache", "anna", "it hangs");
        await UntilAsync(() => holds.Open?.Done(HoldStep.Told) is not null);
        await UntilAsync(() => restarts.Newest(1)[0].Answer.Length > 0);
        await UntilAsync(() => actions.History.Open.Length > 3);
        await UntilAsync(() => services.GetRequiredService<DecisionTable>().Newest(1) is [{ State: DecisionState.Blocked }]);
        var critical = actions.History.Open.First(incident => incident.IsCritical);
        Critical = critical.Id;
        Card = new Uri(services.GetRequiredService<AlertPages>().Acknowledge(actions.History.Open.First(incident => !incident.IsCritical))).AbsolutePath[1..];
        incidents.Acknowledge(critical.Id, "anna");
        await UntilAsync(() => actions.History.Open.Any(incident => incident.AcknowledgedBy is not null));
    }

    /// <summary>Lets its time pass until something has come.</summary>
    private async Task UntilAsync(Func<bool> isThere)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (isThere())
                return;
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50);
        }
        throw new InvalidOperationException("The server on a bad day has no bad day.");
    }
}
