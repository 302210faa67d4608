using System.Text;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Tops;

namespace Metrics.Analyzers.Tests.Tops;

public sealed class TopListTests
{
    private static readonly TopKey Key = new("example.org", TopKind.WebPaths, 0);

    [Fact]
    public void A_few_names_are_counted_exactly()
    {
        var list = new TopList(Key, 100);
        for (var i = 0; i < 1_000; i++)
            Add(list, Encoding.ASCII.GetBytes($"/page{i % 90}"), 10);

        Assert.All(list.Entries(changedOnly: false), entry => Assert.Equal(0, entry.Error));
        Assert.Equal(1_000, list.Entries(changedOnly: false).Sum(e => e.Count));
        Assert.Equal(10_000, list.Entries(changedOnly: false).Sum(e => e.Bytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_flood_of_names_leaves_the_frequent_ones_with_a_true_error(int seed)
    {
        var (random, list, truth) = (new Random(seed), new TopList(Key, 200), new Dictionary<string, long>());
        for (var i = 0; i < 200_000; i++)
        {
            // One of many in a hundred of which each is rarer, between names that never come again.
            var name = random.Next(3) == 0 ? $"/made-up/{i}" : $"/page{(int)Math.Floor(1 / ((random.NextDouble() * 0.99) + 0.01))}";
            truth[name] = truth.GetValueOrDefault(name) + 1;
            Add(list, Encoding.ASCII.GetBytes(name), 1);
        }

        var found = list.Entries(changedOnly: false).ToDictionary(e => Encoding.ASCII.GetString(e.Name));
        Assert.InRange(found.Count, 1, 200);
        Assert.All(found, entry => Assert.InRange(truth[entry.Key], entry.Value.Count - entry.Value.Error, entry.Value.Count));
        Assert.All(truth.Where(t => t.Value > 200_000 * 2 / 200), entry => Assert.Contains(entry.Key, found));
        Assert.Equal(truth.OrderByDescending(t => t.Value).Take(10).Select(t => t.Key), found.Values.OrderByDescending(f => f.Count).Take(10).Select(f => Encoding.ASCII.GetString(f.Name)));
    }

    [Fact]
    public void Names_as_long_as_a_line_do_not_grow_the_memory()
    {
        var list = new TopList(Key, 10);
        Add(list, new byte[1 << 20], 1);

        Assert.Equal(TopList.MostNameBytes, Assert.Single(list.Entries(changedOnly: false)).Name.Length);
    }

    [Fact]
    public void What_has_gone_is_told_once_if_the_database_has_it()
    {
        var list = new TopList(Key, 8);
        for (var i = 0; i < 8; i++)
            Add(list, [(byte)i], 1);
        list.Saved();
        Assert.False(list.Changed);
        for (var i = 0; i < 7; i++)
            Add(list, [(byte)i], 1);

        Add(list, [100], 1);

        Assert.True(list.Changed);
        Assert.Equal(2, list.Floor);
        // Of those that came twice some stay.
        Assert.Equal(4, list.Removed.Count);
        Assert.Contains(list.Removed, name => name is [7]);
        Assert.Equal((1, 0), list.Entries(changedOnly: true).Where(e => e.Name is [100]).Select(e => (e.Count, e.Error)).Single());
        // One that has gone comes back with what it was counted, and more than that nobody says.
        Add(list, list.Removed.First(name => name is not [7]), 1);
        Assert.Contains(list.Entries(changedOnly: true), entry => entry is { Count: 3, Error: 2 });
        list.Saved();
        Assert.Empty(list.Removed);
    }

    [Fact]
    public void Of_names_that_all_came_once_as_many_stay_as_of_others_whatever_their_order()
    {
        var names = Enumerable.Range(0, 401).Select(i => Encoding.ASCII.GetBytes($"/p{i:000}")).ToArray();
        var (list, again) = (new TopList(Key, 400), new TopList(Key, 400));
        foreach (var name in names)
            Add(list, name, 1);
        foreach (var name in names[..400].Reverse().Append(names[400]))
            Add(again, name, 1);

        var stayed = list.Entries(changedOnly: false).Select(e => e.Name).Order(ByteKeys.InOrder).ToArray();
        Assert.Equal(201, stayed.Length);
        Assert.Equal(names[400], stayed[^1]);
        Assert.Equal(stayed, again.Entries(changedOnly: false).Select(e => e.Name).Order(ByteKeys.InOrder));
    }

    private static void Add(TopList list, byte[] name, long bytes) => list.Add(NameHash.Of(name), name, bytes);
}
