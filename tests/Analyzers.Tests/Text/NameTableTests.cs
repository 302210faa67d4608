using System.Text;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Tests.Text;

public sealed class NameTableTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void It_does_what_a_dictionary_does(int seed)
    {
        var (random, table, truth) = (new Random(seed), new NameTable<string>(), new Dictionary<ulong, string>());
        for (var i = 0; i < 50_000; i++)
        {
            // Few places where a search begins, so that many stand behind one another, over the end of the table too.
            var hash = ((ulong)random.Next(300) << 32) | (uint)random.Next(7) | 0xFFFF_FFF8;
            if (random.Next(2) == 0)
            {
                Assert.Equal(truth.Remove(hash, out var gone) ? gone : null, table.Remove(hash));
                continue;
            }
            var value = $"{i}";
            truth[hash] = value;
            table.Set(hash, value);
        }

        Assert.Equal(truth.Count, table.Count);
        Assert.Equal(truth.Values.Order(), table.Values.Order());
        Assert.All(truth, one => Assert.Equal(one.Value, table.Find(one.Key)));
    }

    [Fact]
    public void Names_have_one_hash_in_any_case_and_others_have_others()
    {
        const string letters = "aZ@[`{\u00FC09/.\u0010_-";
        var (random, hashes) = (new Random(1), new Dictionary<ulong, string>());
        for (var i = 0; i < 20_000; i++)
        {
            // All lengths at which the hash takes another way.
            var name = new string([.. Enumerable.Range(0, random.Next(70)).Select(_ => letters[random.Next(letters.Length)])]);
            var bytes = Encoding.UTF8.GetBytes(name);
            var lower = bytes.Select(b => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b).ToArray();
            Assert.Equal(NameHash.OfAnyCase(lower), NameHash.OfAnyCase(bytes));
            var known = Convert.ToHexString(lower);
            Assert.True(hashes.TryAdd(NameHash.OfAnyCase(bytes), known) || hashes[NameHash.OfAnyCase(bytes)] == known);
            Assert.Equal(bytes.SequenceEqual(lower), NameHash.Of(bytes) == NameHash.Of(lower));
        }
    }
}
