using Metrics.Actions.Alerts;
using Metrics.Actions.Hold;
using Metrics.Actions.Incidents;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Metrics.Actions.Services;
using Metrics.Actions.Tests.Rules;
using Metrics.Analyzers.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Actions.Tests.Hold;

/// <summary>The service that holds mail, with a database of its own; each service can be one of a new process.</summary>
internal sealed class HoldHarness : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly SqlFile file;

    public HoldHarness(int port, params IReadOnlyList<string> hosts)
    {
        file = ActionsDatabase.Open(directory.Path);
        Mail = new MailOptions { Hosts = hosts, Port = port, Tls = TlsMode.None, From = "metrics@example.net" };
        (Table, Outbox, Incidents, Restarts) = (new HoldTable(file, Time), new OutboxTable(file, Time), new IncidentTable(file, Time), new RestartTable(file, Time));
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 3, 10, 0, 0, TimeSpan.Zero));

    public MailOptions Mail { get; }

    public HoldOptions Options { get; } = new() { Armed = true, Level = HoldLevel.Stop, Rules = ["flood"] };

    public RuleStore Store { get; } = new();

    public RecordingGuard Guard { get; } = new();

    public HoldTable Table { get; }

    public OutboxTable Outbox { get; }

    public IncidentTable Incidents { get; }

    public RestartTable Restarts { get; }

    /// <summary>How long a warning may take, by the system's clock.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Titles of the messages in the outbox, the oldest first.</summary>
    public IEnumerable<string> Titles => Outbox.Newest(100).Select(message => message.Title).Reverse();

    /// <summary>Looks once, as a new process does.</summary>
    public Task LookAsync(IMailGuard? guard = null) => Service(guard).LookAsync(TestContext.Current.CancellationToken);

    public HoldService Service(IMailGuard? guard = null) =>
        new(new HoldSettings(Options), Alerts, Table, Incidents, guard ?? Guard, new MailTraffic(Store.Store), Messenger(), Time, NullLogger<HoldService>.Instance);

    public HoldMessenger Messenger() => new(Alerts, [], Outbox, TimeProvider.System) { Patience = Patience };

    private AlertSettings Alerts => new(new AlertOptions
    {
        Rules = [],
        Receivers = [new Receiver("anna") { Mail = ["anna@example.net"] }],
        Mail = Mail,
        Server = "test",
        Zone = TimeZoneInfo.Utc,
        Step = TimeSpan.FromSeconds(10),
    });

    /// <summary>Raises an incident of the rule.</summary>
    public long Raise(string title = "Much mail goes out") => file.Write(connection =>
    {
        connection.Run("INSERT INTO incident (rule, subject, title, series, level, worst, started, flapping) VALUES ('flood', $subject, $title, '', 2, 2, $now, 0)",
            ("$subject", Guid.NewGuid().ToString()), ("$title", title), ("$now", Time.GetUtcNow().ToUnixTimeSeconds()));
        return (long)connection.Value("SELECT last_insert_rowid()")!;
    });

    public void Dispose()
    {
        file.Dispose();
        Store.Dispose();
        directory.Dispose();
    }
}
