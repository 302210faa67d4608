using System.Net;
using System.Net.Sockets;
using Metrics.Actions.Hold;
using Metrics.Actions.MailServers;
using Metrics.Actions.Tests.Mail;
using Metrics.Actions.Tests.Rules;

namespace Metrics.Actions.Tests.Hold;

/// <summary>Holds of mail with a real SMTP server and a guard that writes down what it is told.</summary>
public sealed class HoldTests
{
    [Fact]
    public async Task The_warning_was_taken_before_the_first_command_in_100_of_100_runs()
    {
        await using var sink = new SmtpSink { Thinks = TimeSpan.FromMilliseconds(5) };
        for (var i = 0; i < 100; i++)
        {
            using var hold = new HoldHarness(sink.Port, "127.0.0.1");
            hold.Raise();
            await hold.LookAsync();

            Assert.True(sink.Stamps.TryDequeue(out var taken));
            Assert.Empty(sink.Stamps);
            Assert.Equal(["Filter", "Hold", "Stop"], hold.Guard.Whats);
            Assert.All(hold.Guard.Commands, command => Assert.True(taken < command.At));
            Assert.Equal($"Taken. anna@example.net: 127.0.0.1: 2.0.0 Ok: taken as number {i + 1}", hold.Table.Open!.Done(HoldStep.Warned)!.Answer);
            Assert.Equal("Mail is held (test)", Assert.Single(hold.Titles));
        }
    }

    [Fact]
    public async Task Smart_hosts_that_are_down_or_silent_are_passed_over()
    {
        await using var sink = new SmtpSink();
        using var silent = new TcpListener(IPAddress.Parse("127.0.0.3"), sink.Port);
        silent.Start();
        using var hold = new HoldHarness(sink.Port, "127.0.0.2", "127.0.0.3", "127.0.0.1") { Patience = TimeSpan.FromSeconds(6) };
        hold.Raise();
        await hold.LookAsync();
        Assert.StartsWith("Taken. ", hold.Table.Open!.Done(HoldStep.Warned)!.Answer, StringComparison.Ordinal);
        Assert.Single(sink.Mails);
    }

    [Fact]
    public async Task Without_anybody_who_takes_the_warning_it_goes_on_after_the_time_for_it_and_the_warning_is_tried_again()
    {
        await using var sink = new SmtpSink();
        sink.Refusals.Enqueue("451 4.3.0 later");
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Raise();
        await hold.LookAsync();
        Assert.Contains("451", hold.Table.Open!.Done(HoldStep.Warned)!.Answer, StringComparison.Ordinal);
        Assert.Equal(["Filter", "Hold", "Stop"], hold.Guard.Whats);

        using var silent = new TcpListener(IPAddress.Parse("127.0.0.3"), sink.Port);
        silent.Start();
        using var other = new HoldHarness(sink.Port, "127.0.0.3") { Patience = TimeSpan.FromSeconds(1) };
        other.Raise();
        await other.LookAsync();
        Assert.StartsWith("Nobody took it within 1 s; it is tried again.", other.Table.Open!.Done(HoldStep.Warned)!.Answer, StringComparison.Ordinal);
        Assert.Equal(["Filter", "Hold", "Stop"], other.Guard.Whats);
        Assert.Equal(["Mail is being held (test)", "Mail is held (test)"], other.Titles);
    }

