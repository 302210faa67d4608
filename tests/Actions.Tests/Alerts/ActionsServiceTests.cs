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

        Assert.Equal("50 critical: h49 is silent and 49 more (test)", Titles()[0]);
        Assert.Equal("10 critical: h59 is silent and 9 more (test)", Titles()[1]);
        Assert.Equal(2, Titles().Count);
    }

    [Theory]
    [InlineData(9, "Was a warning and is over: Load is high, after 10 s (test)")]
    [InlineData(25, "Was critical and is over: Load is high, after 10 s (test)")]
    public void What_begins_and_ends_between_two_messages_is_told_once_it_may_be(double value, string expected)
    {
        BusyReceiver();
        foreach (var reading in (double[])[1, value, value, value, 1, 1])
            Look(reading);
        Assert.Single(Titles());
        for (var i = 0; i < 20; i++)
            Look(1);

        Assert.Equal([expected], Titles().Skip(1));
        Assert.Equal("Passed", History(Incidents(table => table.Since(DateTimeOffset.MinValue, 10))[1].Id));
    }

    [Fact]
    public void What_was_critical_between_two_messages_is_told_though_it_is_a_warning_again()
    {
        BusyReceiver();
        foreach (var reading in (double[])[9, 9, 9, 25, 25, 25, 9, 9])
            Look(reading);
        Assert.Single(Titles());
        for (var i = 0; i < 9; i++)
            Look(9);
        Assert.Equal("Was critical, is a warning: Load is high (test)", Titles()[1]);
        Assert.Equal(2, Titles().Count);
    }

    [Fact]
    public void Who_is_told_only_of_what_is_critical_hears_of_what_was_critical_for_a_moment()
    {
        receivers[0] = receivers[0] with { Level = RuleLevel.Critical };
        BusyReceiver();
        foreach (var reading in (double[])[9, 9, 9, 25, 25, 25, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])
            Look(reading);

        Assert.Equal("Was critical, is a warning: Load is high (test)", Assert.Single(Titles().Skip(1)));
    }

    [Fact]
    public void What_begins_and_ends_while_it_is_not_to_be_told_never_is()
    {
        receivers.Add(new Receiver("bob") { Mail = ["bob@example.net"], After = TimeSpan.FromMinutes(1) });
        Look(1);
        Incidents(table =>
        {
            table.AddSilence("load", "", time.GetUtcNow().AddSeconds(90), "newsletter", "anna");
            return 0;
        });
        foreach (var reading in (double[])[9, 9, 9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1])
            Look(reading);
        Assert.Empty(Titles());

        rules[0] = rules[0] with { Name = "other" };
        // Of a short one only who need not be asked hears; who comes later hears of nothing that was over before.
        foreach (var reading in (double[])[9, 9, 9, 1, 1])
            Look(reading);
        receivers.Add(new Receiver("carl") { Mail = ["carl@example.net"] });
        Look(1);
        Assert.Equal(["anna@example.net Warning: Load is high", "anna@example.net Resolved: Load is high, after 10 s"], Outbox().Select(entry => $"{entry.Target} {entry.Title}"));
    }

    [Fact]
    public void What_was_to_be_told_before_the_quiet_hours_and_ended_in_them_is_told_after_them()
    {
        var local = TimeOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(now).UtcDateTime);
        BusyReceiver();
        receivers[0] = receivers[0] with { Quiet = [new WeeklyHours(WeeklyHours.EveryDay, local.AddMinutes(2), local.AddMinutes(4))] };
        foreach (var reading in (double[])[1, 9, 9, 9, 9, 1])
            Look(reading);
        while (now < RuleStore.Start + 230)
            Look(1);
        Assert.Single(Titles());

        Look(1);
        Look(1);
        Assert.StartsWith("Was a warning and is over: Load is high", Assert.Single(Titles().Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_ends_before_anybody_could_be_told_loses_nothing_though_it_is_over()
    {
        Look(1);
        pages.Fails = true;
        foreach (var reading in (double[])[9, 9])
            Look(reading);
        Assert.Throws<InvalidOperationException>(() => Look(9));
        Look(1, fails: true);
        Assert.Empty(Titles());

        pages.Fails = false;
        Look(1);
        Look(1);
        Assert.Equal(["Was a warning and is over: Load is high, after 10 s (test)"], Titles());
    }

    [Fact]
    public void What_comes_and_goes_is_one_incident_told_once_until_it_keeps_still()
    {
        rules[0] = rules[0] with { For = TimeSpan.Zero };
        for (var i = 0; i < 20; i++)
            Look(i % 2 == 0 ? 9 : 1);
        Assert.Equal(
            ["Warning: Load is high (test)", "Resolved: Load is high, after 10 s (test)", "Warning: Load is high (test)", "Flapping: Load is high, 2 times in 30 s (test)"], Titles());
        Assert.Equal(2, Incidents(table => table.Since(DateTimeOffset.MinValue, 10)).Count);

        // A higher level is told, and then that it is over, once it has been for as long as that takes to know.
        Look(25);
        for (var i = 0; i < 30; i++)
            Look(1);
        Assert.Equal("Critical: Load is high (test)", Titles()[4]);
        Assert.StartsWith("Resolved: Load is high, after ", Titles()[5], StringComparison.Ordinal);
        Assert.Equal(6, Titles().Count);
    }

    [Fact]
    public void What_comes_and_goes_is_repeated_and_what_keeps_still_is_told_to_be_there()
    {
        rules[0] = rules[0] with { For = TimeSpan.Zero };
        receivers[0] = receivers[0] with { Repeat = TimeSpan.FromMinutes(5) };
        for (var i = 0; i < 40; i++)
            Look(i % 2 == 0 ? 9 : 1);
        Assert.Equal("Still flapping: Load is high, for 5 min, 17 times in 5 min (test)", Titles()[4]);
        Assert.Equal(5, Titles().Count);

        for (var i = 0; i < 25; i++)
            Look(9);
        Assert.Equal(["Settled, still a warning: Load is high, for 9 min (test)"], Titles().Skip(5));
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
        store.Fill(store.Define("other"), now - 1_000, double.NaN);
        rules.Add(new Rule("other") { Warning = RuleExpression.Parse("count(other, 1m) == 0") });
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
