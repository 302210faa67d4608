using Metrics.Actions.Alerts;
using Metrics.Actions.Rules;
using Metrics.Actions.Tests.Rules;

namespace Metrics.Actions.Tests.Alerts;

/// <content>Who is told of what, and when: levels, silences, quiet hours, groups.</content>
public sealed partial class ActionsServiceTests
{
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
}
