using System.Text;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Tests.Text;

public sealed class StateTableTests
{
    private const byte Key = 7;
    private readonly StateTable<long> table = Table(most: 4);

    [Fact]
    public void Nothing_is_told_of_what_begins_and_ends_between_two_commits()
    {
        table.Put("a"u8, 1);
        table.Put("a"u8, 2);
        Assert.True(table.Remove("a"u8, out var value));
        Assert.Equal(2, value);
        Assert.False(table.Remove("a"u8, out _));

        Assert.Empty(Told());
    }

    [Fact]
    public void What_has_begun_is_told_once_and_again_when_it_changes()
    {
        table.Put("a"u8, 1);
        table.Put("b"u8, 2);
        Assert.Equal(["a=1", "b=2"], Told());
        Assert.Empty(Told());

        table.Put("b"u8, 3);

        Assert.Equal(["b=3"], Told());
    }

    [Fact]
    public void What_was_told_is_told_to_be_gone_once()
    {
        table.Put("a"u8, 1);
        Told();
        table.Put("a"u8, 2);
        table.Remove("a"u8, out _);

        Assert.Equal(["-a"], Told());
        Assert.Empty(Told());
    }

    [Fact]
    public void What_ends_and_begins_again_is_told_to_be_gone_and_put()
    {
        table.Put("a"u8, 1);
        Told();
        table.Remove("a"u8, out _);
        table.Put("a"u8, 2);

        Assert.Equal(["-a", "a=2"], Told());

        table.Remove("a"u8, out _);
        Assert.Equal(["-a"], Told());
    }

    [Fact]
    public void What_was_taken_back_is_not_told_until_it_ends()
    {
        table.Put("a"u8, 1);
        var changes = new StateChanges();
        table.Save(changes);
        var next = Table(most: 4);
        Assert.True(next.Restore(changes.Put[0].Key, changes.Put[0].Value));

        Assert.Empty(Told(next));
        Assert.True(next.TryGet("a"u8, out var value));
        Assert.Equal(1, value);

        next.Remove("a"u8, out _);
        Assert.Equal(["-a"], Told(next));
    }

    [Fact]
    public void One_too_many_and_all_are_forgotten_of_which_those_are_told_that_were()
    {
        foreach (var name in "ab"u8)
            table.Put([name], 1);
        Told();
        foreach (var name in "cde"u8)
            table.Put([name], 2);

        Assert.Equal(["-a", "-b", "e=2"], Told());
        Assert.False(table.TryGet("a"u8, out _));
    }

    [Fact]
    public void What_is_of_another_table_is_left_and_what_is_no_entry_is_said()
    {
        Assert.False(table.Restore([Key + 1, (byte)'a'], new byte[8]));
        Assert.False(table.Restore([], new byte[8]));
        Assert.Throws<FormatException>(() => table.Restore([Key, (byte)'a'], new byte[7]));
        Assert.False(table.TryGet("a"u8, out _));
    }

    private static StateTable<long> Table(int most) => new(Key, most, (state, value) => state.Number(value), (ref StateReader state) => state.Number());

    // What is gone with a dash, then what is put.
    private List<string> Told() => Told(table);

    private static List<string> Told(StateTable<long> table)
    {
        var changes = new StateChanges();
        table.Save(changes);
        Assert.All([.. changes.Removed, .. changes.Put.Select(p => p.Key)], key => Assert.Equal(Key, key[0]));
        return [.. changes.Removed.Select(key => $"-{Name(key)}").Order(), .. changes.Put.Select(p => $"{Name(p.Key)}={new StateReader(p.Value).Number()}").Order()];

        static string Name(byte[] key) => Encoding.ASCII.GetString(key.AsSpan(1));
    }
}
