using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Metrics.Actions.Rules;
using Metrics.Actions.Tests.Rules;
using Metrics.Analyzers.Sqlite;
using Metrics.RrdStore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Actions.Tests.Alerts;

/// <summary>Rules over a real store, incidents in a real database; each look can be one of a new process.</summary>
public sealed partial class ActionsServiceTests : IDisposable
{
    private readonly RuleStore store = new();
    private readonly FakeTimeProvider time = new();
    private readonly SeriesInfo load;
    private readonly List<Receiver> receivers = [new Receiver("anna") { Mail = ["anna@example.net"], Group = TimeSpan.Zero }];
    private readonly List<Rule> rules = [new Rule("load") { Text = "Load is high", Warning = RuleExpression.Parse("load > 8"), Critical = RuleExpression.Parse("load > 20"), For = TimeSpan.FromSeconds(20) }];
    private readonly List<PlannedSilence> silences = [];
    private readonly NoPages pages = new();
    private long now = RuleStore.Start;

    public ActionsServiceTests()
    {
        load = store.Define("load");
        store.Fill(load, now - RuleStore.Step, 1);
    }

    public void Dispose() => store.Dispose();

    [Fact]
    public void It_is_announced_once_and_its_end_with_its_length_in_a_new_process_for_each_look()
    {
        foreach (var value in (double[])[1, 9, 9, 9, 9, 9, 9, 1, 1, 1])
            Look(value);

        Assert.Equal(["Warning: Load is high (test)", "Resolved: Load is high, after 40 s (test)"], Titles());
        var incident = Assert.Single(Incidents(table => table.Since(DateTimeOffset.MinValue, 10)));
        Assert.Equal((RuleLevel.Warning, 9.0, TimeSpan.FromSeconds(40)), (incident.Worst, incident.Value, incident.Ended - incident.Started));
    }

    [Fact]
    public void A_process_that_ends_between_the_incident_and_its_message_loses_nothing()
    {
        Look(9);
        Look(9);
        // Who writes the incident has died before anybody was told.
        receivers.Clear();
        Look(9);
        Assert.Single(Incidents(table => table.Since(DateTimeOffset.MinValue, 10)));
        Assert.Empty(Titles());

        receivers.Add(new Receiver("anna") { Mail = ["anna@example.net"] });
        Look(9);
        Look(9);
        Assert.Single(Titles());
    }

    /// <summary>The receiver has just been told something and hears nothing for a while.</summary>
    private void BusyReceiver()
    {
        receivers[0] = receivers[0] with { Group = TimeSpan.FromMinutes(2) };
        Incidents(table =>
        {
            table.Report("offenders", "before", RuleLevel.Critical, "something before", []);
            return 0;
        });
        Look(1);
        Incidents(table => table.Acknowledge(table.Since(DateTimeOffset.MinValue, 1)[0].Id, "anna"));
        Assert.Single(Titles());
    }

    private string History(long incident)
    {
        using var file = ActionsDatabase.Open(store["data"]);
        return string.Join(' ', new NoticeTable(file, new OutboxTable(file, time)).History(incident, 10).Select(told => told.Kind));
    }

    private void Write(Action<OutboxTable, Microsoft.Data.Sqlite.SqliteConnection> work)
    {
        using var file = ActionsDatabase.Open(store["data"]);
        var outbox = new OutboxTable(file, time);
        file.Write(connection => work(outbox, connection));
    }

    /// <summary>A reading, and a look by a new process.</summary>
    private void Look(double value, bool fails = false)
    {
        if (fails)
        {
            Assert.Throws<InvalidOperationException>(() => Look(value));
            return;
        }
        store.Store.Append([Reading.Of(load.Id, (now += RuleStore.Step) * 1_000_000, value)]);
        time.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(now));
        InProcess(service => service.Look());
    }

    private void InProcess(Action<ActionsService> work)
    {
        using var file = ActionsDatabase.Open(store["data"]);
        var outbox = new OutboxTable(file, time);
        var incidents = new IncidentTable(file, time);
        var settings = new AlertSettings(new AlertOptions
        {
            Rules = [.. rules],
            Receivers = [.. receivers],
            Silences = [.. silences],
            Mail = new MailOptions { From = "m@example.net" },
            Server = "test",
            Zone = TimeZoneInfo.Utc,
            Step = TimeSpan.FromSeconds(RuleStore.Step),
        });
        using var service = new ActionsService(
            store.Store, settings, incidents, new Announcer(settings, incidents, new NoticeTable(file, outbox), pages, time), time, NullLogger<ActionsService>.Instance);
        work(service);
    }

    private IReadOnlyList<OutboxEntry> Outbox()
    {
        using var file = ActionsDatabase.Open(store["data"]);
        return [.. new OutboxTable(file, time).Newest(1_000).Reverse()];
    }

    private MimeKit.MimeMessage Mail()
    {
        using var file = ActionsDatabase.Open(store["data"]);
        var content = file.Read(connection => (byte[])connection.Value("SELECT content FROM outbox")!);
        return MimeKit.MimeMessage.Load(new MemoryStream(content), TestContext.Current.CancellationToken);
    }

    private List<string> Titles() => [.. Outbox().Select(entry => $"{entry.Title} (test)")];

    private T Incidents<T>(Func<IncidentTable, T> work)
    {
        using var file = ActionsDatabase.Open(store["data"]);
        return work(new IncidentTable(file, time));
    }

    private sealed class NoPages : IAlertPages
    {
        /// <summary>The process ends where a graph would be drawn.</summary>
        public bool Fails { get; set; }

        public string Page => "";

        public MailFigure? Graph(Incident incident, string name) => Fails ? throw new InvalidOperationException() : null;

        public string Acknowledge(Incident incident) => "";
    }
}
