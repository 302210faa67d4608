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
public sealed class ActionsServiceTests : IDisposable
{
    private readonly RuleStore store = new();
    private readonly FakeTimeProvider time = new();
    private readonly SeriesInfo load;
    private readonly List<Receiver> receivers = [new Receiver("anna") { Mail = ["anna@example.net"], Group = TimeSpan.Zero }];
    private readonly List<Rule> rules = [new Rule("load") { Text = "Load is high", Warning = RuleExpression.Parse("load > 8"), Critical = RuleExpression.Parse("load > 20"), For = TimeSpan.FromSeconds(20) }];
    private readonly List<PlannedSilence> silences = [];
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

    [Fact]
    public void What_becomes_worse_is_told_and_what_becomes_better_is_not()
    {
        foreach (var value in (double[])[9, 9, 9, 25, 25, 25, 9, 9])
            Look(value);

        Assert.Equal(["Warning: Load is high (test)", "Critical: Load is high (test)"], Titles());
    }

    [Fact]
    public void Who_looks_after_it_is_not_reminded()
    {
        receivers[0] = receivers[0] with { Repeat = TimeSpan.FromSeconds(30) };
        for (var i = 0; i < 9; i++)
            Look(9);
        Assert.Equal(["Warning: Load is high (test)", "Still a warning: Load is high, for 30 s (test)", "Still a warning: Load is high, for 1 min (test)"], Titles());

        var incident = Incidents(table => table.Since(DateTimeOffset.MinValue, 1))[0];
        Assert.True(Incidents(table => table.Acknowledge(incident.Id, "anna")));
        Assert.False(Incidents(table => table.Acknowledge(incident.Id, "bob")));
        for (var i = 0; i < 9; i++)
            Look(9);
        Assert.Equal(3, Titles().Count);
        Look(1);
        Assert.Equal(4, Titles().Count);
    }

    [Fact]
    public void A_silence_hides_it_until_it_ends()
    {
        Incidents(table =>
        {
            table.AddSilence("load", "", time.GetUtcNow().AddSeconds(0), "over at once", "anna");
            return 0;
        });
        Look(9);
        Incidents(table =>
        {
            table.AddSilence("load", "", time.GetUtcNow().AddSeconds(60), "newsletter", "anna");
            return 0;
        });
        for (var i = 0; i < 5; i++)
            Look(9);
        Assert.Empty(Titles());

        for (var i = 0; i < 3; i++)
            Look(9);
        Assert.Single(Titles());
    }

