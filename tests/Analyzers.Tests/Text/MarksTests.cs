using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Tests.Text;

public sealed class MarksTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void They_are_found_where_a_plain_search_finds_them(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3_000; i++)
        {
            var line = new byte[random.Next(300)];
            // From a mark in each place to none at all.
            var rarity = random.Next(1, 200);
            foreach (ref var one in line.AsSpan())
                one = random.Next(rarity) == 0 ? (byte)' ' : (byte)random.Next(256);
            var marks = new Marks(line, (byte)' ');
            for (var j = 0; j < 20; j++)
            {
                var at = random.Next(line.Length + 1);
                if (random.Next(2) == 0)
                    Assert.Equal(Array.IndexOf(line, (byte)' ', at), marks.Next(at));
                else
                    Assert.Equal(line.AsSpan(0, at).LastIndexOf((byte)' '), marks.Last(at));
            }
        }
    }

    [Theory]
    [InlineData(0), InlineData(5), InlineData(63), InlineData(64), InlineData(65), InlineData(200)]
    public void What_follows_the_last_one_and_what_is_before_the_first_is_none(int length)
    {
        var line = new byte[length];
        line.AsSpan().Fill((byte)' ');
        var marks = new Marks(line, (byte)' ');

        var (forth, back) = (0, 0);
        for (var at = marks.Next(0); at >= 0; at = marks.Next(at + 1))
            Assert.Equal(forth++, at);
        for (var at = marks.Last(length); at >= 0; at = marks.Last(at))
            Assert.Equal(length - ++back, at);

        Assert.Equal((length, length), (forth, back));
        Assert.Equal((-1, -1), (marks.Last(-1), marks.Last(-100)));
    }
}
