using Metrics.Actions.Rules;
using Metrics.RrdStore;

namespace Metrics.Actions.Tests.Rules;

public sealed class SeriesWindowTests : IDisposable
{
    private readonly RuleStore store = new();

    public void Dispose() => store.Dispose();

    /// <summary>Moments that go on, jump ahead and go back; readings that come on time, not at all, too late, and several at once: after each
    /// the window has what the store has.</summary>
    [Fact]
    public void A_window_has_what_the_store_has_whatever_happens()
    {
        var random = new Random(7);
        var series = store.Define("a");
        var window = new SeriesWindow(store.Store, series);
        var (budget, now, read, past) = (1_000, RuleStore.Start, RuleStore.Start, -1L);
        for (var look = 0; look < 2_000; look++)
        {
            now += random.Next(20) switch { 0 => -3, 1 => 70, 2 => 0, 3 => 3, _ => 1 } * RuleStore.Step;
            for (; read <= now; read += RuleStore.Step)
                if (random.Next(8) > 0)
                    store.Store.Append([Reading.Of(series.Id, read * 1_000_000, random.Next(100))]);
            if (random.Next(30) == 0)
                store.Store.Append([Reading.Of(series.Id, (read - 9 * RuleStore.Step) * 1_000_000 + 1, 1_000)]);
            window.Turn(now, store.Store.PastVersion != past);
            past = store.Store.PastVersion;

            var rows = look < 50 ? 5 : 37;
            Assert.True(window.TryRead(rows * RuleStore.Step, ref budget, out var values));
            var expected = new double[rows];
            store.Store.Fetch(series.Id, ConsolidationFunction.Average, new Rows(now - rows * RuleStore.Step, RuleStore.Step, rows), expected);
            Assert.Equal(expected, values.ToArray());
        }
        Assert.Equal(1_000 - 37, budget);
    }

    [Fact]
    public void What_the_budget_or_the_finest_archive_has_no_room_for_is_left_to_the_store()
    {
        var window = new SeriesWindow(store.Store, store.Define("a"));
        window.Turn(store.Fill(store.Store.List()[0], RuleStore.Start, new double[40]), isPastChanged: false);
        var budget = 20;

        Assert.False(window.TryRead(21 * RuleStore.Step, ref budget, out _));
        Assert.True(window.TryRead(20 * RuleStore.Step, ref budget, out var values));
        Assert.Equal((20, 0), (values.Length, budget));
        budget = 10_000;
        Assert.False(window.TryRead(8_640 * RuleStore.Step, ref budget, out _));
    }
}