    [Fact]
    public void In_quiet_hours_only_what_is_critical_is_told()
    {
        var local = TimeOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(now).UtcDateTime);
        receivers[0] = receivers[0] with { Quiet = [new WeeklyHours(WeeklyHours.EveryDay, local.AddMinutes(-1), local.AddMinutes(2))] };
        for (var i = 0; i < 5; i++)
            Look(9);
        Assert.Empty(Titles());
        for (var i = 0; i < 3; i++)
            Look(25);
        Assert.Equal(["Critical: Load is high (test)"], Titles());
    }

    [Fact]
    public void Who_is_asked_later_hears_of_what_nobody_looks_after()
    {
        receivers.Add(new Receiver("bob") { Mail = ["bob@example.net"], After = TimeSpan.FromSeconds(40) });
        for (var i = 0; i < 6; i++)
            Look(9);
        Assert.Single(Titles());
        Look(9);
        Assert.Equal(["anna@example.net", "bob@example.net"], Outbox().Select(entry => entry.Target).Order());
    }

    [Fact]
    public void What_another_incident_explains_is_not_told()
    {
        rules.Add(new Rule("follows") { Warning = RuleExpression.Parse("load > 5"), For = TimeSpan.FromSeconds(20), MutedBy = ["load"] });
        for (var i = 0; i < 4; i++)
            Look(9);

        Assert.Equal(["Warning: Load is high (test)"], Titles());
        Assert.Equal(2, Incidents(table => table.Since(DateTimeOffset.MinValue, 10)).Count);
    }

    [Fact]
    public void A_flood_is_one_message_and_what_follows_soon_another()
    {
        receivers[0] = receivers[0] with { Group = TimeSpan.FromSeconds(30) };
        rules[0] = new Rule("hosts") { Text = "* is silent", Critical = RuleExpression.Parse("host.*.up < 1") };
        var hosts = Enumerable.Range(0, 60).Select(i => store.Define($"host.h{i:00}.up")).ToList();
        foreach (var host in hosts.Take(50))
            store.Fill(host, now, 0);
        foreach (var host in hosts.Skip(50))
            store.Fill(host, now + 2 * RuleStore.Step, 0);
        for (var i = 0; i < 5; i++)
            Look(1);

        Assert.Equal("50 critical (test)", Titles()[0]);
        Assert.Equal("10 critical (test)", Titles()[1]);
        Assert.Equal(2, Titles().Count);
    }

    [Fact]
    public void A_rule_that_is_gone_leaves_no_incident_behind()
    {
        for (var i = 0; i < 3; i++)
            Look(9);
        rules.Clear();
        Look(9);

        Assert.NotNull(Incidents(table => table.Since(DateTimeOffset.MinValue, 10)).Single().Ended);
        Assert.Equal("Resolved: Load is high, after 10 s (test)", Titles()[^1]);
    }

    [Fact]
    public void What_no_rule_looks_at_is_told_once_with_its_lines_until_it_is_ended()
    {
        Look(1);
        Report("one", "sshd: Failed password for <b>root</b>\u001b[2J from 192.0.2.7");
        Look(1);
        Report("two", "another line");
        Look(1);
        Assert.Equal(["Warning: one (test)"], Titles());
        var mail = Mail();
        Assert.Contains("  sshd: Failed password for <b>root</b> [2J from 192.0.2.7", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("sshd: Failed password for &lt;b&gt;root&lt;/b&gt;", mail.HtmlBody, StringComparison.Ordinal);

        var incident = Incidents(table => table.Since(DateTimeOffset.MinValue, 10)).Single();
        Assert.Equal(("two", "another line"), (incident.Title, incident.Details.Single()));
        Incidents(table =>
        {
            table.End("offenders", "passwords.ssh");
            return 0;
        });
        Look(1);
        Assert.StartsWith("Resolved: two, after ", Titles()[1], StringComparison.Ordinal);

        void Report(string title, string line) => Incidents(table =>
        {
            table.Report("offenders", "passwords.ssh", RuleLevel.Warning, title, [line]);
            return 0;
        });
    }

    [Fact]
    public void What_is_ended_by_hand_is_over_and_raised_anew_where_its_rule_still_holds()
    {
        for (var i = 0; i < 4; i++)
            Look(9);
        var id = Incidents(table => table.Since(DateTimeOffset.MinValue, 1))[0].Id;
        InProcess(service =>
        {
            Assert.True(service.Close(id, "anna"));
            Assert.False(service.Close(id, "bob"));
            Assert.False(service.Close(id + 1, "bob"));
        });
        Assert.Equal(("anna", TimeSpan.FromSeconds(10)), (Incidents(table => table.Find(id))!.ClosedBy, Incidents(table => table.Find(id))!.LengthAt(time.GetUtcNow())));
        for (var i = 0; i < 3; i++)
            Look(9);

        Assert.Equal(["Warning: Load is high (test)", "Resolved: Load is high, after 10 s (test)", "Warning: Load is high (test)"], Titles());
        Assert.Equal(2, Incidents(table => table.Since(DateTimeOffset.MinValue, 10)).Count);
    }

    [Fact]
    public void Every_step_of_an_incident_is_remembered_with_its_value_and_who_was_told()
    {
        rules[0] = rules[0] with { KeepFor = TimeSpan.FromSeconds(20) };
        foreach (var value in (double[])[1, 9, 9, 9, 25, 25, 25, 1, 1, 1, 9, 1])
            Look(value);
        var incident = Incidents(table => table.Since(DateTimeOffset.MinValue, 10)).Single();

        var steps = Incidents(table => table.Steps(incident));
        Assert.Equal(
            ["Pending 9", "Firing 9", "Firing 25", "Recovering 1", "Ok 1"],
            steps.Select(step => $"{step.After} {step.Value}"));
        Assert.Equal(RuleLevel.Critical, steps[2].Level);
        using var file = ActionsDatabase.Open(store["data"]);
        Assert.Equal(
            ["Resolved anna@example.net Waiting", "Worse anna@example.net Waiting", "Raised anna@example.net Waiting"],
            new NoticeTable(file, new OutboxTable(file, time)).History(incident.Id, 10).Select(told => $"{told.Kind} {told.Target} {told.State}"));
    }

    [Fact]
    public void Planned_hours_hide_it_and_what_lasts_is_told_when_they_are_over()
    {
        var local = TimeOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(now).UtcDateTime);
        silences.Add(new PlannedSilence("backup") { When = [new WeeklyHours(WeeklyHours.EveryDay, local.AddMinutes(-1), local.AddMinutes(1))], Rules = ["load"] });
        for (var i = 0; i < 5; i++)
            Look(9);
        Assert.Empty(Titles());

        Look(9);
        Assert.Single(Titles());
    }

    [Fact]
    public void A_clock_that_was_ahead_and_is_right_again_holds_nothing_back()
    {
        receivers[0] = receivers[0] with { Group = TimeSpan.FromHours(1), Repeat = TimeSpan.FromDays(1) };
        Look(9);
        now += 86_400;
        for (var i = 0; i < 4; i++)
            Look(9);
        Assert.Single(Titles());
        now -= 86_400;
        rules.Add(new Rule("other") { Warning = RuleExpression.Parse("nodata(other, 1m)") });
        Look(9);

        Assert.Equal("Warning: other (test)", Titles()[^1]);
    }

    [Fact]
    public void A_replay_says_what_would_have_been()
    {
        var from = now;
        foreach (var value in (double[])[1, 9, 9, 9, 9, 1])
            store.Fill(load, (now += RuleStore.Step) - RuleStore.Step, value);

        var (steps, problems) = RuleReplay.Run(store.Store, rules[0], from, now, RuleStore.Step, TestContext.Current.CancellationToken);

        Assert.Empty(problems);
        Assert.Equal([IncidentState.Pending, IncidentState.Firing, IncidentState.Ok], steps.Select(step => step.After));
        Assert.Equal([2, 4, 6], steps.Select(step => (step.UnixSeconds - from) / RuleStore.Step));
    }

    [Fact]
    public void Who_could_not_be_told_since_too_many_messages_wait_is_told_when_there_is_room()
    {
        Write((outbox, connection) =>
        {
            for (var i = 0; i < OutboxTable.MostWaiting; i++)
                Assert.True(outbox.Add(connection, new OutboxMessage($"{i}", "mail", "bob@example.net", "another", [1]), TimeSpan.FromHours(1)));
        });
        foreach (var value in (double[])[9, 9, 9])
            Look(value);
        Assert.Single(Incidents(table => table.Since(DateTimeOffset.MinValue, 10)));
        Assert.DoesNotContain("Warning: Load is high", Outbox().Select(entry => entry.Title));

        Write((_, connection) => connection.Run("DELETE FROM outbox"));
        Look(9);
        Assert.Equal(["Warning: Load is high (test)"], Titles());
    }

    private void Write(Action<OutboxTable, Microsoft.Data.Sqlite.SqliteConnection> work)
    {
        using var file = ActionsDatabase.Open(store["data"]);
        var outbox = new OutboxTable(file, time);
        file.Write(connection => work(outbox, connection));
    }

    /// <summary>A reading, and a look by a new process.</summary>
    private void Look(double value)
    {
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
            store.Store, settings, incidents, new Announcer(settings, incidents, new NoticeTable(file, outbox), new NoPages(), time), time, NullLogger<ActionsService>.Instance);
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
        public string Page => "";

        public MailFigure? Graph(Incident incident, string name) => null;

        public string Acknowledge(Incident incident) => "";
    }
}
