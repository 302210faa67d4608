using Metrics.Actions.Rules;
using Metrics.Actions.Rules.Language;

namespace Metrics.Actions.Tests.Rules;

public sealed class RuleLanguageTests : IDisposable
{
    private readonly RuleStore store = new();
    private readonly long now;

    public RuleLanguageTests()
    {
        now = store.Fill(store.Define("a"), RuleStore.Start, 1, 2, 3, 4, 5, 6);
        store.Fill(store.Define("gone"), RuleStore.Start, 7, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        store.Fill(store.Define("hot", ("crit", "90")), RuleStore.Start, 80, 80, 80, 80, 80, 85);
    }

    public void Dispose() => store.Dispose();

    // Worked out by hand from the six values of a: 1 to 6, each for 10 s.
    [Theory]
    [InlineData("a == 6", 1)]
    [InlineData("avg(a, 1m) == 3.5", 1)]
    [InlineData("avg(a, 20s) == 5.5", 1)]
    [InlineData("min(a, 1m) == 1 and max(a, 1m) == 6", 1)]
    [InlineData("sum(a, 1m) == 21", 1)]
    [InlineData("rate(a, 1m) == 0.1", 1)]
    [InlineData("count(a, 1m) == 6", 1)]
    [InlineData("count(gone, 1m) == 1", 1)]
    [InlineData("count(a > 4, 1m) == 2 and count(a >= -1, 1m) == 6 and count(a != 3, 30s) == 3", 1)]
    [InlineData("count(gone > 1, 1m) == 1", 1)]
    [InlineData("percentile(a, 50, 1m) == 3 and percentile(a, 100, 1m) == 6 and percentile(a, 84, 1m) == 6", 1)]
    [InlineData("forecast(a, 1m, 40s) == 10", 1)]
    [InlineData("nodata(gone, 30s)", 1)]
    [InlineData("nodata(a, 30s)", 0)]
    [InlineData("nodata(nowhere, 30s)", double.NaN)]
    [InlineData("hot > 0.9 * fact(hot, \"crit\")", 1)]
    [InlineData("hot > fact(hot, \"max\")", double.NaN)]
    [InlineData("gone > 1", double.NaN)]
    [InlineData("gone > 1 or a > 1", 1)]
    [InlineData("gone > 1 and a > 9", 0)]
    [InlineData("gone > 1 and a > 1", double.NaN)]
    [InlineData("not a > 9", 1)]
    [InlineData("not gone > 1", double.NaN)]
    [InlineData("a / 0 > 1", double.NaN)]
    [InlineData("1 + 2 * 3 - 4 / 2 == 5", 1)]
    [InlineData("(1 + 2) * 3 == 9 and -a == -6 and 7 % 4 == 3", 1)]
    [InlineData("a > 5 and a < 7 or a > 100", 1)]
    [InlineData("2Ki == 2048 and 2k == 2000 and 1e3 == 1k", 1)]
    [InlineData("\"a\" >= 6", 1)]
    [InlineData("a\n  > 5", 1)]
    public void An_expression_is_true_false_or_unknown(string text, double expected)
    {
        var rule = new Rule("r") { Warning = RuleExpression.Parse(text) };
        var data = new RuleData(store.Store);
        data.At(now);
        var instance = Assert.Single(new RuleBinder(data, store.Store.List()).Bind(rule));

        Assert.Equal(expected, instance.Warning!.Evaluate(data));
    }

    [Theory]
    [InlineData("", "1:1", "expected")]
    [InlineData("a >", "1:4", "expected")]
    [InlineData("a > 5 )", "1:7", "Found \")\"")]
    [InlineData("avg(a) > 5", "1:6", "expected")]
    [InlineData("avrg(a, 5m) > 5", "1:1", "There is no function avrg; did you mean avg?")]
    [InlineData("avg(a, 5x) > 5", "1:9", "a unit of s, m, h, d or w")]
    [InlineData("avg(a, 0m) > 5", "1:8", "A time is 1s to 400d.")]
    [InlineData("a", "1:1", "found a number")]
    [InlineData("a > 5 and a", "1:11", "expected something that is true or false")]
    [InlineData("a >\n 5 + (a > 1)", "2:7", "expected a number")]
    [InlineData("percentile(a, 101, 5m) > 1", "1:15", "A percentile is above 0 and at most 100.")]
    [InlineData("a.* > b.*.c.*", "1:7", "there must be as many")]
    public void A_fault_says_where_it_is_and_what_was_expected(string text, string at, string problem)
    {
        var fault = Assert.Throws<RuleLanguageException>(() => RuleExpression.Parse(text));

        Assert.StartsWith($"{at}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_and_long_texts_are_refused_and_not_followed()
    {
        Assert.Throws<RuleLanguageException>(() => RuleExpression.Parse(new string('(', 1_000) + "a > 1" + new string(')', 1_000)));
        Assert.Throws<RuleLanguageException>(() => RuleExpression.Parse(string.Concat(Enumerable.Repeat("not ", 400)) + "a > 1"));
        Assert.Throws<RuleLanguageException>(() => RuleExpression.Parse(new string('-', 1_500) + "a > 1"));
        Assert.Throws<RuleLanguageException>(() => RuleExpression.Parse(new string('a', 100_000)));
    }

    [Fact]
    public void A_pattern_makes_an_instance_for_each_thing_it_finds()
    {
        foreach (var name in (string[])["fs.root.used", "fs.root.size", "fs.home/a.used", "fs.home/a.size", "fs.lone.used"])
            store.Define(name);
        var rule = new Rule("disk") { Text = "Disk * is full", Critical = RuleExpression.Parse("fs.*.used / fs.*.size > 0.9") };

        var instances = new RuleBinder(new RuleData(store.Store), store.Store.List()).Bind(rule).ToList();

        Assert.Equal(["Disk home/a is full", "Disk root is full"], instances.Select(instance => instance.Title));
        Assert.Equal(["fs.home/a.used", "fs.home/a.size"], instances[0].SeriesNames);
    }

    [Fact]
    public void A_series_that_is_not_there_is_named_with_the_nearest()
    {
        store.Define("net.eth0.in");
        var rule = new Rule("r") { Warning = RuleExpression.Parse("avg(a, 1m) > 5 and net.eth0.inn > 1") };

        Assert.Equal("1:20: there is no series net.eth0.inn; did you mean net.eth0.in?", new RuleBinder(new RuleData(store.Store), store.Store.List()).Bind(rule).Single().Missing);
        Assert.Empty(new RuleBinder(new RuleData(store.Store), store.Store.List()).Bind(rule with { Optional = true }));
    }

    [Fact]
    public void The_usual_is_the_median_of_the_same_time_in_past_weeks()
    {
        const long week = 604_800;
        var series = store.Define("weekly");
        var end = RuleStore.Start + 5 * week - (RuleStore.Start + 5 * week) % 3_600;
        // Rows of an hour, of which only those of the same hour count: 10, 20, 30 and 1000 in the past weeks.
        foreach (var (ago, value) in ((int, double)[])[(4, 10), (3, 1_000), (2, 20), (1, 30), (0, 100)])
            for (var at = end - ago * week - 3_600; at <= end - ago * week; at += RuleStore.Step)
                store.Store.Append([Metrics.RrdStore.Reading.Of(series.Id, at * 1_000_000, value)]);
        var rule = new Rule("r") { Warning = RuleExpression.Parse("usual(weekly, 1h) == 25 and avg(weekly, 1h) > 3 * usual(weekly, 1h)") };
        var data = new RuleData(store.Store);
        data.At(end);

        Assert.Equal(1, new RuleBinder(data, store.Store.List()).Bind(rule).Single().Warning!.Evaluate(data));
    }

    [Theory]
    [InlineData("a.*.b", "a.x.b", "x")]
    [InlineData("a.*.b", "a.b", null)]
    [InlineData("a.*.b", "a..b", "")]
    [InlineData("*", "anything", "anything")]
    [InlineData("a.*.c.*", "a.b.c.d.c.e", "b|d.c.e")]
    [InlineData("a*a", "a", null)]
    public void Stars_stand_for_any_characters(string pattern, string name, string? captures)
    {
        var match = new SeriesUse(new(1, 1), pattern).Match(name);

        Assert.Equal(captures, match is null ? null : string.Join('|', match));
        if (match is not null)
            Assert.Equal(name, new SeriesUse(new(1, 1), pattern).With(match));
    }

    /// <summary>What the issue asks for, each with series as their sources make them, and what must and must not raise it.</summary>
    public static TheoryData<string, string, double, double> Known => new()
    {
        { "temperature", "hwmon.coretemp.temp1", 85, 70 },
        { "fan", "hwmon.nct.fan1", 0, 900 },
        { "disk-full", "fs.root.used", 98, 40 },
        { "raid", "raid.md0.degraded", 1, 0 },
        { "swap-storm", "swap.in", 8 << 20, 1 << 20 },
        { "mail-queue", "mail.queue", 400, 20 },
        { "mail-deferred", "mail.deferred", 1, 0 },
        { "ftp-refusals", "ftp.refused", 10, 0 },
    };

    [Theory, MemberData(nameof(Known))]
    public void Each_rule_that_comes_with_the_program_raises_and_can_be_switched_off(string name, string series, double bad, double good)
    {
        var rule = KnownRules.All.Single(rule => rule.Name == name);
        var end = RuleStore.Start + 800 * RuleStore.Step;
        foreach (var (other, value) in (IEnumerable<(string, double)>)[("fs.root.size", 100), ("swap.out", 8 << 20), ("mail.sent", 0)])
            Fill(store.Define(other), value, value);
        // The usual of past weeks is quiet.
        if (name == "ftp-refusals")
            foreach (var week in (int[])[3, 2])
                Readings(store.Define(series), end - week * 604_800 - 3_600, end - week * 604_800, 1);
        Fill(store.Define(series, ("crit", "90")), name is "fan" ? 900 : good, bad);

        Assert.Equal(1, Ask());
        Readings(store.Define(series), end + RuleStore.Step, end + 1_000 * RuleStore.Step, good);
        end += 1_000 * RuleStore.Step;
        foreach (var other in (string[])["fs.root.size", "swap.out", "mail.sent"])
            Readings(store.Define(other), end - 900 * RuleStore.Step, end, other == "fs.root.size" ? 100 : 0);
        Assert.Equal(0, Ask());

        var rounds = new RuleRounds(store.Store);
        rounds.Use([rule with { Enabled = false }]);
        rounds.Bind(() => []);
        Assert.Empty(rounds.Instances);

        double Ask()
        {
            var data = new RuleData(store.Store);
            data.At(end);
            var instance = Assert.Single(new RuleBinder(data, store.Store.List()).Bind(rule));
            return instance.Look(data, isOpen: false).Level > RuleLevel.None ? 1 : 0;
        }

        void Fill(Metrics.RrdStore.SeriesInfo of, double first, double second)
        {
            Readings(of, RuleStore.Start, end - 61 * RuleStore.Step, first);
            Readings(of, end - 60 * RuleStore.Step, end, second);
        }

        void Readings(Metrics.RrdStore.SeriesInfo of, long from, long to, double value)
        {
            for (var at = from; at <= to; at += RuleStore.Step)
                store.Store.Append([Metrics.RrdStore.Reading.Of(of.Id, at * 1_000_000, value)]);
        }
    }

    [Fact]
    public void The_rules_that_come_with_the_program_can_be_read() =>
        Assert.All(KnownRules.All, rule => Assert.Null(rule.Fault));
}
