using System.Collections.Immutable;
using System.Net;
using Metrics.Actions.Blocking;
using Metrics.Analyzers.Detectors;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Actions.Tests.Blocking;

public sealed class BlockDeciderTests
{
    private static readonly BlockRule Armed = new("ssh") { Detectors = ["passwords.ssh", "traps"], DryRun = false, For = TimeSpan.FromHours(2) };

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    private BlockDecider Decider(params ImmutableArray<BlockRule> rules) => new(new BlockOptions { Rules = rules }, time);

    private Offender Of(string subject, string detector = "passwords.ssh", int secondsAgo = 0, bool isAddress = true, bool doubtful = false)
    {
        var at = time.GetUtcNow().ToUnixTimeSeconds() - secondsAgo;
        return new Offender(detector, subject, isAddress, at, at, 1, "10 failed sign-ins.", doubtful, ["a line"]);
    }

    [Fact]
    public void An_armed_rule_blocks_for_its_time_and_a_dry_run_says_that_it_would()
    {
        var armed = Decider(Armed).Decide(Of("192.0.2.7"))!;
        Assert.Equal((DecisionState.Waiting, "ssh", TimeSpan.FromHours(2)), (armed.State, armed.Rule, armed.For));
        Assert.Equal(["a line"], armed.Evidence);
        Assert.Equal(DecisionState.WouldBlock, Decider(new BlockRule("ssh") { Detectors = ["passwords.ssh"] }).Decide(Of("192.0.2.7"))!.State);
    }

    [Fact]
    public void Nobody_is_blocked_for_what_no_rule_names() => Assert.Null(Decider(Armed).Decide(Of("192.0.2.7", "harvesting")));

    [Theory]
    [InlineData(0, true), InlineData(120, true), InlineData(121, false), InlineData(86_400, false), InlineData(-120, true), InlineData(-121, false)]
    public void What_was_done_long_ago_or_by_a_clock_of_its_own_blocks_nobody(int secondsAgo, bool decides) =>
        Assert.Equal(decides, Decider(Armed).Decide(Of("192.0.2.7", secondsAgo: secondsAgo)) is not null);

    [Fact]
    public void Two_triggers_at_once_are_one_decision()
    {
        var decider = Decider(Armed);
        Assert.NotNull(decider.Decide(Of("192.0.2.7", "traps")));
        Assert.Null(decider.Decide(Of("192.0.2.7")));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(decider.Decide(Of("192.0.2.7")));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(decider.Decide(Of("192.0.2.7")));
    }

    [Fact]
    public void What_was_done_before_the_decision_of_an_earlier_process_is_answered_by_it()
    {
        var known = Decider(Armed).Decide(Of("192.0.2.7"))! with { State = DecisionState.Blocked };
        time.Advance(TimeSpan.FromSeconds(90));
        var decider = Decider(Armed);
        decider.Restore([known]);
        Assert.Null(decider.Decide(Of("192.0.2.7", secondsAgo: 90)));
        Assert.NotNull(decider.Decide(Of("192.0.2.7")));
    }

    [Fact]
    public void A_dry_run_that_is_armed_blocks_whom_it_would_have_blocked()
    {
        var known = Decider(new BlockRule("ssh") { Detectors = ["passwords.ssh"] }).Decide(Of("192.0.2.7"))!;
        var decider = Decider(Armed);
        decider.Restore([known]);
        Assert.Equal(DecisionState.Waiting, decider.Decide(Of("192.0.2.7"))!.State);
    }

    [Fact]
    public void When_the_limit_is_more_likely_wrong_nobody_is_blocked()
    {
        var decision = Decider(Armed).Decide(Of("192.0.2.7", doubtful: true))!;
        Assert.Equal((DecisionState.Refused, "very many were pointed at within an hour, so the limit is more likely wrong than they are."), (decision.State, decision.Answer));
    }

    [Theory]
    [InlineData("192.0.2.7", true), InlineData("192.0.3.7", false), InlineData("2001:db8:1:2::/64", true), InlineData("2001:db8:2::/64", false)]
    public void Exceptions_are_not_blocked(string subject, bool isExcepted)
    {
        var rule = Armed with { Except = [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8:1:2::7/128")] };
        Assert.Equal(isExcepted ? DecisionState.Refused : DecisionState.Waiting, Decider(rule).Decide(Of(subject))!.State);
    }

    [Fact]
    public void A_user_of_this_machine_is_told_of_and_not_blocked()
    {
        var decision = Decider(Armed).Decide(Of("anna@example.org", "sending", isAddress: false))!;
        Assert.Equal((DecisionState.Told, ""), (decision.State, decision.Rule));
    }

    [Fact]
    public void A_flood_is_bounded_and_networks_with_many_are_blocked_as_a_whole()
    {
        var decider = Decider(Armed);
        for (var i = 0; i < BlockDecider.MostPerMinute; i++)
            Assert.NotNull(decider.Decide(Of($"10.{i / 250}.{i % 250}.1")));
        var flood = Enumerable.Range(0, 200_000).Select(i => decider.Decide(Of($"198.{18 + i / 65_536 % 2}.{i / 256 % 256}.{i % 256}"))).OfType<Decision>().ToList();

        Assert.Equal(BlockDecider.MostNetworks, flood.Count);
        Assert.Equal(("198.18.0.0/24", DecisionState.Waiting), (flood[0].Subject, flood[0].State));
        Assert.Equal("8 addresses of it were pointed at within a minute that had more than 2,000; the last was 198.18.0.7.", flood[0].Reason);
        Assert.Equal(200_000, decider.PassedOver);

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("198.51.100.1", decider.Decide(Of("198.51.100.1"))!.Subject);
    }

    [Fact]
    public void In_a_flood_networks_of_ipv6_are_48_bits_wide_and_exceptions_stay()
    {
        var rule = Armed with { Except = [IPNetwork.Parse("192.0.2.7/32")] };
        var decider = Decider(rule);
        for (var i = 0; i < BlockDecider.MostPerMinute; i++)
            decider.Decide(Of($"10.{i / 250}.{i % 250}.1"));
        var six = Enumerable.Range(0, 20).Select(i => decider.Decide(Of($"2001:db8:1:{i + 1:x}::/64"))).OfType<Decision>();
        Assert.Equal("2001:db8:1::/48", Assert.Single(six).Subject);
        Assert.DoesNotContain(Enumerable.Range(10, 20).Select(i => decider.Decide(Of($"192.0.2.{i}"))), decision => decision is not null);
    }
}