    [Fact]
    public async Task Two_triggers_at_once_are_one_hold_which_goes_as_far_as_the_farther_one()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        var levels = Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? HoldLevel.Hold : HoldLevel.Filter);
        var ids = await Task.WhenAll(levels.Select(level => Task.Run(() => hold.Table.Begin(level, isArmed: true, "flood", "anna"))));
        Assert.Single(ids.Distinct());
        await Task.WhenAll(hold.LookAsync(), hold.LookAsync());
        Assert.Equal(["Filter", "Hold"], hold.Guard.Whats.Distinct());

        hold.Table.Begin(HoldLevel.Stop, isArmed: true, "", "bert");
        await hold.LookAsync();
        Assert.Equal(["Filter", "Hold", "Stop"], hold.Guard.Whats.Distinct());
        Assert.Single(hold.Table.Newest(10));
        Assert.Equal(["Mail is held (test)", "Mail is held (test)"], hold.Titles);
    }

    [Fact]
    public async Task Unarmed_it_does_nothing_and_says_how_it_is_armed()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Options.Armed = false;
        hold.Raise();
        await hold.LookAsync();
        await hold.LookAsync();
        Assert.Empty(hold.Guard.Commands);
        Assert.NotNull(Assert.Single(hold.Table.Newest(10)).Ended);
        var (_, mail) = Assert.Single(sink.Mails);
        Assert.Equal("Mail would be held (test)", mail.Subject);
        Assert.Contains("set armed = true in the section [hold]", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stays_held_until_somebody_resumes_it_and_the_same_incident_begins_no_other()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Raise();
        await hold.LookAsync();
        for (var hour = 0; hour < 9; hour++)
        {
            hold.Time.Advance(TimeSpan.FromHours(1));
            await hold.LookAsync();
        }
        Assert.Equal(["Mail is held (test)", "Mail is still held, for 4 h 0 min (test)", "Mail is still held, for 8 h 0 min (test)"], hold.Titles);
        Assert.True(hold.Table.Acknowledge("anna"));
        hold.Time.Advance(TimeSpan.FromHours(9));
        await hold.LookAsync();
        Assert.Equal(3, hold.Titles.Count());

        hold.Guard.Commands.Clear();
        Assert.True(hold.Table.Resume("anna"));
        Assert.False(hold.Table.Resume("bert"));
        await hold.LookAsync();
        await hold.LookAsync();
        Assert.Equal(["Lift"], hold.Guard.Whats);
        Assert.Null(hold.Table.Open);
        Assert.Equal("Mail goes again (test)", hold.Titles.Last());

        hold.Raise("Much mail again");
        await hold.LookAsync();
        Assert.Equal("Much mail again", hold.Table.Open!.Cause);
    }

    [Fact]
    public async Task A_clock_that_is_set_reminds_at_once_and_changes_nothing_else()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Raise();
        await hold.LookAsync();
        hold.Time.AdjustTime(hold.Time.GetUtcNow().AddDays(-300));
        await hold.LookAsync();
        await hold.LookAsync();
        Assert.Equal(2, hold.Titles.Count());
        hold.Time.AdjustTime(hold.Time.GetUtcNow().AddDays(900));
        await hold.LookAsync();
        await hold.LookAsync();
        Assert.Equal(3, hold.Titles.Count());
        Assert.Equal(["Filter", "Hold", "Stop"], hold.Guard.Whats);
    }

    [Fact]
    public async Task On_the_day_of_the_newsletter_and_for_its_sender_nothing_is_held()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Options.Except = [WeekTime.Read("Tue 09:00-12:00")!.Value];
        hold.Raise();
        await hold.LookAsync();
        Assert.Null(hold.Table.Open);
        // It lasts longer than the newsletter does.
        hold.Time.Advance(TimeSpan.FromHours(2));
        await hold.LookAsync();
        Assert.NotNull(hold.Table.Open);

        using var other = new HoldHarness(sink.Port, "127.0.0.1");
        other.Options.Spared = ["News@example.org"];
        other.Guard.Queue = new QueueSummary(100, [new SenderCount("news@example.org", 60), new SenderCount("anna@example.org", 40)]);
        other.Raise();
        await other.LookAsync();
        Assert.Empty(other.Guard.Commands);
        Assert.NotNull(Assert.Single(other.Table.Newest(1)).Ended);
        // A person who asks for it is not contradicted.
        other.Table.Begin(HoldLevel.Hold, isArmed: true, "", "anna");
        await other.LookAsync();
        Assert.Equal(["Hold"], other.Guard.Whats);
    }

    [Fact]
    public async Task A_guard_that_was_absent_is_asked_again()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Guard.Absent = "The guard does not answer";
        hold.Raise();
        var service = hold.Service();
        await service.LookAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("NOT VERIFIED", hold.Table.Open!.Done(HoldStep.Verified)!.Answer, StringComparison.Ordinal);
        hold.Guard.Absent = "";
        hold.Time.Advance(TimeSpan.FromSeconds(10));
        await service.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HoldMeasures.Filter | HoldMeasures.Hold | HoldMeasures.Stop, (await hold.Guard.LookAsync(TestContext.Current.CancellationToken)).Wanted);
    }

    [Theory, InlineData(false, true, "Metrics is not armed"), InlineData(true, false, "its guard is not")]
    public async Task It_is_a_dry_run_unless_this_process_and_the_guard_were_armed_when_it_began(bool isArmed, bool isGuardArmed, string reason)
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        (hold.Options.Armed, hold.Guard.IsArmed) = (isArmed, isGuardArmed);
        hold.Table.Begin(HoldLevel.Stop, isArmed: true, "spam", "anna");
        await hold.LookAsync();
        Assert.Empty(hold.Guard.Commands);
        var job = Assert.Single(hold.Table.Newest(10));
        Assert.False(job.IsArmed);
        Assert.NotNull(job.Ended);
        var (_, mail) = Assert.Single(sink.Mails);
        Assert.Equal("Mail would be held (test)", mail.Subject);
        Assert.Contains(reason, mail.TextBody, StringComparison.Ordinal);

        // What has begun goes on, whatever is read meanwhile.
        (hold.Options.Armed, hold.Guard.IsArmed) = (true, true);
        hold.Table.Begin(HoldLevel.Hold, isArmed: true, "spam", "anna");
        await hold.LookAsync();
        (hold.Options.Armed, hold.Guard.IsArmed) = (false, false);
        hold.Table.Begin(HoldLevel.Filter, isArmed: false, "spam", "anna");
        await hold.LookAsync();
        Assert.True(hold.Table.Open!.IsArmed);
        Assert.Equal(["Hold", "Filter"], hold.Guard.Whats);
    }

    [Fact]
    public async Task A_dry_run_is_overtaken_by_one_that_is_none()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        var dry = hold.Table.Begin(HoldLevel.Stop, isArmed: false, "", "anna");
        Assert.NotEqual(dry, hold.Table.Begin(HoldLevel.Hold, isArmed: true, "", "anna"));
        await hold.LookAsync();
        Assert.Equal(["Hold"], hold.Guard.Whats);
        Assert.Equal("Mail is being held (test)", Assert.Single(sink.Mails).Mail.Subject);
    }

    [Fact]
    public async Task A_subject_says_held_only_of_what_is_and_is_told_anew_when_that_changes()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Guard.Problem = "nft cannot be started: No such file or directory";
        hold.Raise();
        var service = hold.Service();
        await LookAgainAsync();
        Assert.Equal("Mail may still go out", hold.Table.Open!.Standing);
        Assert.Contains("Not all of it: nft cannot be started", hold.Table.Open!.Done(HoldStep.Filtered)!.Answer, StringComparison.Ordinal);
        hold.Time.Advance(TimeSpan.FromHours(4));
        await LookAgainAsync();
        hold.Guard.Problem = "";
        await LookAgainAsync();
        await LookAgainAsync();
        Assert.Equal("Mail is held", hold.Table.Open!.Standing);
        hold.Guard.Problem = "nft cannot be started: No such file or directory";
        await LookAgainAsync();
        await LookAgainAsync();
        Assert.Equal(["Mail may still go out (test)", "Mail may still go out, after 4 h 1 min (test)", "Mail is held (test)", "Mail may still go out (test)"], hold.Titles);

        hold.Table.Resume("anna");
        await LookAgainAsync();
        await LookAgainAsync();
        Assert.Equal(["Mail may still go out (test)", "Mail does not all go again yet (test)"], hold.Titles.TakeLast(2));
        Assert.StartsWith("Mail is being resumed by anna", hold.Table.Open!.Standing, StringComparison.Ordinal);
        hold.Guard.Problem = "";
        await LookAgainAsync();
        Assert.Equal("Mail goes again (test)", hold.Titles.Last());
        Assert.Null(hold.Table.Open);

        async Task LookAgainAsync()
        {
            await service.LookAsync(TestContext.Current.CancellationToken);
            hold.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Deliveries_that_the_log_shows_after_the_hold_are_told()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Time.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(RuleStore.Start));
        var (delivered, received, queue) = (hold.Store.Define("mail.delivered"), hold.Store.Define("mail.received"), hold.Store.Define("mail.queue"));
        var at = RuleStore.Start - 2 * RuleStore.Step;
        Measure(7, 0, 110);
        Measure(7, 0, 120);
        hold.Raise();
        var service = hold.Service();
        await LookAsync();
        // The log does not tell of the time since yet.
        Assert.Equal(["Filter", "Hold", "Stop"], hold.Guard.Whats);
        Assert.Null(hold.Table.Open!.Done(HoldStep.Verified));
        hold.Time.Advance(TimeSpan.FromSeconds(20));
        // What was under way when it was held, and what stays on this machine, is none of it.
        Measure(5, 0, 120);
        Measure(3, 3, 140);
        await LookAsync();
        Assert.Equal("Tried from outside: nothing goes out. The logs show no delivery to others since 14:14:10; 120 messages waited when it began, 140 do now.", hold.Table.Open!.Done(HoldStep.Verified)!.Answer);
        for (var i = 0; i < 7; i++, hold.Time.Advance(TimeSpan.FromSeconds(10)))
        {
            Measure(1.5, 0.5, 140);
            await LookAsync();
        }
        await LookAsync();
        Assert.StartsWith("NOT ALL IS HELD: mail still goes out. The logs show ", hold.Table.Open!.Done(HoldStep.Verified)!.Answer, StringComparison.Ordinal);
        Assert.Equal(["Mail is held (test)", "Mail may still go out (test)"], hold.Titles);

        Task LookAsync() => service.LookAsync(TestContext.Current.CancellationToken);

        void Measure(double out_, double in_, double waiting)
        {
            at += RuleStore.Step;
            foreach (var (series, value) in new[] { (delivered, out_), (received, in_), (queue, waiting) })
                hold.Store.Store.Append([Metrics.RrdStore.Reading.Of(series.Id, at * 1_000_000, value)]);
        }
    }

    [Fact]
    public async Task A_log_that_tells_nothing_keeps_the_second_message_a_minute_at_most()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Store.Define("mail.delivered");
        hold.Store.Define("mail.received");
        hold.Raise();
        await hold.LookAsync();
        Assert.Empty(hold.Titles);
        hold.Time.Advance(TimeSpan.FromMinutes(1));
        await hold.LookAsync();
        Assert.Contains("The logs say nothing of the time since yet.", hold.Table.Open!.Done(HoldStep.Verified)!.Answer, StringComparison.Ordinal);
        Assert.Equal(["Mail is held (test)"], hold.Titles);
    }

    [Fact]
    public async Task Mail_servers_that_do_not_say_how_they_are_count_as_not_held()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Guard.Servers = [new MailServerState("postfix", MailServerKind.Postfix, IsHeld: true, IsRunning: null, 1, 0, 0, ""), new MailServerState("qmail", MailServerKind.Qmail, IsHeld: null, IsRunning: false, 1, 0, 0, "svstat does not know")];
        hold.Raise();
        await hold.LookAsync();
        Assert.StartsWith(
            "NOT ALL IS HELD: qmail does not say whether it is held; postfix does not say whether it runs; qmail: svstat does not know.",
            hold.Table.Open!.Done(HoldStep.Verified)!.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resumed_it_says_what_waits_at_which_rate_it_goes_and_until_when()
    {
        await using var sink = new SmtpSink();
        using var hold = new HoldHarness(sink.Port, "127.0.0.1");
        hold.Raise();
        await hold.LookAsync();
        hold.Guard.Servers = [new MailServerState("postfix", MailServerKind.Postfix, IsHeld: false, IsRunning: true, 340, 0, 300, "")];
        hold.Table.Resume("anna");
        hold.Guard.Absent = "The guard does not answer";
        await hold.LookAsync();
        Assert.Equal("Mail is being resumed by anna", hold.Table.Open!.Standing);
        Assert.Equal("Not done yet, and tried again: The guard does not answer", hold.Table.Open.Steps.Single(step => step.Step == HoldStep.Lifted).Answer);
        hold.Guard.Absent = "";
        await hold.LookAsync();
        Assert.StartsWith("Done. postfix: 340 messages wait; 300 of before go, 60 a minute, the last at about ", Assert.Single(hold.Table.Newest(1)).Done(HoldStep.Lifted)!.Answer, StringComparison.Ordinal);
        Assert.Equal("Mail goes again (test)", hold.Titles.Last());
    }

    [Theory]
    [InlineData("Tue 06:00-12:00", "2026-03-03T06:00:00Z", true), InlineData("Tue 06:00-12:00", "2026-03-03T12:00:00Z", false), InlineData("Tue 06:00-12:00", "2026-03-04T07:00:00Z", false)]
    [InlineData("22:00-02:00", "2026-03-03T23:00:00Z", true), InlineData("Tue 22:00-02:00", "2026-03-04T01:00:00Z", true), InlineData("Tue 22:00-02:00", "2026-03-03T01:00:00Z", false)]
    public void Hours_of_a_day_of_the_week_may_end_on_the_next(string hours, string moment, bool covers)
    {
        var week = WeekTime.Read(hours)!.Value;
        Assert.Equal(hours, week.ToString());
        Assert.Equal(covers, week.Covers(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory, InlineData(""), InlineData("Tue"), InlineData("Someday 06:00-12:00"), InlineData("06:00"), InlineData("06:00-06:00"), InlineData("Tue 6-12")]
    public void Anything_else_is_no_time_of_the_week(string text) => Assert.Null(WeekTime.Read(text));
}
