using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.Outbox;
using Metrics.Actions.Rules;
using Metrics.Actions.Tests.Rules;
using Metrics.Analyzers.Sqlite;

namespace Metrics.Actions.Tests.Alerts;

/// <content>What becomes of incidents: flapping, ends by hand, history, clocks.</content>
public sealed partial class ActionsServiceTests
{
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
}
