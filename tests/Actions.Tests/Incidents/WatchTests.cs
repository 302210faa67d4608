using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Tests.Incidents;

public class WatchTests
{
    private static readonly RuleSignal Fine = new(RuleLevel.None, false, true, false);
    private static readonly RuleSignal Between = new(RuleLevel.None, false, false, false);
    private static readonly RuleSignal Bad = new(RuleLevel.Warning, false, false, false);
    private static readonly RuleSignal Worst = new(RuleLevel.Critical, false, false, true);
    private static readonly RuleSignal Unknown = new(RuleLevel.None, true, false, false);

    [Fact]
    public void It_raises_when_it_has_held_for_long_enough() =>
        Assert.Equal("Ok Pending Pending Firing Firing", Run(hold: 20, keep: 0, Fine, Bad, Bad, Bad, Bad));

    [Fact]
    public void What_does_not_last_raises_nothing() =>
        Assert.Equal("Pending Pending Ok Pending", Run(hold: 20, keep: 0, Bad, Bad, Fine, Bad));

    [Fact]
    public void It_is_over_when_it_has_been_over_for_long_enough() =>
        Assert.Equal("Firing Recovering Firing Recovering Recovering Ok", Run(hold: 0, keep: 20, Bad, Fine, Bad, Fine, Fine, Fine));

    [Fact]
    public void Between_the_two_limits_it_stays_as_it_is()
    {
        Assert.Equal("Ok Ok", Run(hold: 0, keep: 0, Between, Between));
        Assert.Equal("Firing Firing Ok", Run(hold: 0, keep: 0, Bad, Between, Fine));
    }

    [Fact]
    public void What_is_not_known_neither_raises_nor_ends_anything()
    {
        Assert.Equal("NoData Firing Firing Ok NoData", Run(hold: 0, keep: 0, Unknown, Bad, Unknown, Fine, Unknown));
        Assert.Equal("Error", Run(hold: 0, keep: 0, Unknown with { IsBroken = true }));
    }

    [Fact]
    public void A_warning_becomes_critical_and_a_warning_again()
    {
        var watch = new Watch().Next(0, Bad, 0, 0);
        Assert.Equal(RuleLevel.Warning, watch.Level);
        watch = watch.Next(10, Worst, 0, 0);
        Assert.Equal((RuleLevel.Critical, 0L), (watch.Level, watch.Since));
        watch = watch.Next(20, Bad with { HoldsCritical = true }, 0, 0);
        Assert.Equal(RuleLevel.Critical, watch.Level);
        Assert.Equal(RuleLevel.Warning, watch.Next(30, Bad, 0, 0).Level);
    }

    [Fact]
    public void What_comes_and_goes_is_flapping_until_it_keeps_still()
    {
        var watch = new Watch();
        var looks = 0;
        while (!watch.IsFlapping)
            watch = watch.Next(10 * looks, looks++ % 2 == 0 ? Bad : Fine, 0, 0);
        // More than 20 % of 21 looks, the newest counting more: four changes are 22 %.
        Assert.Equal(4, looks);

        var still = 0;
        while (watch.IsFlapping)
            watch = watch.Next(10 * (looks + still++), Fine, 0, 0);
        // Below 5 % when only one change, the oldest, is left.
        Assert.Equal(20, still);
    }

    private static string Run(long hold, long keep, params RuleSignal[] signals)
    {
        var (watch, at) = (new Watch(), 1_000L);
        var states = new List<IncidentState>();
        foreach (var signal in signals)
        {
            watch = watch.Next(at, signal, hold, keep);
            states.Add(watch.State);
            at += 10;
        }
        return string.Join(' ', states);
    }
}
